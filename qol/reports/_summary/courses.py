"""The patient's own course: at most six small charts, ink only, gaps as gaps, direction in words."""

from dataclasses import dataclass

from markupsafe import Markup

from qol.instruments.definition import Instrument, Scale
from qol.reports._printed import Ledger
from qol.reports._summary.history import History
from qol.reports._summary.own_points import Axis, Month, Point, asked_in_vain, points
from qol.reports._summary.thresholds import Thresholds
from qol.reports._words import ends, number

MOST = 6
HEIGHT = 26.8
TOP, FOOT = 3.6, HEIGHT - 3.3
FILL = ("treatment_satisfaction.TRT", "qlq_c30.EF", "qlq_c30.PF2", "lars.total", "qlq_cr29.STO", "qlq_c30.FA",
        "treatment_satisfaction.WOR", "qlq_c30.QL2", "qlq_c30.RF2", "qlq_c30.SF", "qlq_c30.PA",
        "qlq_cr29.BI")  # fmt: skip
"""What fills up the six where the protocol's own scales have no score."""


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
    drawn = points(past, instrument, scale, ledger, axis)
    return Own(
        scale.label, _source(instrument, scale),
        _direction(scale, threshold.value if threshold else None), scale.lowest, scale.highest,
        (0, 50, 100) if full else (scale.lowest, scale.highest), drawn, cuts, _bands(scale, drawn),
        operations(past, axis), axis.ticks(),
        stoma_spans(past, axis) if scale.separate_by or instrument.applies_if else (), _alt(past, instrument, scale),
    )  # fmt: skip


def _source(instrument: Instrument, scale: Scale) -> str:
    """Instrument and scale, or the range of a score that stands for its whole instrument."""
    if scale.id == "total":
        return ends(scale)
    return f"{instrument.short_title}, {scale.id}"


def _direction(scale: Scale, threshold: float | None) -> Markup:
    more = f"; dotted: threshold {threshold:g}" if threshold is not None else ""
    if scale.bands:
        more = "; dotted: " + " and ".join(f"{band.lowest:g}" for band in scale.bands[1:])
    elif not more and scale.meaning:
        more = f": {scale.meaning}"
    return Markup("higher is <b>{}</b>{}").format(scale.higher_means, more)


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


def operations(past: History, axis: Axis) -> tuple[float, ...]:
    """Where the operations stand: resection and local excision."""
    days = [past.first(kind) for kind in ("local_excision", "resection")]
    if past.zero is None or past.unit != "months":
        return ()
    months = [(day - past.zero).days / 30.4375 for day in days if day is not None]
    return tuple(axis.x(m) for m in months if axis.first <= m <= axis.last)


def stoma_spans(past: History, axis: Axis) -> tuple[Span, ...]:
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
        spans.append(Span(run[0] - 1.2, min(run[-1] + 1.2, axis.right + 2)))
    return tuple(spans)


def _alt(past: History, instrument: Instrument, scale: Scale) -> str:
    told = []
    for sitting in past.sittings:
        value = past.value(sitting, instrument.id, scale.id)
        if value is not None:
            told.append(f"{sitting.label} {number(value, scale.decimals)}")
        elif asked_in_vain(past, sitting, instrument, scale):
            told.append(f"{sitting.label} not answered")
    return f"{scale.label}, higher is {scale.higher_means}. {', '.join(told)}."
