"""Small charts of a patient's own course: one scale each, straight lines, gaps drawn as gaps."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qol.course.clocks import DAYS_A_MONTH, months
from qol.course.due import DueState
from qol.course.protocol import ScaleName
from qol.instruments.definition import Scale
from qol.language import gettext, number
from qol.scoring.outcome import Outcome
from qol.study.patients.patient_record import Record
from qol.web.staff.patients.course_page import stomas
from qol.web.staff.words import day_month, lower_first

LEFT, RIGHT, TOP, FOOT = 32.0, 162.0, 8.0, 102.0
"""The plot inside a view box of 168 by 124."""
RING_Y = 93.0
MARGIN_DAYS = 20


@dataclass(frozen=True)
class Value:
    """One assessment of a scale: a number, a gap (`missing`), or nothing to draw (`not_applicable`)."""

    on: date
    outcome: str
    value: float | None
    stoma: str | None


@dataclass(frozen=True)
class Chart:
    """One chart in drawing units, with the words that stand above it."""

    title: str
    words: str
    marks: tuple[tuple[float, str], ...]
    """Lines of the grid: height and its digits."""
    ticks: tuple[tuple[float, int], ...]
    lines: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    rings: tuple[float, ...]
    states: tuple[tuple[float, float], ...]
    """Start and width of periods with a stoma."""


@dataclass(frozen=True)
class Direction:
    """Charts that read the same way: never two directions in one row."""

    better: bool
    charts: tuple[Chart, ...]


def directions(record: Record, today: date) -> tuple[Direction, ...]:
    """The scales of the protocol's patient report that have a score, by direction."""
    made: dict[bool, list[Chart]] = {True: [], False: []}
    span = _span(record, today)
    for name in record.protocol.report.get("patient", ()):
        scale = _scale(record, name)
        values = tuple(_values(record, name))
        if scale is not None and any(value.value is not None for value in values):
            made[scale.higher_means == "better"].append(_chart(record, scale, values, span))
    return tuple(Direction(better, tuple(charts)) for better, charts in made.items() if charts)


def _scale(record: Record, name: ScaleName) -> Scale | None:
    """The scale as it was last answered."""
    for scores in record.scores:
        for form in scores.forms:
            if form.instrument.id == name.instrument and name.scale in form.instrument.scale_by_id:
                return form.instrument.scale_by_id[name.scale]
    return None


def _values(record: Record, name: ScaleName) -> Iterator[Value]:
    """Oldest first; visits whose window passed without a form are gaps too."""
    found = []
    for scores in record.scores:
        stoma = scores.assessment.facts.get("stoma")
        if scores.on and name.instrument in scores.not_asked:
            found.append(Value(scores.on, Outcome.NOT_APPLICABLE, None, stoma))
        found += [
            Value(scores.on, row.score.outcome, row.score.value, stoma)
            for form in scores.forms
            for row in form.scales
            if (form.instrument.id, row.scale.id) == (name.instrument, name.scale) and scores.on
        ]
    found += [
        Value(visit.window.due, Outcome.MISSING, None, None)
        for visit in record.visits
        if visit.state == DueState.EXPIRED and visit.window and name.instrument in visit.visit.instrument_ids
    ]
    yield from sorted(found, key=lambda value: value.on)


def _span(record: Record, today: date) -> tuple[date, date]:
    """One scale of time for all charts: from the first answers or missed visit to today."""
    days = [scores.on for scores in record.scores if scores.on]
    days += [v.window.due for v in record.visits if v.state == DueState.EXPIRED and v.window]
    margin = timedelta(days=MARGIN_DAYS)
    return min([*days, today]) - margin, max([*days, today]) + margin


def _chart(record: Record, scale: Scale, values: Sequence[Value], span: tuple[date, date]) -> Chart:
    first, last = span

    def x(day: date) -> float:
        place = LEFT + (RIGHT - LEFT) * (day - first).days / (last - first).days
        return round(min(RIGHT, max(LEFT, place)), 1)

    def y(value: float) -> float:
        return round(FOOT - (FOOT - TOP) * (value - scale.lowest) / (scale.highest - scale.lowest), 1)

    middle = (scale.lowest + scale.highest) / 2
    return Chart(
        title=scale.label,
        words=_words(scale, values),
        marks=tuple((y(v), number(v, _decimals(v, scale))) for v in (scale.lowest, middle, scale.highest)),
        ticks=tuple(_ticks(record, first, last, x)),
        lines=tuple(_lines(scale, values, x, y)),
        dots=tuple((x(v.on), y(v.value)) for v in values if v.value is not None),
        rings=tuple(x(v.on) for v in values if v.outcome == Outcome.MISSING),
        states=tuple(
            (x(a), round(x(b or last) - x(a), 1)) for a, b in stomas(record) if (b or last) > first and a < last
        ),
    )


def _decimals(value: float, scale: Scale) -> int:
    """None where the value is whole."""
    return 0 if value == round(value) else max(1, scale.decimals)


def _words(scale: Scale, values: Sequence[Value]) -> str:
    """The latest number with the one before it, or why there is none."""
    latest = values[-1]
    scored = [value for value in values if value.value is not None]
    if latest.outcome == Outcome.NOT_APPLICABLE:
        return gettext("not applicable on {day}").format(day=day_month(latest.on))
    if latest.value is None:
        return gettext("no score on {day}").format(day=day_month(latest.on))
    now = gettext("{score} on {day}").format(score=number(latest.value, scale.decimals), day=day_month(latest.on))
    if len(scored) < 2:
        return now
    return gettext("{now}, {before} before").format(
        now=lower_first(now), before=number(scored[-2].value or 0.0, scale.decimals)
    )


def _lines(
    scale: Scale, values: Sequence[Value], x: Callable[[date], float], y: Callable[[float], float]
) -> Iterator[str]:
    """Straight pieces between neighbouring scores; a gap, or a stoma that changes the scale, cuts the line."""
    piece: list[str] = []
    before: Value | None = None
    for value in values:
        if value.outcome == Outcome.NOT_APPLICABLE:
            continue
        cut = value.value is None or (scale.separate_by == "stoma" and before and before.stoma != value.stoma)
        if cut:
            yield from _drawn(piece)
            piece = []
        if value.value is not None:
            piece.append(f"{x(value.on)} {y(value.value)}")
        before = value
    yield from _drawn(piece)


def _drawn(piece: Sequence[str]) -> Iterator[str]:
    """A line needs two points."""
    if len(piece) > 1:
        yield "M" + "L".join(piece)


def _ticks(record: Record, first: date, last: date, x: Callable[[date], float]) -> Iterator[tuple[float, int]]:
    """Months on the study clock, at most five of them."""
    zero = record.clock or record.course.timeline.enrolled
    span = months((last - first).days)
    step = next(s for s in (3, 6, 12, 24, 60) if span / s <= 4 or s == 60)
    start = -int(months((zero - first).days) // step) * step
    for month in range(start, int(months((last - zero).days)) + 1, step):
        yield x(zero + timedelta(days=round(month * DAYS_A_MONTH))), month
