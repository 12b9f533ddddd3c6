"""What is drawn of a view: the course of both groups, and the difference at each visit."""

from dataclasses import dataclass

from qol.analysis.comparing.view import AtVisit, View
from qol.analysis.description import Description
from qol.analysis.difference import LEAST, Difference
from qol.analysis.longitudinal.estimates import Estimate
from qol.analysis.weighting.adjusted import Adjusted, NotAdjusted
from qol.reports._comparison.case import Side
from qol.reports._comparison.courses import Course, Line, Point, axis
from qol.reports._comparison.differences import SPANS
from qol.reports._visits import axis_unit, axis_words, occasion

MARKS = ("nom", "surgery")


@dataclass(frozen=True)
class Told:
    """The words that stand around a view, already in one language."""

    title: str
    scale: str
    standing: str
    finding: str
    population: str
    caution: str
    weights: str
    minus: str
    names: tuple[str, str]


@dataclass(frozen=True)
class Mark:
    """One difference to draw; nothing where there is no number."""

    est: float | None
    lo: float | None
    hi: float | None


@dataclass(frozen=True)
class Marks:
    """The differences of a view, a visit a row, on one axis of points."""

    rows: tuple[Mark, ...]
    span: int
    ticks: tuple[int, ...]


def course(view: View, told: Told, width: float) -> Course:
    """Observed means with intervals of both groups, in a plot so many millimetres wide; time is to scale."""
    visits = tuple(occasion(row.visit, axis_unit(view.data)) for row in view.visits)
    sizes = view.sizes or (0, 0)
    lines = tuple(
        Line(
            Side(group, mark, size),
            tuple(point(_told(row, place)) for row in view.visits),
            tuple(str(_told(row, place).n) for row in view.visits),
        )
        for place, (group, mark, size) in enumerate(zip(view.groups, MARKS, sizes, strict=True))
    )
    return Course(
        told.scale, axis_words(view.data), view.scale.higher_means, view.scale.lowest, view.scale.highest,
        axis(visits, right=width - 2.4), sum(one.baseline for one in visits), lines, told.finding,
    )  # fmt: skip


def _told(row: AtVisit, place: int) -> Description:
    return (row.told.first, row.told.second)[place]


def point(told: Description) -> Point | None:
    """A mean with its interval; nothing below ten scores."""
    if told.n < LEAST or told.mean is None or told.lower is None or told.upper is None:
        return None
    return Point(told.mean, told.lower, told.upper)


def shown(view: View, row: AtVisit) -> Adjusted | Difference | None:
    """The difference that a view draws at a visit: weighted, or observed where nothing is weighted."""
    if view.weighed is not None and view.question.method != "none":
        return row.weighted if isinstance(row.weighted, Adjusted) else None
    return row.told.compared if isinstance(row.told.compared, Difference) else None


def refused(row: AtVisit) -> tuple[str, ...]:
    """Why there is no weighted number at a visit."""
    return row.weighted.why if isinstance(row.weighted, NotAdjusted) else ()


def marks(view: View) -> Marks:
    """The drawn differences on the smallest axis that holds every interval."""
    found = [shown(view, row) for row in view.visits]
    span, step = span_of(found)
    rows = tuple(Mark(None, None, None) if one is None else Mark(one.estimate, one.lower, one.upper) for one in found)
    return Marks(rows, span, tuple(range(-span, span + 1, step)))


def span_of(found: "list[Adjusted | Difference | None] | list[Estimate | None]") -> tuple[int, int]:
    """Half-width of the axis in points, and the distance of its ticks."""
    widest = max((abs(limit) for one in found if one is not None for limit in (one.lower, one.upper)), default=0.0)
    return next((pair for pair in SPANS if pair[0] >= widest), SPANS[-1])
