"""The scores of satisfaction, regret and worry of everybody and by stratum: tables, a finding, rows of the file."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from qol.analysis.by_visit import ScaleAtVisit
from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.view_strata import Stratum, of_people
from qol.analysis.description import Description
from qol.analysis.difference import LEAST, Difference
from qol.instruments.definition import Scale
from qol.language import gettext, number
from qol.study.comparing.parts.ground import Ground
from qol.study.comparing.parts.part import Line, Table
from qol.study.comparing.parts.stratum_words import stratum_name
from qol.study.comparing.words import MINUS, NONE, isolated


@dataclass(frozen=True, eq=False)
class Scores:
    """finding: the sentence on the leading scale of everybody."""

    finding: str
    tables: tuple[Table, ...]
    frame: pd.DataFrame


def scores(ground: Ground, choices: tuple[Choice, ...], strata: tuple[Stratum, ...]) -> Scores:
    """Of the scales that anybody has at the visit; a difference only of ten scores or more in each group."""
    tables, rows, finding = [], [], ""
    for choice in choices:
        everybody = _told(ground, choice, None)
        if not everybody.asked:
            continue
        told = [(one, _told(ground, choice, one.people)) for one in strata]
        scale = ground.worded(choice.instrument).scale_by_id[choice.scale]
        finding = finding or _finding(ground, scale, everybody)
        lines = [_line(gettext("Everybody"), ground.sizes, everybody, scale, strong=True)]
        lines += [_line(stratum_name(one), one.sizes, row, scale) for one, row in told]
        tables.append(Table(_caption(scale), _heads(ground), tuple(lines), not ground.speaks(choice.instrument)))
        rows.append(_row(ground, choice, "", ground.sizes, everybody))
        rows += [_row(ground, choice, f"{one.kind}={one.word}", one.sizes, row) for one, row in told]
    return Scores(finding, tuple(tables), pd.DataFrame(rows))


def _told(ground: Ground, choice: Choice, people: frozenset[str] | None) -> ScaleAtVisit:
    return of_people(ground.data, ground.case.scores, ground.groups, choice, ground.question.visit, people)


def _caption(scale: Scale) -> str:
    better = gettext("{scale}: higher is better"), gettext("{scale}: higher is worse")
    return better[scale.higher_means != "better"].format(scale=scale.label)


def _heads(ground: Ground) -> tuple[str, ...]:
    each = [
        (gettext("{group}: people").format(group=name), "n", gettext("Mean, {group}").format(group=name))
        for name in ground.names
    ]
    minus = gettext("{first} minus {second}").format(first=ground.names[0], second=ground.names[1])
    return gettext("Stratum"), *each[0], *each[1], minus


def _line(label: str, sizes: tuple[int, int], told: ScaleAtVisit, scale: Scale, strong: bool = False) -> Line:
    cells: list[str] = []
    for size, one in zip(sizes, (told.first, told.second), strict=True):
        cells += [number(size), number(one.n), _mean(one, scale)]
    return Line(label, (*cells, difference(told, scale)), strong=strong)


def _mean(one: Description, scale: Scale) -> str:
    return NONE if one.mean is None else points(one.mean, scale)


def points(value: float, scale: Scale) -> str:
    """Points of a scale: one decimal, or as many as it has."""
    decimals = max(1, scale.decimals)
    return number(round(value, decimals) + 0.0, decimals).replace("-", MINUS)


def difference(told: ScaleAtVisit, scale: Scale) -> str:
    """The difference with its interval, or why there is none."""
    found = told.compared
    if not isinstance(found, Difference):
        return gettext("too few") if found.why == "too_few" else gettext("no spread")
    return interval(found.estimate, found.lower, found.upper, scale)


def interval(estimate: float, lower: float, upper: float, scale: Scale) -> str:
    """+6.2 (0.3 to 12.1), the plus kept at the left of its number."""
    sign = "+" if round(estimate, max(1, scale.decimals)) > 0 else ""
    return gettext("{difference} ({lower} to {upper})").format(
        difference=isolated(sign + points(estimate, scale)), lower=isolated(points(lower, scale)),
        upper=isolated(points(upper, scale)),
    )  # fmt: skip


def _finding(ground: Ground, scale: Scale, told: ScaleAtVisit) -> str:
    found = told.compared
    where = {"visit": ground.visit.label, "scale": scale.label}
    if not isinstance(found, Difference):
        said = gettext("{visit}, {scale}: fewer than {least} scores in a group, so nothing is compared.")
        return said.format(least=number(LEAST), **where)
    return gettext("{visit}, {scale}: {minus} {difference} points with its 95 % interval, not adjusted.").format(
        minus=gettext("{first} minus {second}").format(first=ground.names[0], second=ground.names[1]),
        difference=difference(told, scale), **where,
    )  # fmt: skip


def _row(ground: Ground, choice: Choice, stratum: str, sizes: tuple[int, int], told: ScaleAtVisit) -> dict[str, Any]:
    found = told.compared if isinstance(told.compared, Difference) else None
    first, second = told.first, told.second
    return {
        "what": "score", "instrument": choice.instrument, "scale": choice.scale, "visit": told.visit,
        "population": ground.question.population, "stratum": stratum,
        "people_first": sizes[0], "people_second": sizes[1], "n_first": first.n, "n_second": second.n,
        "mean_first": first.mean, "mean_second": second.mean, "sd_first": first.sd, "sd_second": second.sd,
        "difference": found.estimate if found else None, "difference_lower": found.lower if found else None,
        "difference_upper": found.upper if found else None,
        "difference_reason": "" if found else told.compared.sentence(),
    }  # fmt: skip
