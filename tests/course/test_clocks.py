"""Clocks start at the first event of their kind."""

from datetime import date

import pytest

from qol.course.clocks import days_since, months, started
from qol.course.timeline import Event, EventKind, Timeline

LINES = Timeline(
    date(2026, 1, 5),
    (
        Event(EventKind.SYSTEMIC_START, date(2026, 9, 21), "day", {"line": "2"}),
        Event(EventKind.SYSTEMIC_START, date(2026, 2, 16), "day", {"line": "1"}),
    ),
)


def test_days_are_counted_from_enrolment() -> None:
    assert days_since(LINES, "enrolment", date(2026, 1, 15)) == 10


def test_days_before_the_clock_are_negative() -> None:
    assert days_since(LINES, "systemic_start", date(2026, 2, 15)) == -1


def test_a_clock_without_its_event_has_not_started() -> None:
    assert days_since(LINES, "regrowth", date(2026, 3, 1)) is None


def test_a_later_event_of_the_kind_does_not_reset_the_clock() -> None:
    assert days_since(LINES, "systemic_start", date(2026, 9, 21)) == 217


def test_a_clock_may_wait_for_a_detail() -> None:
    assert started(LINES, "systemic_start", {"line": ("2",)}) == date(2026, 9, 21)
    assert started(LINES, "systemic_start", {"line": ("3",)}) is None


def test_a_clock_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="surgery"):
        started(LINES, "surgery")


def test_twelve_months_are_a_year() -> None:
    assert months(365.25) == pytest.approx(12.0)
