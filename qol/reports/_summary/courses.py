"""The patient's own course: at most six small charts, ink only, gaps as gaps, direction in words."""

from dataclasses import dataclass

from markupsafe import Markup

from qol.instruments.definition import Instrument, Scale
from qol.reports import _words as printed_words
from qol.reports._printed import Ledger
from qol.reports._summary.history import History, Sitting
from qol.reports._summary.thresholds import Thresholds

MOST = 6
LEFT, RIGHT = 7.9, 51.6
HEIGHT = 26.8
TOP, FOOT = 3.6, HEIGHT - 3.3
FILL = ("treatment_satisfaction.TRT", "qlq_c30.EF", "qlq_c30.PF2", "lars.total", "qlq_cr29.STO", "qlq_c30.FA",
        "treatment_satisfaction.WOR", "qlq_c30.QL2", "qlq_c30.RF2", "qlq_c30.SF", "qlq_c30.PA", "qlq_cr29.BI")  # fmt: skip
"""What fills up the six where the protocol's own scales have no score."""


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


@dataclass(frozen=True)
class Span:
    """A time with a stoma, shaded."""

    x1: float
    x2: float


@dataclass(frozen=True)
class Word:
    """The name of a band beside its place in the chart."""

    left: float
    top: float
    text: str


@dataclass(frozen=True)
class Own:
    """One chart."""

    title: str
    source: str
    direction: Markup
    lowest: float
    highest: float
    ticks: tuple[float, ...]
    points: tuple[Point, ...]
    cuts: tuple[float, ...]
    words: tuple[Word, ...]
    events: tuple[float, ...]
    months: tuple[Month, ...]
    states: tuple[Span, ...]
    alt: str


