"""Step curves of two groups as they are drawn: free of an event, the event having happened, change at most so much."""

from dataclasses import dataclass

import numpy as np

from qol.analysis.categories.change import Distribution
from qol.analysis.difference import LEAST
from qol.analysis.events.by_group import ByGroup, OneGroup
from qol.analysis.events.curve import Curve
from qol.analysis.events.times import Floats
from qol.reports._comparison.case import Side

LEFT, RIGHT = 9.0, 51.8
"""Where the axis of time begins and ends, in millimetres of a plot 54 wide."""
Spot = tuple[float, float]


@dataclass(frozen=True)
class StepLine:
    """One group. path: corners of the steps, marks: where the group's mark stands (mm, share 0 to 1); spreads: its
    interval there (mm, lower, upper); under: what stands under each tick, as printed.
    """

    side: Side
    path: tuple[Spot, ...]
    marks: tuple[Spot, ...]
    spreads: tuple[tuple[float, float, float], ...]
    under: tuple[str, ...]


@dataclass(frozen=True)
class StepChart:
    """ticks: (mm, digits); dotted: mm of dotted uprights; says: what the axis and its direction mean, in words."""

    title: str
    says: str
    better: str
    ticks: tuple[tuple[float, str], ...]
    dotted: tuple[float, ...]
    lines: tuple[StepLine, ...]
    alt: str


def months(found: ByGroup) -> tuple[float, ...]:
    """Ticks in months: as far as ten people of either group are still at risk."""
    last = max(last_drawn(group) for group in found.groups)
    step = 3.0 if last <= 12 else 6.0 if last <= 36 else 12.0
    return tuple(float(at) for at in np.arange(0, max(last, step) + step / 2, step))


def last_drawn(group: OneGroup) -> float:
    """The last time at which ten people of a group are at risk; 0 where there never are."""
    times = np.sort(group.times.time)
    return float(times[-LEAST]) if times.size >= LEAST else 0.0


def over_time(
    sides: tuple[Side, Side],
    found: ByGroup,
    curves: tuple[Curve, Curve],
    words: tuple[str, str, str],
    under: tuple[tuple[str, ...], tuple[str, ...]],
) -> StepChart:
    """Curves as far as ten people of each group are at risk. words: title, what it says, direction."""
    at = months(found)
    unit = (RIGHT - LEFT) / at[-1]
    lines = tuple(
        _line(side, curve, last_drawn(group), at, unit, told)
        for side, curve, group, told in zip(sides, curves, found.groups, under, strict=True)
    )
    ticks = tuple((round(LEFT + one * unit, 2), f"{one:g}") for one in at)
    return StepChart(words[0], words[1], words[2], ticks, (), lines, _alt(words[0], lines, ticks, "month"))


def _line(
    side: Side, curve: Curve, last: float, at: tuple[float, ...], unit: float, under: tuple[str, ...]
) -> StepLine:
    if last <= 0:
        return StepLine(side, (), (), (), under)
    kept = curve.points <= last
    path = [(LEFT, curve.start)]
    for when, value in zip(curve.points[kept], curve.value[kept], strict=True):
        path += [(LEFT + when * unit, path[-1][1]), (LEFT + when * unit, float(value))]
    path.append((LEFT + last * unit, path[-1][1]))
    seen = [(LEFT + one * unit, curve.at(one)) for one in at if one <= last]
    spreads = tuple((x, low, high) for x, (_, low, high) in seen if low == low and low < high)
    return StepLine(side, tuple(path), tuple((x, value) for x, (value, _, _) in seen), spreads, under)


def of_change(
    sides: tuple[Side, Side], found: tuple[Distribution, Distribution], words: tuple[str, str, str],
    threshold: float | None,
) -> StepChart:  # fmt: skip
    """Share of each group whose change is at most so many points; dotted where the plan's threshold lies."""
    widest = max((float(np.abs(one.changes).max()) for one in found if one.n >= LEAST), default=50.0)
    span = next(end for end in (20, 50, 100, 200, 500, 1000, 10000) if end >= widest)
    middle, unit = (LEFT + RIGHT) / 2, (RIGHT - LEFT) / (2 * span)
    at = np.linspace(-span, span, 5)
    lines = tuple(
        _of_change(side, one, at, middle, unit) if one.n >= LEAST else StepLine(side, (), (), (), ())
        for side, one in zip(sides, found, strict=True)
    )
    ticks = tuple(
        (round(middle + one * unit, 2), f"{one:+g}".replace("-", "−") if one else "0") for one in at
    )  # fmt: skip
    dotted = () if threshold is None else tuple(round(middle + way * threshold * unit, 2) for way in (-1, 1))
    return StepChart(words[0], words[1], words[2], ticks, dotted, lines, _alt(words[0], lines, ticks, "change"))


def _of_change(side: Side, one: Distribution, at: Floats, middle: float, unit: float) -> StepLine:
    path: list[Spot] = [(middle + float(at[0]) * unit, 0.0)]
    for change, share in zip(one.changes, one.share, strict=True):
        path += [(middle + change * unit, path[-1][1]), (middle + change * unit, float(share))]
    path.append((middle + float(at[-1]) * unit, 1.0))
    marks = tuple((middle + float(x) * unit, one.at_most(float(x))) for x in at)
    return StepLine(side, tuple(path), marks, (), ())


def _alt(title: str, lines: tuple[StepLine, ...], ticks: tuple[tuple[float, str], ...], what: str) -> str:
    told = "; ".join(
        f"{line.side.name} "
        + (
            ", ".join(f"{what} {at[1]} {100 * mark[1]:.0f}" for at, mark in zip(ticks, line.marks, strict=False))
            if line.marks
            else "not drawn, too few"
        )
        for line in lines
    )
    return f"{title}, per cent: {told}. What compares the groups is in the table."
