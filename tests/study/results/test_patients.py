"""Which response a comparison may adjust for: one that was known when the strategy was chosen."""

from datetime import date

import pytest

from qol.course.events import Event, EventKind, Precision
from qol.study.results.patients import response_for_decision


def seen(result: str, day: int, month: int = 3, precision: Precision = "day") -> Event:
    return Event(EventKind.RESPONSE_ASSESSMENT, date(2026, month, day), precision, {"result": result})


def decided(day: int, precision: Precision = "day") -> Event:
    return Event(EventKind.DECISION, date(2026, 3, day), precision)


def test_the_last_one_up_to_the_decision_counts() -> None:
    events = [seen("near_complete", 1, 2), seen("complete", 9), decided(9), seen("incomplete", 20)]
    assert response_for_decision(events) == "complete"


def test_what_was_only_seen_afterwards_was_not_known() -> None:
    assert response_for_decision([decided(9), seen("complete", 10)]) is None


@pytest.mark.parametrize(
    "events",
    [
        [decided(1, "month"), seen("complete", 20)],
        [decided(9), seen("complete", 9, precision="month")],
    ],
)
def test_the_same_month_counts_where_a_day_is_not_known(events: list[Event]) -> None:
    assert response_for_decision(events) == "complete"
    assert response_for_decision([events[0], seen("complete", 1, 4, "month")]) is None


def test_before_a_decision_the_last_one_counts() -> None:
    assert response_for_decision([seen("complete", 1, 2), seen("incomplete", 9)]) == "incomplete"
    assert response_for_decision([]) is None
