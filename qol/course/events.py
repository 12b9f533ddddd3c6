"""What can happen to a patient, dated: events, and the timeline that holds them."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Literal

Precision = Literal["day", "month"]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


class EventKind(StrEnum):
    """Kinds of dated events, in the order in which they count when they share a day.

    regrowth: in an intact rectum; local_recurrence: after a resection; neoadjuvant_end: the last day of the
    last component; metastasis_treatment: local treatment of a metastasis; systemic_*: a line of drugs.
    """

    NEOADJUVANT_START = "neoadjuvant_start"
    NEOADJUVANT_END = "neoadjuvant_end"
    RESPONSE_ASSESSMENT = "response_assessment"
    DECISION = "decision"
    REGROWTH = "regrowth"
    LOCAL_EXCISION = "local_excision"
    RESECTION = "resection"
    LOCAL_RECURRENCE = "local_recurrence"
    STOMA_CLOSED = "stoma_closed"
    STOMA_FORMED = "stoma_formed"
    METASTASIS = "metastasis"
    METASTASIS_TREATMENT = "metastasis_treatment"
    SYSTEMIC_STOP = "systemic_stop"
    SYSTEMIC_START = "systemic_start"
    WITHDRAWAL = "withdrawal"
    DEATH = "death"


_RANK = {kind: rank for rank, kind in enumerate(EventKind)}


@dataclass(frozen=True)
class Event:
    """One thing that happened. Where only the month is known, the day is the 15th, whatever was given."""

    kind: EventKind
    on: date
    precision: Precision = "day"
    details: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.precision == "month":
            object.__setattr__(self, "on", self.on.replace(day=15))

    @property
    def earliest(self) -> date:
        """The first day on which it can have happened."""
        return self.on if self.precision == "day" else self.on.replace(day=1)

    @property
    def latest(self) -> date:
        """The last day on which it can have happened."""
        if self.precision == "day":
            return self.on
        return self.on.replace(day=monthrange(self.on.year, self.on.month)[1])

    def surely_before(self, other: "Event") -> bool:
        """Whether it happened before the other on any reading of dates known by month only."""
        return self.latest < other.earliest

    @property
    def order(self) -> tuple[date, int, tuple[tuple[str, str], ...]]:
        """What events are sorted by, so that the order in which they were entered never matters."""
        return self.on, _RANK[self.kind], tuple(sorted(self.details.items()))


@dataclass(frozen=True)
class Timeline:
    """A patient's enrolment and dated events; the events stand in order of date however they were given."""

    enrolled: date
    events: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "events", tuple(sorted(self.events, key=lambda event: event.order)))

    def of(self, *kinds: EventKind) -> tuple[Event, ...]:
        """Events of these kinds, earliest first."""
        return tuple(event for event in self.events if event.kind in kinds)

    def first(self, kind: EventKind) -> Event | None:
        """The first event of a kind."""
        return next(iter(self.of(kind)), None)

    def until(self, day: date) -> "Timeline":
        """What had happened by a day, that day included."""
        return replace(self, events=tuple(event for event in self.events if event.on <= day))


def said(day: date) -> str:
    """A date in words, e.g. `3 March 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def when(event: Event) -> str:
    """An event's date in words, as precisely as it is known."""
    if event.precision == "day":
        return f"on {said(event.on)}"
    return f"in {MONTHS[event.on.month - 1]} {event.on.year} (day not known)"
