"""A view as the lines of its tables, every number as shown."""

from dataclasses import dataclass

from qol.analysis.comparing.view import AtVisit, View
from qol.analysis.description import Description
from qol.analysis.difference import LEAST, Difference
from qol.analysis.longitudinal.estimates import Estimate
from qol.analysis.weighting.adjusted import Adjusted
from qol.language import gettext, number
from qol.study.comparing.words import MINUS, NONE, points, signed


@dataclass(frozen=True)
class VisitLine:
    """One visit: both groups, then the three differences. A difference is two texts: the number and its interval."""

    visit: str
    n: tuple[str, str]
    means: tuple[str, str]
    intervals: tuple[str, str]
    observed: tuple[str, str]
    weighted: tuple[str, str]
    model: tuple[str, str]
    effective: tuple[str, str] | None


@dataclass(frozen=True)
class TraitLine:
    """One covariate: means or shares of both groups before and after weighting, standardised differences."""

    name: str
    before: tuple[str, str]
    after: tuple[str, str]
    smd: tuple[str, str]
    unknown: tuple[str, str]


def visit_lines(view: View) -> tuple[VisitLine, ...]:
    """One line a visit at which anybody answered."""
    return tuple(_visit(view, row) for row in view.visits)


def _visit(view: View, row: AtVisit) -> VisitLine:
    told = row.told.first, row.told.second
    compared = row.told.compared
    weighted = row.weighted if isinstance(row.weighted, Adjusted) and view.question.method != "none" else None
    return VisitLine(
        visit=row.visit.label,
        n=(number(told[0].n), number(told[1].n)),
        means=(points(view, told[0].mean), points(view, told[1].mean)),
        intervals=(_between(view, told[0]), _between(view, told[1])),
        observed=_difference(view, compared if isinstance(compared, Difference) else None),
        weighted=_difference(view, weighted),
        model=_difference(view, row.model),
        effective=_whole(weighted.effective) if weighted else None,
    )


def _between(view: View, told: Description) -> str:
    """Of the mean; none where so few answered that it would reach beyond the scale."""
    if told.lower is None or told.n < LEAST:
        return ""
    return _range(points(view, told.lower), points(view, told.upper))


def _difference(view: View, found: Difference | Adjusted | Estimate | None) -> tuple[str, str]:
    if found is None:
        return NONE, ""
    return signed(view, found.estimate), _range(points(view, found.lower), points(view, found.upper))


def _range(lower: str, upper: str) -> str:
    return gettext("{lower} to {upper}").format(lower=lower, upper=upper)


def _whole(pair: tuple[float, float]) -> tuple[str, str]:
    return number(round(pair[0]), 0), number(round(pair[1]), 0)


def trait_lines(view: View) -> tuple[TraitLine, ...]:
    """The balance of the groups; none where nothing is weighed."""
    if view.weighed is None:
        return ()
    return tuple(
        TraitLine(
            name=one.name.replace("_", " "),
            before=(_number(one.means[0]), _number(one.means[1])),
            after=(_number(one.weighted[0]), _number(one.weighted[1])),
            smd=(_signed(one.before), _signed(one.after)),
            unknown=(number(one.unknown[0]), number(one.unknown[1])),
        )
        for one in view.weighed.balance
    )


def _number(value: float) -> str:
    if value != value:
        return NONE
    return number(round(value, 2) + 0.0, 2).replace("-", MINUS)


def _signed(value: float | None) -> str:
    if value is None or value != value:
        return NONE
    return ("+" if round(value, 2) > 0 else "") + _number(value)
