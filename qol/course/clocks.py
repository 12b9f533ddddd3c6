"""Clocks: days since enrolment or since the first event of a kind. A clock never stops and is never reset."""

from collections.abc import Mapping
from datetime import date

from qol.course.events import EventKind, Timeline

ENROLMENT = "enrolment"
CLOCKS: tuple[str, ...] = (ENROLMENT, *(str(kind) for kind in EventKind))
DAYS_A_MONTH = 30.4375
"""365.25 / 12; the one length of a month, in windows and in analyses."""


def started(timeline: Timeline, clock: str, details: Mapping[str, tuple[str, ...]] | None = None) -> date | None:
    """Day zero of a clock: enrolment, or the first event of the kind (with these details); None: not yet."""
    if clock == ENROLMENT:
        return timeline.enrolled
    for event in timeline.of(EventKind(clock)):
        if all(event.details.get(key) in values for key, values in (details or {}).items()):
            return event.on
    return None


def days_since(timeline: Timeline, clock: str, on: date) -> int | None:
    """Days from a clock's day zero to a date, negative before it; None where the clock has not started."""
    zero = started(timeline, clock)
    return None if zero is None else (on - zero).days


def months(days: float) -> float:
    """Days as months of 30.4375 days, unrounded."""
    return days / DAYS_A_MONTH
