"""A protocol as a calendar: the windows of its visits to scale, clock by clock, and what each visit asks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qol.course.burden import SITUATIONS, burden
from qol.course.clocks import DAYS_A_MONTH
from qol.course.event_details import LABELS, VALUE_LABELS
from qol.course.events import EventKind
from qol.course.protocol import Protocol, Visit
from qol.instruments.definition import Instrument
from qol.language import gettext, ngettext, number

OWN = "treatment_satisfaction"
WIDTH = 480
EDGE = 12
MOST_NAMED = 3
"""Visits whose names stand together above a column."""
LEAST = 3.0
"""A window of one day is still to be seen."""
SEXES = ("female", "male")


@dataclass(frozen=True)
class Tick:
    """A place on a scale; day zero is the clock's start."""

    x: float
    words: str


@dataclass(frozen=True)
class Load:
    """Items and minutes of a visit, the least and the most over all kinds of patient."""

    least: int
    most: int
    minutes: float


@dataclass(frozen=True)
class Bar:
    """One visit: its window, where it is overdue, its target day, and in words."""

    visit: Visit
    x: float
    width: float
    overdue_x: float
    overdue_width: float
    due_x: float
    titles: tuple[str, ...]
    load: Load


@dataclass(frozen=True)
class Chart:
    """The visits of one clock on one scale."""

    kind: str
    clock: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    in_days: bool


@dataclass(frozen=True)
class LoadRow:
    """Visits that ask the same of everybody, with (items, minutes) for each kind of patient."""

    visits: tuple[str, ...]
    loads: tuple[tuple[int, float], ...]

    @property
    def words(self) -> str:
        """The visits by name; of many the first, and how many more."""
        if len(self.visits) <= MOST_NAMED:
            return ", ".join(self.visits)
        more = len(self.visits) - 1
        return ngettext("{visit} and {n} more", "{visit} and {n} more", more).format(
            visit=self.visits[0], n=number(more)
        )


def charts(protocol: Protocol, library: Mapping[str, Instrument]) -> tuple[Chart, ...]:
    """One chart for each kind of visit and clock, in the protocol's order."""
    groups: dict[tuple[str, str], list[Visit]] = {}
    for visit in protocol.visits:
        groups.setdefault((visit.kind, _clock(visit)), []).append(visit)
    return tuple(_chart(kind, clock, visits, protocol, library) for (kind, clock), visits in groups.items())


def load_rows(protocol: Protocol, library: Mapping[str, Instrument]) -> tuple[LoadRow, ...]:
    """What every visit asks of each kind of patient; visits that ask the same stand together."""
    found: dict[tuple[tuple[int, float], ...], list[str]] = {}
    for visit in protocol.visits:
        found.setdefault(_loads(protocol, visit, library), []).append(visit.label)
    return tuple(LoadRow(tuple(labels), loads) for loads, labels in found.items())


def situations() -> tuple[str, ...]:
    """What the kinds of patient are called."""
    return tuple(gettext(one.label) for one in SITUATIONS)


def _loads(protocol: Protocol, visit: Visit, library: Mapping[str, Instrument]) -> tuple[tuple[int, float], ...]:
    return tuple(
        max((found.total, found.minutes) for sex in SEXES for found in [burden(protocol, visit, library, one, sex)])
        for one in SITUATIONS
    )


def _title(instrument: Instrument) -> str:
    """The short title; our own instrument is named by its id, for its short title is a number."""
    return instrument.id.replace("_", " ").capitalize() if instrument.id == OWN else instrument.short_title


def _clock(visit: Visit) -> str:
    if visit.clock == "enrolment":
        return gettext("Enrolment")
    values = [VALUE_LABELS.get((key, v), v) for key, wanted in visit.clock_if.items() for v in wanted]
    return ", ".join([gettext(LABELS[EventKind(visit.clock)]), *(gettext(value) for value in values)])


def _chart(
    kind: str, clock: str, visits: Sequence[Visit], protocol: Protocol, library: Mapping[str, Instrument]
) -> Chart:
    first = min(0, *(visit.start.days for visit in visits))
    last = max(visit.late.days if visit.late else visit.expired.days for visit in visits)
    per_day = (WIDTH - 2 * EDGE) / max(1, last - first)

    def x(day: int) -> float:
        return round(EDGE + (day - first) * per_day, 1)

    bars = []
    for visit in visits:
        loads = _loads(protocol, visit, library)
        items = [total for total, _ in loads if total]
        end = x(visit.expired.days)
        bars.append(
            Bar(
                visit=visit,
                x=x(visit.start.days),
                width=max(LEAST, round(end - x(visit.start.days), 1)),
                overdue_x=x(visit.overdue.days),
                overdue_width=max(0.0, round(end - x(visit.overdue.days), 1)),
                due_x=x(visit.due.days),
                titles=tuple(_title(library[name]) for name in visit.instrument_ids),
                load=Load(min(items, default=0), max(items, default=0), max(minutes for _, minutes in loads)),
            )
        )
    in_days = last - first < 100
    return Chart(kind, clock, tuple(bars), tuple(_ticks(first, last, in_days, x)), in_days)


def _ticks(first: int, last: int, in_days: bool, x: object) -> Iterator[Tick]:
    """Marks that can be read: at most about nine of them."""
    place = x
    length = 1.0 if in_days else DAYS_A_MONTH
    span = (last - first) / length
    step = next(size for size in (1, 2, 3, 6, 7, 12, 14, 28, 60, 1000) if span / size <= 9)
    number = int(first / length // step) * step
    while number * length <= last:
        if number * length >= first:
            yield Tick(place(round(number * length)), str(number))  # type: ignore[operator]
        number += step
