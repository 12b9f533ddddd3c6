"""Windows, and the visit that a date belongs to."""

from datetime import date, timedelta

import pytest

from qol.course.protocol import Protocol
from qol.course.timeline import Event, EventKind, Timeline
from qol.course.windows import answers, assign, windows

END = date(2025, 3, 31)


def course(*events: Event) -> Timeline:
    return Timeline(date(2024, 12, 2), (Event(EventKind.NEOADJUVANT_END, END), *events))


def test_a_window_holds_its_first_and_its_last_day(stage_1_3: Protocol) -> None:
    month_12 = next(window for window in windows(stage_1_3, course()) if window.visit.id == "month_12")
    assert (month_12.opens - END).days == 304
    assert (month_12.due - END).days == 365
    assert (month_12.closes - END).days == 426
    assert assign(stage_1_3, course(), month_12.opens).visit_id == "month_12"
    assert assign(stage_1_3, course(), month_12.closes).visit_id == "month_12"
    assert assign(stage_1_3, course(), month_12.opens - timedelta(days=1)).visit_id is None
    assert assign(stage_1_3, course(), month_12.closes + timedelta(days=1)).visit_id is None


def test_visits_without_their_event_have_no_window(stage_1_3: Protocol) -> None:
    clocks = {window.visit.clock for window in windows(stage_1_3, course())}
    assert clocks == {"enrolment", "neoadjuvant_end"}


def test_a_baseline_comes_before_an_event_visit_and_satisfies_nothing(stage_1_3: Protocol) -> None:
    timeline = course(
        Event(EventKind.DECISION, date(2025, 6, 10), "day", {"strategy": "nom"}),
        Event(EventKind.REGROWTH, date(2025, 6, 20)),
    )
    found = assign(stage_1_3, timeline, date(2025, 6, 25))
    assert (found.visit_id, found.also_satisfies) == ("decision", ())


def test_an_event_visit_comes_before_a_calendar_visit_and_satisfies_it(stage_1_3: Protocol) -> None:
    found = assign(stage_1_3, course(Event(EventKind.REGROWTH, date(2026, 3, 1))), date(2026, 3, 20))
    assert (found.visit_id, found.also_satisfies) == ("regrowth", ("month_12",))


def test_of_two_event_visits_the_nearer_target_day_comes_first(stage_1_3: Protocol) -> None:
    timeline = course(
        Event(EventKind.RESECTION, date(2025, 6, 2), "day", {"operation": "lar"}),
        Event(EventKind.STOMA_CLOSED, date(2025, 9, 1)),
    )
    # six months after the resection are 1 December, three months after the closure too
    assert assign(stage_1_3, timeline, date(2025, 11, 10)).visit_id == "stoma_closed_3m"
    assert assign(stage_1_3, timeline, date(2025, 12, 20)).visit_id == "resection_6m"


def test_the_two_baselines_never_share_a_day(stage_1_3: Protocol) -> None:
    decided = Timeline(date(2025, 6, 1), (Event(EventKind.DECISION, date(2025, 6, 10), "day", {"strategy": "nom"}),))
    assert assign(stage_1_3, decided, date(2025, 6, 9)).visit_id == "pre_treatment"
    assert assign(stage_1_3, decided, date(2025, 6, 10)).visit_id == "decision"


def test_a_decision_on_the_day_of_enrolment_leaves_no_baseline_before_treatment(stage_1_3: Protocol) -> None:
    decided = Timeline(date(2025, 6, 10), (Event(EventKind.DECISION, date(2025, 6, 10), "day", {"strategy": "nom"}),))
    first = windows(stage_1_3, decided)[0]
    assert first.empty
    assert first.ended_by is EventKind.DECISION


@pytest.mark.parametrize("kind", [EventKind.DEATH, EventKind.WITHDRAWAL])
def test_leaving_closes_every_window(kind: EventKind, stage_1_3: Protocol) -> None:
    left = course(Event(kind, date(2026, 2, 10)))
    assert all(window.closes <= date(2026, 2, 10) for window in windows(stage_1_3, left))
    assert {w.ended_by for w in windows(stage_1_3, left) if w.visit.id == "month_12"} == {kind}


def test_a_late_answer_to_the_decision_is_not_taken_after_a_death(stage_1_3: Protocol) -> None:
    decided = Event(EventKind.DECISION, date(2025, 7, 20), "day", {"strategy": "nom"})
    after = date(2025, 8, 20)
    assert assign(stage_1_3, course(decided), after).late
    died = course(decided, Event(EventKind.DEATH, date(2025, 8, 19)))
    assert assign(stage_1_3, died, after).visit_id is None


def test_only_a_form_of_an_event_visit_stands_for_another(stage_1_3: Protocol) -> None:
    visits = stage_1_3.visit_by_id
    assert answers(visits["regrowth"], visits["month_12"])
    assert not answers(visits["month_12"], visits["regrowth"])
    assert not answers(visits["regrowth"], visits["regrowth"])
    assert not answers(visits["regrowth"], visits["pre_treatment"])
