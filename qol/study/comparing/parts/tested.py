"""The declared family at the primary visit: estimate and interval, then p, Holm's p, denominators, who is in none."""

from typing import Any

import pandas as pd

from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.declared import Compared, family
from qol.analysis.weighting.adjusted import Adjusted, NotAdjusted
from qol.language import gettext, number
from qol.study.comparing.parts.ground import Ground
from qol.study.comparing.parts.part import Line, Part, Table, name_of, p_value
from qol.study.comparing.parts.scores_table import interval
from qol.study.comparing.words import NONE, population_name, scale_name, weights_name

Found = Adjusted | NotAdjusted


def part(ground: Ground) -> Part:
    """Of the declared set under the declared weights, whatever is chosen; the chosen view beside, as exploratory."""
    title = name_of("tests")
    declared = ground.views.compared("declared") if ground.data.protocol.plan else None
    if declared is None:
        no = gettext("The protocol has no analysis plan, so no family of scales is declared and nothing is tested.")
        if ground.data.protocol.plan is not None:
            no = gettext("Nobody of one group is in the declared set, so nothing is tested.")
        return Part("tests", title, no, _standing(ground))
    if not ground.ready:
        return Part("tests", title, gettext("The weighted numbers are being computed."), _standing(ground),
                    pending=True)  # fmt: skip
    found = {choice: declared.difference(choice) for choice in _asked(declared)}
    adjusted = {member.name: member.adjusted for member in declared.holm.members}
    refused = next(iter(found.values())) if found else None
    why = refused.why if isinstance(refused, NotAdjusted) else ()
    tables = (_family(ground, declared, found, adjusted), *_chosen(ground, declared))
    rows = [_row(ground, choice, one, adjusted.get(str(choice))) for choice, one in found.items()]
    return Part(
        "tests", title, _finding(ground, declared, found), _standing(ground), _said(ground, declared), why, (), tables,
        pd.DataFrame(rows),
    )  # fmt: skip


def _asked(declared: Compared) -> list[Choice]:
    """The declared scales whose questionnaire is in the data, the primary one first."""
    there = declared.cohort.data.instruments
    return [one for one in family(declared.cohort) if one.instrument in there]


def _standing(ground: Ground) -> str:
    if ground.data.standing.confirmatory:
        return gettext("The declared family; everything else on these pages is exploratory.")
    return gettext("The declared family; it counts as exploratory, like everything else on these pages.")


def _finding(ground: Ground, declared: Compared, found: dict[Choice, Found]) -> str:
    if not any(isinstance(one, Adjusted) for one in found.values()):
        return gettext("No weighted number, so nothing is tested.")
    names = {str(choice): scale_name(ground.data, choice) for choice in found}
    rejected = [names[name] for name in declared.holm.rejected() if name in names]
    size = number(len(declared.family))
    if not rejected:
        return gettext("Holm within the declared family of {size}: no difference in any of them.").format(size=size)
    return gettext("Holm within the declared family of {size}: a difference in {scales}.").format(
        size=size, scales=", ".join(rejected)
    )


def _said(ground: Ground, declared: Compared) -> tuple[str, ...]:
    visit = ground.data.protocol.visit_by_id[declared.cohort.plan.primary_visit].label
    said = [gettext(
        "Test: two-sided, of the weighted difference over its robust standard error, normal. Interval: bootstrap of "
        "patients, weights refitted each time. {visit}, {weights}."
    ).format(visit=visit, weights=weights_name(declared.declared))]  # fmt: skip
    lost = declared.holm.not_tested
    if lost:
        said.append(gettext("Declared and without a test, counted in Holm’s rule as if nothing were found: {scales}.")
                    .format(scales=", ".join(lost)))  # fmt: skip
    said.append(gettext("Not randomised: a small p does not say that the treatment is the cause."))
    return tuple(said)


def _family(
    ground: Ground, declared: Compared, found: dict[Choice, Found], adjusted: dict[str, float]
) -> Table:  # fmt: skip
    how = gettext("declared") if ground.data.standing.confirmatory else gettext("declared, exploratory")
    lines = tuple(
        _line(ground, choice, one, adjusted.get(str(choice)), how, strong=place == 0)
        for place, (choice, one) in enumerate(found.items())
    )
    visit = ground.data.protocol.visit_by_id[declared.cohort.plan.primary_visit].label
    return Table(
        gettext("The declared family, {visit}").format(visit=visit), _heads(ground), lines,
        english=True, note=gettext("In brackets 95 % intervals. Without a score: people of the set in no denominator."),
    )  # fmt: skip


def _heads(ground: Ground) -> tuple[str, ...]:
    minus = gettext("{first} minus {second}").format(first=ground.names[0], second=ground.names[1])
    return (
        gettext("Scale"), gettext("{minus}, points").format(minus=minus), gettext("p, robust test"),
        gettext("p, Holm"), gettext("Scores"), gettext("Without a score"), gettext("Standing"),
    )  # fmt: skip


def _line(
    ground: Ground, choice: Choice, found: Found, holm: float | None, how: str, strong: bool = False
) -> Line:  # fmt: skip
    scale = ground.data.instruments[choice.instrument].scale_by_id[choice.scale]
    name = scale_name(ground.data, choice)
    if not isinstance(found, Adjusted):
        return Line(name, (gettext("none given"), NONE, NONE, _pair(found.n), NONE, how), strong=strong)
    shown = interval(found.estimate, found.lower, found.upper, scale)
    holm_p = NONE if holm is None else p_value(holm)
    return Line(
        name, (shown, p_value(found.p), holm_p, _pair(found.n), _pair(found.left_out), how), strong=strong
    )  # fmt: skip


def _pair(both: tuple[int, int]) -> str:
    return gettext("{first} and {second}").format(first=number(both[0]), second=number(both[1]))


def _chosen(ground: Ground, declared: Compared) -> tuple[Table, ...]:
    """The view that is chosen, where the plan does not declare it."""
    question, compared = ground.question, ground.compared
    is_declared = (
        question.population == "declared" and question.method == declared.declared
        and question.visit == declared.cohort.plan.primary_visit and question.choice in family(declared.cohort)
    )  # fmt: skip
    if is_declared or compared is None or ground.visit.kind != "calendar":
        return ()
    if not ground.has(compared, question.method):
        return ()
    found = compared.difference(question.choice, question.method, question.visit)
    line = _line(ground, question.choice, found, None, gettext("exploratory"))
    caption = gettext("The view that is chosen: {visit}, {population}, {weights}").format(
        visit=ground.visit.label, population=population_name(question.population), weights=weights_name(question.method)
    )
    return (Table(caption, _heads(ground), (line,), english=True,
                  note=gettext("No Holm: it is outside the declared family.")),)  # fmt: skip


def _row(ground: Ground, choice: Choice, found: Found, holm: float | None) -> dict[str, Any]:
    one = found if isinstance(found, Adjusted) else None
    return {
        "instrument": choice.instrument, "scale": choice.scale, "stoma": choice.stoma or "",
        "visit": ground.data.protocol.plan.primary_visit if ground.data.protocol.plan else "",
        "confirmatory": "yes" if ground.data.standing.confirmatory else "no",
        "difference": one.estimate if one else None, "lower": one.lower if one else None,
        "upper": one.upper if one else None, "p": one.p if one else None, "p_holm": holm,
        "n_first": found.n[0], "n_second": found.n[1],
        "without_first": one.left_out[0] if one else None, "without_second": one.left_out[1] if one else None,
        "reason": "" if one else "; ".join(found.why) if isinstance(found, NotAdjusted) else "",
    }  # fmt: skip
