"""The due list where the stories do not reach."""

import json
from datetime import date

import pytest

from qol.course.due import DueState, Progress, due
from qol.course.protocol import Protocol, from_canonical
from qol.course.timeline import Event, EventKind, Timeline

TIMELINE = Timeline(
    date(2024, 12, 2),
    (
        Event(EventKind.NEOADJUVANT_END, date(2025, 3, 31)),
        Event(EventKind.DECISION, date(2025, 6, 10), "day", {"strategy": "nom"}),
        Event(EventKind.REGROWTH, date(2026, 1, 5)),
    ),
)


def state(protocol: Protocol, visit: str, today: date, done: dict[str, Progress]) -> DueState:
    return next(item.state for item in due(protocol, TIMELINE, done, today) if item.visit.id == visit)


def test_what_is_begun_and_never_finished_is_partial_after_its_window(stage_1_3: Protocol) -> None:
    begun = {"month_12": Progress("in_progress")}
    assert state(stage_1_3, "month_12", date(2026, 5, 31), begun) is DueState.IN_PROGRESS
    assert state(stage_1_3, "month_12", date(2026, 6, 1), begun) is DueState.PARTIALLY_COMPLETED


def test_a_part_of_an_event_visit_is_a_part_of_the_calendar_visit(stage_1_3: Protocol) -> None:
    part = {"regrowth": Progress("partially_completed", date(2026, 2, 1))}
    assert state(stage_1_3, "month_12", date(2026, 3, 1), part) is DueState.PARTIALLY_COMPLETED


def test_an_event_form_outside_the_calendar_window_does_not_answer_it(stage_1_3: Protocol) -> None:
    early = {"regrowth": Progress("completed", date(2026, 1, 28))}
    assert state(stage_1_3, "month_12", date(2026, 3, 1), early) is DueState.DUE


def test_a_decision_form_does_not_answer_month_3(stage_1_3: Protocol) -> None:
    decided = {"decision": Progress("completed", date(2025, 6, 12))}
    assert state(stage_1_3, "month_3", date(2025, 7, 10), decided) is DueState.DUE


def test_an_event_that_was_not_known_that_day_changes_nothing(stage_1_3: Protocol) -> None:
    assert "regrowth" not in {item.visit.id for item in due(stage_1_3, TIMELINE, {}, date(2026, 1, 4))}
    assert "regrowth" in {item.visit.id for item in due(stage_1_3, TIMELINE, {}, date(2026, 1, 5))}


@pytest.mark.parametrize(
    ("answered", "expected"),
    [(date(2026, 3, 15), DueState.SUPERSEDED), (date(2026, 1, 28), DueState.DUE)],
)
def test_only_a_protocol_that_says_so_supersedes_a_near_duplicate(
    answered: date, expected: DueState, stage_1_3: Protocol
) -> None:
    body = stage_1_3.model_dump(mode="json")
    for visit in body["visits"]:
        if visit["id"] == "month_12":
            visit |= {"superseded_by": {"regrowth": {"amount": 4, "unit": "weeks"}}, "occasion": "short"}
    saying = from_canonical(json.dumps(body))
    done = {"regrowth": Progress("completed", answered)}
    assert state(saying, "month_12", date(2026, 4, 1), done) is expected
    assert all(not visit.superseded_by for visit in stage_1_3.visits)


def test_a_finished_event_visit_does_not_answer_a_calendar_visit_that_opened_later(stage_1_3: Protocol) -> None:
    early = {"regrowth": Progress("completed", date(2026, 1, 28))}
    month_12 = next(v for v in due(stage_1_3, TIMELINE, early, date(2026, 2, 5)) if v.visit.id == "month_12")
    assert (month_12.state, month_12.answered_with) == (DueState.DUE, None)


def test_a_visit_that_waits_for_a_baseline_opens_and_is_due_the_day_after_it(stage_1_3: Protocol) -> None:
    month_3 = next(v for v in due(stage_1_3, TIMELINE, {}, date(2025, 7, 1)) if v.visit.id == "month_3")
    assert month_3.window
    assert month_3.state is DueState.UPCOMING
    assert (month_3.window.opens, month_3.window.due) == (date(2025, 7, 9), date(2025, 7, 9))
    assert month_3.window.closes == date(2025, 7, 31)


@pytest.mark.parametrize("kind", [EventKind.DEATH, EventKind.WITHDRAWAL])
def test_a_late_decision_form_is_not_asked_of_who_left_that_month(kind: EventKind, stage_1_3: Protocol) -> None:
    left = Timeline(TIMELINE.enrolled, (*TIMELINE.events[:2], Event(kind, date(2025, 8, 1), "month")))
    for today in (date(2025, 8, 15), date(2025, 8, 20)):
        decision = next(v for v in due(stage_1_3, left, {}, today) if v.visit.id == "decision")
        assert decision.state is DueState.EXPIRED
