"""Where a patient's scores stand in a chart: time to scale, gaps open, numbers where there is room for them."""

from dataclasses import dataclass

from qol.instruments.definition import Instrument, Scale
from qol.reports._printed import Ledger
from qol.reports._summary.history import History, Sitting
from qol.reports._words import number

LEFT, RIGHT = 7.9, 51.6
"""Where the first and the last occasion stand, in millimetres of a plot 54 wide."""
CLEAR = 3.6
"""What a number needs to the next one there."""


@dataclass(frozen=True)
class Point:
    """One occasion in one chart. v None: not answered; ring: draw the broken ring. apart: do not join to the last."""

    x: float
    v: float | None
    text: str = ""
    at: str = "up"
    last: bool = False
    ring: bool = False
    apart: bool = False


@dataclass(frozen=True)
class Month:
    """A tick of the time axis."""

    x: float
    text: str


class Axis:
    """Time from the first to the last occasion, to scale, between two places in millimetres."""

    def __init__(self, past: History, left: float = LEFT, right: float = RIGHT) -> None:
        self.left, self.right = left, right
        known = [s.at for s in past.sittings if s.at is not None]
        self.first, self.last = (min(known), max(known)) if known else (0.0, 1.0)
        self.dated = bool(known)
        self._unit = (right - left) / (self.last - self.first) if self.last > self.first else 0.0

    def x(self, at: float) -> float:
        """Millimetres from the left of the plot."""
        if not self._unit:
            return round((self.left + self.right) / 2, 2)
        return round(self.left + (at - self.first) * self._unit, 2)

    def ticks(self) -> tuple[Month, ...]:
        """Whole steps that leave room for their digits."""
        span = self.last - self.first
        step = next((s for s in (3, 6, 12, 24, 50, 100, 200, 500, 1000) if span / s <= 6), 2000)
        start = -(-self.first // step) * step
        marks = []
        while start <= self.last + 1e-9:
            marks.append(Month(self.x(start), number(start)))
            start += step
        return tuple(marks)


def points(
    past: History, instrument: Instrument, scale: Scale, ledger: Ledger, axis: Axis, clear: float = CLEAR
) -> tuple[Point, ...]:  # fmt: skip
    """Every occasion that asks for the scale; `clear` is what a number needs to the next one, in millimetres."""
    shown: list[tuple[Sitting, float | None, bool]] = []
    for sitting in past.sittings:
        if sitting.at is None:
            continue
        value = past.value(sitting, instrument.id, scale.id)
        if value is not None or asked_in_vain(past, sitting, instrument, scale):
            shown.append((sitting, value, value is None))
    scored = [sitting for sitting, value, _ in shown if value is not None]
    named = _named([axis.x(s.at or 0.0) for s in scored], clear)
    places = dict(
        zip(
            (s.key for s in scored),
            zip(named, _places([v for _, v, _ in shown if v is not None]), strict=True),
            strict=True,
        )
    )
    made = []
    for sitting, value, ring in shown:
        x = axis.x(sitting.at or 0.0)
        if value is None:
            made.append(Point(x, None, ring=ring))
            continue
        apart = _across_stoma(past, scored, sitting, instrument, scale)
        named_here, place = places[sitting.key]
        text = _number(past, sitting, instrument, scale, value, ledger) if named_here else ""
        made.append(Point(x, value, text, place, sitting == scored[-1], apart=apart))
    return tuple(made)


def _across_stoma(past: History, scored: list[Sitting], sitting: Sitting, instrument: Instrument, scale: Scale) -> bool:
    """Whether a stoma came or went since the point before, for scales that it changes: the line is not joined."""
    place = scored.index(sitting)
    if not place or not (scale.separate_by == "stoma" or "stoma" in instrument.applies_if):
        return False
    between = past.sittings[past.sittings.index(scored[place - 1]) : past.sittings.index(sitting) + 1]
    return len({past.stoma(s) for s in between if s.answered} - {None}) > 1


def _number(past: History, sitting: Sitting, instrument: Instrument, scale: Scale, value: float, ledger: Ledger) -> str:
    return ledger.number(
        "own_score",
        value,
        scale.decimals,
        instrument=instrument.id,
        scale=scale.id,
        visit=sitting.visit or sitting.key,
        patient=past.patient,
    )


def asked_in_vain(past: History, sitting: Sitting, instrument: Instrument, scale: Scale) -> bool:
    """Expected and not answered: a missed visit that asks this instrument, or a form that gave no score."""
    if not sitting.answered:
        visit = past.data.protocol.visit_by_id.get(sitting.visit or "")
        asks = visit is not None and instrument.id in visit.instrument_ids
        return asks and not (
            scale.applies_if.get("occasion")
            and visit is not None
            and visit.occasion not in scale.applies_if["occasion"]
        )
    row = past.score_row(sitting, instrument.id, scale.id)
    return row is not None and row["outcome"] == "missing"


def _named(xs: list[float], room: float) -> list[bool]:
    """Which points carry their number: the last always, others where they are far enough from the next that does."""
    kept: list[bool] = []
    after: float | None = None
    for x in reversed(xs):
        clear = after is None or after - x >= room
        kept.append(clear)
        after = x if clear else after
    return kept[::-1]


def _places(values: list[float]) -> list[str]:
    """Above a point that stands higher than its neighbours, below one that stands lower."""
    places = []
    for i, value in enumerate(values):
        around = [values[j] for j in (i - 1, i + 1) if 0 <= j < len(values)]
        places.append("down" if around and value < sum(around) / len(around) else "up")
    return places