class Axis:
    """Time from the first to the last occasion, to scale."""

    def __init__(self, past: History) -> None:
        known = [s.at for s in past.sittings if s.at is not None]
        self.first, self.last = (min(known), max(known)) if known else (0.0, 1.0)
        self.dated = bool(known)
        self._unit = (RIGHT - LEFT) / (self.last - self.first) if self.last > self.first else 0.0

    def x(self, at: float) -> float:
        """Millimetres from the left of the plot."""
        return round(LEFT + (at - self.first) * self._unit, 2) if self._unit else round((LEFT + RIGHT) / 2, 2)

    def ticks(self) -> tuple[Month, ...]:
        """Whole steps that leave room for their digits."""
        span = self.last - self.first
        step = next((s for s in (3, 6, 12, 24, 50, 100, 200, 500, 1000) if span / s <= 6), 2000)
        start = -(-self.first // step) * step
        marks = []
        while start <= self.last + 1e-9:
            marks.append(Month(self.x(start), printed_words.number(start)))
            start += step
        return tuple(marks)


def courses(past: History, thresholds: Thresholds, ledger: Ledger, most: int = MOST) -> tuple[Own, ...]:
    """The protocol's scales for a patient's page first, then whatever fills up six charts."""
    axis = Axis(past)
    if not axis.dated:
        return ()
    made = (_own(past, instrument, scale, thresholds, ledger, axis) for instrument, scale in chosen(past, most))
    return tuple(made)


def chosen(past: History, most: int = MOST) -> list[tuple[Instrument, Scale]]:
    """Scales with at least one score, in the order of the page; better first, so that the rows do not mix."""
    names = [str(name) for name in past.data.protocol.report.get("patient", ())]
    found: list[tuple[Instrument, Scale]] = []
    for name in dict.fromkeys([*names, *FILL]):
        instrument_id, scale_id = name.split(".")
        instrument = past.data.instruments.get(instrument_id)
        scale = instrument.scale_by_id.get(scale_id) if instrument else None
        if instrument and scale and any(past.value(s, instrument_id, scale_id) is not None for s in past.sittings):
            found.append((instrument, scale))
    return sorted(found[:most], key=lambda pair: pair[1].higher_means != "better")


def _own(
    past: History, instrument: Instrument, scale: Scale, thresholds: Thresholds, ledger: Ledger, axis: Axis
) -> Own:
    threshold = thresholds.of(instrument.id, scale.id)
    cuts = (threshold.value,) if threshold else tuple(band.lowest - 0.5 for band in scale.bands[1:])
    full = (scale.lowest, scale.highest) == (0, 100)
    points = _points(past, instrument, scale, ledger, axis)
    return Own(
        scale.label, f"{instrument.short_title}, {scale.id}" if scale.id != "total" else f"{scale.lowest:g}–{scale.highest:g}",
        _direction(scale, threshold.value if threshold else None), scale.lowest, scale.highest,
        (0, 50, 100) if full else (scale.lowest, scale.highest), points, cuts, _bands(scale, points),
        _operations(past, axis), axis.ticks(), _stoma(past, axis) if scale.separate_by or instrument.applies_if else (),
        _alt(past, instrument, scale),
    )  # fmt: skip


def _direction(scale: Scale, threshold: float | None) -> Markup:
    more = f"; dotted: threshold {threshold:g}" if threshold is not None else ""
    if scale.bands:
        more = "; dotted: " + " and ".join(f"{band.lowest:g}" for band in scale.bands[1:])
    elif not more and scale.meaning:
        more = f": {scale.meaning}"
    return Markup("higher is <b>{}</b>{}").format(scale.higher_means, more)


def _points(past: History, instrument: Instrument, scale: Scale, ledger: Ledger, axis: Axis) -> tuple[Point, ...]:
    shown: list[tuple[Sitting, float | None, bool]] = []
    for sitting in past.sittings:
        if sitting.at is None:
            continue
        value = past.value(sitting, instrument.id, scale.id)
        if value is not None or _asked_in_vain(past, sitting, instrument, scale):
            shown.append((sitting, value, value is None))
    scored = [sitting for sitting, value, _ in shown if value is not None]
    named = _named([axis.x(s.at or 0.0) for s in scored])
    places = dict(zip((s.key for s in scored), zip(named, _places([v for _, v, _ in shown if v is not None]), strict=True), strict=True))
    points = []
    for sitting, value, ring in shown:
        x = axis.x(sitting.at or 0.0)
        if value is None:
            points.append(Point(x, None, ring=ring))
            continue
        apart = _across_stoma(past, scored, sitting, instrument, scale)
        named_here, place = places[sitting.key]
        text = _number(past, sitting, instrument, scale, value, ledger) if named_here else ""
        points.append(Point(x, value, text, place, sitting == scored[-1], apart=apart))
    return tuple(points)


def _across_stoma(past: History, scored: list[Sitting], sitting: Sitting, instrument: Instrument, scale: Scale) -> bool:
    """Whether a stoma came or went since the point before, for scales that it changes: the line is not joined."""
    place = scored.index(sitting)
    if not place or not (scale.separate_by == "stoma" or "stoma" in instrument.applies_if):
        return False
    between = past.sittings[past.sittings.index(scored[place - 1]) : past.sittings.index(sitting) + 1]
    return len({past.stoma(s) for s in between if s.answered} - {None}) > 1


def _number(past: History, sitting: Sitting, instrument: Instrument, scale: Scale, value: float, ledger: Ledger) -> str:
    return ledger.number(
        "own_score", value, instrument=instrument.id, scale=scale.id, visit=sitting.visit or sitting.key, patient=past.patient
    )


def _asked_in_vain(past: History, sitting: Sitting, instrument: Instrument, scale: Scale) -> bool:
    """Expected and not answered: a missed visit that asks this instrument, or a form that gave no score."""
    if not sitting.answered:
        visit = past.data.protocol.visit_by_id.get(sitting.visit or "")
        asks = visit is not None and instrument.id in visit.instrument_ids
        return asks and not (scale.applies_if.get("occasion") and visit is not None and visit.occasion not in scale.applies_if["occasion"])
    row = past.score_row(sitting, instrument.id, scale.id)
    return row is not None and row["outcome"] == "missing"


def _named(xs: list[float]) -> list[bool]:
    """Which points carry their number: the last always, others where they are far enough from the next that does."""
    kept: list[bool] = []
    after: float | None = None
    for x in reversed(xs):
        clear = after is None or after - x >= 3.6
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


def _bands(scale: Scale, points: tuple[Point, ...]) -> tuple[Word, ...]:
    """Names of bands, each in the middle of its band, where no point stands; none where there is no such place."""
    unit = (FOOT - TOP) / (scale.highest - scale.lowest)
    places = [45.0, 6.9, *(12.0 + 3 * n for n in range(11))]
    left = next((p for p in places if not any(p - 2 < point.x < p + 8.5 for point in points)), None)
    if left is None:
        return ()
    return tuple(
        Word(left, round(FOOT - ((band.lowest + band.highest) / 2 - scale.lowest) * unit - 1.1, 2), band.id)
        for band in scale.bands
    )


def _operations(past: History, axis: Axis) -> tuple[float, ...]:
    """Where the operations stand: resection and local excision."""
    days = [past.first(kind) for kind in ("local_excision", "resection")]
    if past.zero is None or past.unit != "months":
        return ()
    months = [(day - past.zero).days / 30.4375 for day in days if day is not None]
    return tuple(axis.x(m) for m in months if axis.first <= m <= axis.last)


def _stoma(past: History, axis: Axis) -> tuple[Span, ...]:
    """From the first to the last occasion of each run with a stoma."""
    spans: list[Span] = []
    run: list[float] = []
    for sitting in (s for s in past.sittings if s.answered and s.at is not None):
        if past.stoma(sitting) == "yes":
            run.append(axis.x(sitting.at or 0.0))
        elif run:
            spans.append(Span(run[0] - 1.2, run[-1] + 1.2))
            run = []
    if run:
        spans.append(Span(run[0] - 1.2, min(run[-1] + 1.2, RIGHT + 2)))
    return tuple(spans)


def _alt(past: History, instrument: Instrument, scale: Scale) -> str:
    told = []
    for sitting in past.sittings:
        value = past.value(sitting, instrument.id, scale.id)
        if value is not None:
            told.append(f"{sitting.label} {value:.0f}")
        elif _asked_in_vain(past, sitting, instrument, scale):
            told.append(f"{sitting.label} not answered")
    return f"{scale.label}, higher is {scale.higher_means}. {', '.join(told)}."
