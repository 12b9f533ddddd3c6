"""The course of two groups as shapes of the screen: time to scale, intervals, gaps as gaps. Words stand in HTML."""

from dataclasses import dataclass

from qol.analysis.comparing.view import View
from qol.analysis.description import Description
from qol.analysis.difference import LEAST
from qol.language import number
from qol.reports._visits import axis_unit, occasion
from qol.study.comparing.words import MINUS

WIDTH, HEIGHT = 436.0, 394.0
LEFT, RIGHT, TOP, FOOT = 40.0, 420.0, 10.0, 302.0
APART = 30.0
"""Between two baselines, which stand at the left, off the scale of time."""
BESIDE = 3.5
"""How far each group's marks are set from the visit's place."""
CLOSE = 28.0
"""Nearer than this, the digits under two visits run together."""


@dataclass(frozen=True)
class Tick:
    """A visit under the axis; no digits: a baseline, drawn as a triangle. shown: there is room for its digits."""

    x: float
    digits: str
    shown: bool
    n: tuple[str, str]


@dataclass(frozen=True)
class Line:
    """One group: the line, its intervals, the centres of its marks."""

    mark: str
    path: str
    intervals: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Course:
    """The whole picture. baselines: labels of the triangles, in order. few: visits at which a group is not drawn."""

    grid: tuple[tuple[float, str], ...]
    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    baselines: tuple[str, ...]
    few: tuple[str, ...]


def course(view: View) -> Course:
    """Place everything."""
    places = _places(view)
    lowest, highest = view.scale.lowest, view.scale.highest
    marks = [lowest + (highest - lowest) * part / 4 for part in range(5)]
    told = [(row.told.first, row.told.second) for row in view.visits]
    baselines = [row.visit.label for row in view.visits if row.visit.kind == "baseline"]
    return Course(
        grid=tuple((_y(view, value), _digits(value)) for value in marks),
        ticks=_ticks(view, places),
        lines=tuple(
            _line(view, mark, [pair[side] for pair in told], [x + shift for x in places], len(baselines))
            for side, (mark, shift) in enumerate((("nom", -BESIDE), ("surgery", BESIDE)))
        ),
        baselines=tuple(baselines),
        few=tuple(
            row.visit.label for row, pair in zip(view.visits, told, strict=True) if min(one.n for one in pair) < LEAST
        ),
    )


def _places(view: View) -> list[float]:
    """Where each visit stands."""
    visits = [occasion(row.visit, axis_unit(view.data)) for row in view.visits]
    months = [one.at for one in visits if one.at is not None]
    before = sum(one.baseline for one in visits)
    start = LEFT + 16 + APART * before
    first, last = (min(months), max(months)) if months else (0.0, 1.0)
    unit = (RIGHT - 8 - start) / (last - first) if last > first else 0.0
    passed, places = 0, []
    for one in visits:
        if one.at is None:
            places.append(LEFT + 16 + APART * passed)
            passed += 1
        else:
            places.append(round(start + unit * (one.at - first), 1))
    return places


def _ticks(view: View, places: list[float]) -> tuple[Tick, ...]:
    found: list[Tick] = []
    after = RIGHT + CLOSE
    for row, x in reversed(list(zip(view.visits, places, strict=True))):
        one = occasion(row.visit, axis_unit(view.data))
        shown = after - x >= CLOSE
        after = x if shown else after
        n = number(row.told.first.n), number(row.told.second.n)
        found.append(Tick(x, "" if one.at is None else _digits(one.at), shown, n))
    return tuple(reversed(found))


def _line(view: View, mark: str, told: list[Description], places: list[float], baselines: int) -> Line:
    """Straight pieces between neighbours; baselines are joined with nothing, too few scores cut the line."""
    path, intervals, points, down = "", "", [], False
    for place, (one, x) in enumerate(zip(told, places, strict=True)):
        if one.n < LEAST or one.mean is None or one.lower is None or one.upper is None:
            down = False
            continue
        y, low, high = (_y(view, value) for value in (one.mean, one.lower, one.upper))
        path += f"{'L' if down else 'M'}{x:.1f} {y}"
        intervals += f"M{x:.1f} {high}V{low}M{x - 4:.1f} {high}h8M{x - 4:.1f} {low}h8"
        points.append((round(x, 1), y))
        down = place >= baselines
    return Line(mark, path, intervals, tuple(points))


def _y(view: View, value: float) -> float:
    lowest, highest = view.scale.lowest, view.scale.highest
    inside = min(highest, max(lowest, value))
    return round(FOOT - (FOOT - TOP) * (inside - lowest) / (highest - lowest), 1)


def _digits(value: float) -> str:
    return number(value, 0 if value == round(value) else 1).replace("-", MINUS)
