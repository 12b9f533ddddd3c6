"""A timeline and whether it can be true: what is refused and what is doubtful in a set saved together."""

from dataclasses import dataclass
from datetime import date

from qol.course import doubtful_sets, impossible_sets
from qol.course.event_details import (
    DETAIL_LABELS,
    DETAILS,
    LABELS,
    REQUIRED,
    VALUE_LABELS,
    named,
)
from qol.course.events import Event, EventKind, Precision, Timeline, said, when

__all__ = [
    "DETAILS",
    "DETAIL_LABELS",
    "LABELS",
    "REQUIRED",
    "VALUE_LABELS",
    "Event",
    "EventKind",
    "Findings",
    "Precision",
    "Timeline",
    "check",
    "named",
    "said",
    "when",
]


@dataclass(frozen=True)
class Findings:
    """Sentences about a set of events: `refused` cannot be true, `doubtful` may be and is asked back."""

    refused: tuple[str, ...]
    doubtful: tuple[str, ...]


def check(timeline: Timeline, today: date | None = None) -> Findings:
    """Everything that is impossible or doubtful, in sentences that name the events and their dates.

    Dates known by month only are refused only where no day of the month would do. With `today`, events
    after that day are refused too.
    """
    refused = tuple(sentence for rule in impossible_sets.RULES for sentence in rule(timeline))
    if today is not None:
        refused += tuple(impossible_sets.in_the_future(timeline, today))
    doubtful = tuple(sentence for rule in doubtful_sets.RULES for sentence in rule(timeline))
    return Findings(tuple(dict.fromkeys(refused)), tuple(dict.fromkeys(doubtful)))
