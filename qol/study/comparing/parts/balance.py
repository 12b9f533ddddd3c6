"""How alike the groups are: balance, overlap, what the weights cost, and what none of it can tell."""

import re
from typing import Any

import pandas as pd

from qol.analysis.comparing.declared import Compared
from qol.analysis.difference import LEAST
from qol.analysis.weighting.adjusted import Adjusted
from qol.analysis.weighting.weighed import Weighed
from qol.analysis.weighting.weights import Method
from qol.language import digits, gettext, number
from qol.reports._comparison.balance import Balance, Row, not_recorded, table
from qol.reports._comparison.characteristics import UNMEASURED
from qol.reports._comparison.cost import histogram
from qol.reports._words import listed
from qol.study.comparing.parts.ground import Ground
from qol.study.comparing.parts.part import Figure, Line, Part, Table, exploratory, name_of
from qol.study.comparing.words import population_name, scale_name, weights_name


def part(ground: Ground) -> Part:
    """Of the chosen population under the chosen weights; without a plan, or with few people, sentences alone."""
    title, compared = name_of("balance"), ground.compared
    if compared is None:
        return Part("balance", title, _why_not(ground), exploratory())
    if min(compared.cohort.to_weigh.sizes) < LEAST:
        few = gettext(
            "Fewer than {least} people in a group: {first} and {second}. Nothing is drawn and no balance shown."
        )
        one, other = (number(size) for size in compared.cohort.to_weigh.sizes)
        return Part("balance", title, few.format(least=number(LEAST), first=one, second=other), exploratory())
    method = ground.question.method
    weighed = compared.weighed(method)
    drawn = table(ground.case, compared, method)
    rows = tuple(row for sheet in drawn.sheets for one in sheet for row in one.rows)
    return Part(
        "balance", title, _finding(drawn, weighed), _standing(ground, compared), _said(drawn, weighed),
        (*weighed.refusals, *_hidden(compared)),
        (_picture(drawn), *_overlap(ground, compared)), (_cost(ground, compared, weighed), _table(ground, drawn)),
        _frame(ground, rows), pending=method != "none" and not ground.ready and not weighed.refusals,
    )  # fmt: skip


def _why_not(ground: Ground) -> str:
    if ground.question.population == "received":
        return gettext("By treatment received nothing is weighted: that state came after the decision.")
    if ground.data.protocol.plan is None:
        return gettext("The protocol has no analysis plan, so it names no covariates and nothing is weighted.")
    return gettext("Nobody of one group is in this population, so there is nothing to balance.")


def _standing(ground: Ground, compared: Compared) -> str:
    declared = ground.question.population == "declared" and ground.question.method == compared.declared
    return gettext("Population and weights as the plan declares.") if declared else exploratory()


def _finding(drawn: Balance, weighed: Weighed) -> str:
    if weighed.refusals:
        return gettext("No weighted number: the two groups hold too few people who are alike.")
    if weighed.how.method == "none":
        return gettext("No weights: the groups are compared as they are.")
    said = gettext(
        "Weighting leaves the information of {first} and {second} people, and cannot reach what nobody recorded."
    )
    one, other = (number(round(size, 1), 1) for size in weighed.effective())
    return said.format(first=one, second=other)


def _said(drawn: Balance, weighed: Weighed) -> tuple[str, ...]:
    said = [gettext("Standardised differences: open mark before weighting, filled mark after it; shaded within 0.1.")]
    if weighed.how.method == "overlap" and drawn.weighted:
        said.append(gettext(
            "Overlap weights bring the covariates of their own model to nothing, whatever stays hidden: read the rows "
            "that are not in the model, and the E-value."
        ))  # fmt: skip
    if not drawn.weighted:
        said.append(gettext("Before weighting alone: nothing is weighted here."))
    return tuple(said)


def _hidden(compared: Compared) -> tuple[str, ...]:
    """What balance cannot show, in English like the covariates."""
    gone = not_recorded(compared)
    return (
        *((f"recorded of nobody here: {listed(gone)}",) if gone else ()),
        f"not recorded at all: {listed(UNMEASURED)}",
    )  # fmt: skip


def _picture(drawn: Balance) -> Figure:
    return Figure("balance", gettext("Balance before and after weighting"), drawn, english=True)


