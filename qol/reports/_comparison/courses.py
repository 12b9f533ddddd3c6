"""Small multiples: one scale from visit to visit, two lines, intervals, and n under the axis."""

from dataclasses import dataclass, replace

from qol.analysis.by_visit import ScaleByVisit
from qol.analysis.description import Description
from qol.analysis.difference import LEAST
from qol.reports._comparison.case import Case, Side
from qol.reports._comparison.differences import Cells, label
from qol.reports._comparison.selection import Wanted
from qol.reports._comparison.tables import source
from qol.reports._visits import Occasion
from qol.reports._words import number

LEFT, RIGHT = 8.8, 51.6
"""Where the first and the last visit stand, in millimetres of a plot 54 wide."""
APART = 5.0
CLOSE = 3.4
"""Nearer than this, the digits under two visits run together."""


@dataclass(frozen=True)
class Tick:
    """A visit on the axis: digits are drawn in the SVG, words stand over it."""

    x: float
    digits: str
    word: str
    named: bool
    """False where digits and n would run into the next visit's."""


@dataclass(frozen=True)
class Point:
    """Mean with interval; None breaks the line."""

    mean: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Line:
    """One group's course; n as printed, empty where it was not asked."""

    side: Side
    points: tuple[Point | None, ...]
    n: tuple[str, ...]


@dataclass(frozen=True)
class Course:
    """One small chart."""

    title: str
    source: str
    direction: str
    lowest: float
    highest: float
    ticks: tuple[Tick, ...]
    baselines: int
    lines: tuple[Line, ...]
    alt: str


def course(case: Case, want: Wanted) -> Course | None:
    """The course of one scale, or None where nobody has a score."""
    found, instrument = case.scale(want.instrument, want.scale, want.stoma), case.instrument(want.instrument)
    if found is None or instrument is None:
        return None
    visits = drawn(case)
    rows = [found.at(visit.id) for visit in visits]
    lines = tuple(
        Line(
            side,
            tuple(_point(told) for told in (((row.first, row.second)[i]) for row in rows)),
            tuple(_n(case, found, row.visit, i) if row.asked else "" for row in rows),
        )
        for i, side in enumerate(case.sides)
    )
    stoma = found.stoma if found.scale.separate_by else None
    return Course(
        label(found.scale, stoma), source(instrument.short_title, found), found.scale.higher_means,
        found.scale.lowest, found.scale.highest, axis(visits),
        sum(visit.baseline for visit in visits), lines, _alt(case, found),
    )  # fmt: skip


def drawn(case: Case) -> tuple[Occasion, ...]:
    """The visits of a chart: up to the last at which a group has ten people. All visits are in the table.

    A visit with fewer in between stays, so that no line runs across it.
    """
    people = case.forms.groupby(["visit", "group"], observed=True)["patient"].nunique()
    enough = [
        place for place, visit in enumerate(case.visits)
        if max(int(people.get((visit.id, group.id), 0)) for group in case.groups) >= LEAST
    ]  # fmt: skip
    return case.visits[: enough[-1] + 1] if enough else case.visits


def axis(visits: tuple[Occasion, ...], left: float = LEFT, right: float = RIGHT) -> tuple[Tick, ...]:
    """Baselines stand apart at the left; after them months are to scale."""
    baselines = [visit for visit in visits if visit.at is None]
    months = [visit.at for visit in visits if visit.at is not None]
    start = left + APART * len(baselines) + (0.6 if baselines else 0)
    first, last = (min(months), max(months)) if months else (0.0, 1.0)
    unit = (right - start) / (last - first) if last > first else 0
    ticks: list[Tick] = []
    apart = left
    for visit in visits:
        if visit.at is None:
            ticks.append(Tick(round(apart, 2), "", visit.short, True))
            apart += APART
        else:
            ticks.append(Tick(round(start + (visit.at - first) * unit, 2), visit.short, "", True))
    return _thinned(ticks)


def _thinned(ticks: list[Tick]) -> tuple[Tick, ...]:
    """Digits that would run into those of the next visit are left out; the mark stays."""
    kept: list[Tick] = []
    for tick in reversed(ticks):
        after = next((later for later in reversed(kept) if later.named), None)
        close = after is not None and after.x - tick.x < CLOSE
        kept.append(replace(tick, named=False) if close else tick)
    return tuple(reversed(kept))


def _point(told: Description) -> Point | None:
    """Too few people: nothing is drawn."""
    if told.n < LEAST or told.mean is None or told.lower is None or told.upper is None:
        return None
    return Point(told.mean, told.lower, told.upper)


def _n(case: Case, found: ScaleByVisit, visit: str, side: int) -> str:
    return Cells(case, found, found.at(visit)).n(side)


def _alt(case: Case, found: ScaleByVisit) -> str:
    labels = {visit.id: visit.label for visit in case.visits}
    kept = {visit.id for visit in drawn(case)}
    told = "; ".join(
        f"{labels[row.visit]} "
        + ", ".join(
            f"{side.name} {number(d.mean, found.scale.decimals)}"
            if d.mean is not None and d.n >= LEAST
            else f"{side.name} not drawn"
            for side, d in zip(case.sides, (row.first, row.second), strict=True)
        )
        for row in found.visits
        if row.asked and row.visit in kept
    )
    return f"{found.scale.label}, higher is {found.scale.higher_means}. Means: {told}. Every value is in the table."
