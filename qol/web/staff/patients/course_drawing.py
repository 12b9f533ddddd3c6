"""The geometry of a patient's timeline, lanes on a scale of days: shapes and digits, words stand in HTML."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qol.course.clocks import DAYS_A_MONTH, months

HEIGHT = 190.0
BESIDE, ALONE = 760.0, 1032.0
"""Width of the drawing beside the open queries, and where there are none."""
MARGIN_DAYS = 25
LOOK_AHEAD_DAYS = 270
MARKER = 20.0
"""Least distance of two event markers, so that none covers another."""


@dataclass(frozen=True)
class Span:
    """A bar from one day to another; no end means up to the edge of the drawing."""

    x: float
    width: float
    number: int | None = None


@dataclass(frozen=True)
class Mark:
    """A numbered event, or a sign in the lane of assessments (`answered`, `partly`, `gap`)."""

    x: float
    sign: str
    number: int | None = None


@dataclass(frozen=True)
class Tick:
    """A month on one of the two clocks."""

    x: float
    month: int


@dataclass(frozen=True)
class Occurrence:
    """One numbered line of the key: an event, or a period with both its ends."""

    number: int
    starts: date
    ends: date | None
    period: bool
    ongoing: bool = False


@dataclass(frozen=True)
class Shown:
    """What the drawing is made of, in days."""

    occurrences: Sequence[Occurrence]
    decided: date | None
    clock: date | None
    rectum_until: date | None
    stomas: Sequence[tuple[date, date | None]]
    signs: Sequence[tuple[date, str]]
    windows: Sequence[tuple[date, date, bool]]
    """opens, closes, whether it is open today"""
    first: date
    today: date
    width: float = BESIDE


@dataclass(frozen=True)
class Drawing:
    """Every shape in the coordinates of the view box."""

    study_ticks: tuple[Tick, ...]
    decision_ticks: tuple[Tick, ...]
    bars: tuple[Span, ...]
    group_from: float | None
    rectum: Span
    stomas: tuple[Span, ...]
    events: tuple[Mark, ...]
    signs: tuple[Mark, ...]
    open_windows: tuple[Span, ...]
    coming_windows: tuple[Span, ...]
    today: float
    width: float
    height: float = HEIGHT


class _Scale:
    """Days to horizontal places."""

    def __init__(self, first: date, last: date, width: float) -> None:
        self.first, self.last, self.width = first, last, width
        self._per_day = width / max(1, (last - first).days)

    def x(self, day: date) -> float:
        return round(min(self.width, max(0.0, (day - self.first).days * self._per_day)), 1)

    def span(self, starts: date, ends: date | None, number: int | None = None) -> Span:
        left = self.x(starts)
        right = self.x(ends) if ends else self.width
        return Span(left, round(max(2.0, right - left), 1), number)

    def ticks(self, zero: date | None, only_after: bool = False) -> tuple[Tick, ...]:
        """Months since a day, as many as can be read: every 3, 6 or 12."""
        if zero is None:
            return ()
        step = next(s for s in (3, 6, 12, 24, 60) if s == 60 or (self.last - self.first).days / 30 / s <= 12)
        from_month = int(months((self.first - zero).days) // step) * step
        to_month = int(months((self.last - zero).days)) + step
        days = ((m, zero + timedelta(days=round(m * DAYS_A_MONTH))) for m in range(from_month, to_month, step))
        return tuple(Tick(self.x(day), m) for m, day in days if self._readable(day) and (m >= 0 or not only_after))

    def _readable(self, day: date) -> bool:
        """Away from both edges, so that the digits are not cut."""
        return self.first <= day <= self.last and 9 <= self.x(day) <= self.width - 9


def draw(shown: Shown) -> Drawing:
    """Place everything on one scale that reaches from the first event to some months after today."""
    scale = _Scale(*_range(shown), shown.width)
    return Drawing(
        study_ticks=scale.ticks(shown.clock),
        decision_ticks=scale.ticks(shown.decided, only_after=True),
        bars=tuple(
            scale.span(o.starts, None if o.ongoing else o.ends, o.number) for o in shown.occurrences if o.period
        ),
        group_from=scale.x(shown.decided) if shown.decided else None,
        rectum=scale.span(scale.first, shown.rectum_until),
        stomas=tuple(scale.span(starts, ends) for starts, ends in shown.stomas),
        events=_apart(scale, (o for o in shown.occurrences if not o.period)),
        signs=tuple(Mark(scale.x(day), sign) for day, sign in shown.signs),
        open_windows=tuple(scale.span(a, b) for a, b, is_open in shown.windows if is_open and b >= scale.first),
        coming_windows=tuple(scale.span(a, b) for a, b in _together(shown.windows) if a < scale.last),
        today=scale.x(shown.today),
        width=shown.width,
    )


def _together(windows: Sequence[tuple[date, date, bool]]) -> Iterable[tuple[date, date]]:
    """Coming windows, those that overlap as one: the list below the drawing tells them apart."""
    found: list[tuple[date, date]] = []
    for opens, closes, is_open in sorted(windows):
        if is_open:
            continue
        if found and opens <= found[-1][1]:
            found[-1] = (found[-1][0], max(closes, found[-1][1]))
        else:
            found.append((opens, closes))
    return found


def _range(shown: Shown) -> tuple[date, date]:
    """First and last day of the drawing."""
    days = [
        shown.first,
        shown.today,
        *(o.starts for o in shown.occurrences),
        *(day for day, _ in shown.signs),
    ]
    last = max(max(days), shown.today + timedelta(days=LOOK_AHEAD_DAYS))
    return min(days) - timedelta(days=MARGIN_DAYS), last


def _apart(scale: _Scale, occurrences: Iterable[Occurrence]) -> tuple[Mark, ...]:
    """Event markers in order, pushed to the right where they would cover each other."""
    placed: list[Mark] = []
    least = 9.0
    for occurrence in sorted(occurrences, key=lambda o: o.number):
        x = max(least, scale.x(occurrence.starts))
        placed.append(Mark(round(x, 1), "event", occurrence.number))
        least = x + MARKER
    over = placed[-1].x - (scale.width - 9) if placed else 0.0
    return tuple(_back(placed, scale.width - 9)) if over > 0 else tuple(placed)


def _back(placed: Sequence[Mark], limit: float) -> Iterable[Mark]:
    """Markers that ran out at the end, pushed back to the left."""
    pushed = []
    for mark in reversed(placed):
        x = min(mark.x, limit)
        pushed.append(Mark(round(x, 1), mark.sign, mark.number))
        limit = x - MARKER
    return reversed(pushed)