def _overlap(ground: Ground, compared: Compared) -> tuple[Figure, ...]:
    """The probabilities of the chosen weights; without weights those that the plan's would use, if it has any."""
    method: Method = ground.question.method
    method = compared.declared if method == "none" else method
    if method == "none":
        return ()
    head = gettext("Overlap: estimated probability of choosing {group}").format(group=ground.names[0])
    found = compared.weighed(method).overlap
    note = gettext("Where both groups have people: {first} of {whole} and {second} of {all}.").format(
        first=number(found.within[0]), whole=number(found.sizes[0]),
        second=number(found.within[1]), all=number(found.sizes[1]),
    )  # fmt: skip
    return (Figure("overlap", head, histogram(ground.case, compared, method), note),)


def _cost(ground: Ground, compared: Compared, weighed: Weighed) -> Table:
    lines = [_line(gettext("People of the population"), compared.cohort.to_weigh.sizes, 0)]
    if weighed.how.method != "none":
        lines.append(_line(gettext("Of these, where the other group has people too"), weighed.overlap.within, 0))
        lines.append(_line(gettext("Effective number"), weighed.effective(), 1))
        least = weighed.how.least_effective
        lines.append(_line(gettext("Least effective number that the plan accepts"), (least, least), 0))
    found = compared.difference(ground.question.choice, ground.question.method, ground.question.visit) if (
        ground.ready and ground.visit.kind == "calendar") else None  # fmt: skip
    scale = scale_name(ground.data, ground.question.choice)
    where = gettext("{scale}, {visit}").format(scale=scale, visit=ground.visit.label)
    if found is not None:
        lines += [Line(where, head=True), _line(gettext("With this score"), found.n, 0)]
    if isinstance(found, Adjusted):
        lines.append(_line(gettext("Without this score"), found.left_out, 0))
        lines.append(_line(gettext("Effective number with this score"), found.effective, 1))
        e = found.e_value
        lines.append(Line(gettext("E-value of the difference"), (number(round(e.estimate, 1), 1),)))
        lines.append(Line(gettext("E-value of its interval"), (number(round(e.limit, 1), 1),)))
    return Table(
        gettext("What the weights cost: {population}, {weights}").format(
            population=population_name(ground.question.population), weights=weights_name(ground.question.method)),
        ("", *ground.names), tuple(lines),
        note=gettext(
            "E-value: a cause that nobody recorded would have to go with both choice and score by risk ratios of this "
            "size to explain the difference away."
        ),
    )  # fmt: skip


def _line(label: str, both: tuple[float, float], decimals: int) -> Line:
    return Line(label, tuple(number(round(value, decimals), decimals) for value in both))


def _table(ground: Ground, drawn: Balance) -> Table:
    minus = gettext("{first} minus {second}").format(first=ground.names[0], second=ground.names[1])
    heads = ("", *ground.names, gettext("{minus}, before").format(minus=minus), gettext("after weighting"))
    lines: list[Line] = []
    for one in (one for sheet in drawn.sheets for one in sheet):
        lines.append(Line(one.head, head=True))
        lines += [Line(row.label, tuple(localised(text) for text in _cells(row))) for row in one.rows]
    return Table(gettext("Every characteristic, and its standardised difference"), heads, tuple(lines), english=True)


def _cells(row: Row) -> tuple[str, ...]:
    return row.first, row.second, row.shown[0], row.shown[1] or "–"


def localised(text: str) -> str:
    """The numbers of a text as the reader writes them; a year without a mark between its thousands."""
    return re.sub(r"\d+(?:\.(\d+))?", lambda one: _written(float(one[0]), len(one[1] or "")), text)


def _written(value: float, decimals: int) -> str:
    whole, rest = divmod(value, 1)
    shown = number(round(rest, decimals), decimals)[1:] if decimals else ""
    return digits(f"{whole:.0f}") + shown


def _frame(ground: Ground, rows: tuple[Row, ...]) -> pd.DataFrame:
    told: list[dict[str, Any]] = [
        {
            "population": ground.question.population, "weights": ground.question.method, "characteristic": row.label,
            "first": row.first, "second": row.second, "standardised_before": row.before,
            "standardised_after": row.after,
        }
        for row in rows
    ]  # fmt: skip
    return pd.DataFrame(told)
