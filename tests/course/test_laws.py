"""What holds for every possible course, not only for the ones we thought of."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qol.course.due import OPEN, Progress, due
from qol.course.protocol import PRECEDENCE, Protocol
from qol.course.state import state_at
from qol.course.timeline import DETAILS, Event, EventKind, Timeline, check
from qol.course.windows import assign, windows

START = date(2024, 1, 1)
DAYS = 1500
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

days = st.integers(0, DAYS).map(lambda number: START + timedelta(days=number))


@st.composite
def events(draw: st.DrawFn) -> Event:
    kind = draw(st.sampled_from(EventKind))
    details = {
        key: draw(st.sampled_from(values)) if values else "words" for key, values in DETAILS.get(kind, {}).items()
    }
    return Event(kind, draw(days), draw(st.sampled_from(("day", "day", "month"))), details)


@st.composite
def courses(draw: st.DrawFn) -> Timeline:
    """A possible course: events that contradict the ones before them are left away."""
    timeline = Timeline(draw(days))
    for event in sorted(draw(st.lists(events(), max_size=9)), key=lambda event: event.order):
        longer = Timeline(timeline.enrolled, (*timeline.events, event))
        timeline = timeline if check(longer).refused else longer
    return timeline


@QUICK
@given(course=courses(), on=days, shuffle=st.randoms(use_true_random=False))
def test_the_order_of_entry_changes_no_state(course: Timeline, on: date, shuffle: object) -> None:
    entered = list(course.events)
    shuffle.shuffle(entered)  # type: ignore[attr-defined]
    again = Timeline(course.enrolled, tuple(entered))
    assert state_at(again, on) == state_at(course, on)
    assert check(again) == check(course)


@QUICK
@given(course=courses(), today=days)
def test_nothing_is_due_from_the_day_of_a_death(
    course: Timeline, today: date, protocols: Mapping[str, Protocol]
) -> None:
    dead = not state_at(course, today).alive
    for protocol in protocols.values():
        assert not dead or not any(item.state in OPEN for item in due(protocol, course, {}, today))


@QUICK
@given(course=courses(), later=st.integers(0, 900))
def test_nothing_is_due_after_a_withdrawal_whatever_was_begun(
    course: Timeline, later: int, protocols: Mapping[str, Protocol]
) -> None:
    left = course.first(EventKind.WITHDRAWAL)
    if left is not None:
        today = left.latest + timedelta(days=1 + later)
        for protocol in protocols.values():
            begun = {visit.id: Progress("in_progress") for visit in protocol.visits}
            for done in ({}, begun):
                assert not any(item.state in OPEN for item in due(protocol, course, done, today))


@QUICK
@given(course=courses(), regrowth=st.integers(244, 304), on=st.integers(305, 425))
def test_month_12_stays_due_after_a_regrowth_at_month_9(
    course: Timeline, regrowth: int, on: int, stage_1_3: Protocol
) -> None:
    end = date(2025, 1, 1)
    kept = [e for e in course.events if e.kind in (EventKind.METASTASIS, EventKind.SYSTEMIC_START)]
    history = Timeline(date(2024, 9, 1), (
        *kept, Event(EventKind.NEOADJUVANT_END, end),
        Event(EventKind.DECISION, end + timedelta(days=40), details={"strategy": "nom"}),
        Event(EventKind.REGROWTH, end + timedelta(days=regrowth)),
    ))  # fmt: skip
    today = end + timedelta(days=on)
    listed = {item.visit.id: item for item in due(stage_1_3, history, {}, today)}
    window = listed["month_12"].window
    assert window is not None
    assert (listed["month_12"].state in OPEN) == window.holds(today)


@QUICK
@given(course=courses(), on=days)
def test_a_date_belongs_to_one_visit_unless_precedence_decides(
    course: Timeline, on: date, protocols: Mapping[str, Protocol]
) -> None:
    for protocol in protocols.values():
        held = [window for window in windows(protocol, course) if window.holds(on)]
        found = assign(protocol, course, on)
        kinds = Counter(window.visit.kind for window in held)
        assert kinds["calendar"] <= 1
        assert kinds["baseline"] <= 1
        if held:
            first = min(PRECEDENCE.index(window.visit.kind) for window in held)
            assert found.visit_id in {w.visit.id for w in held if PRECEDENCE.index(w.visit.kind) == first}
            assert set(found.also_satisfies) <= {w.visit.id for w in held if w.visit.kind != "baseline"}
        else:
            assert found.visit_id is None or found.late


@QUICK
@given(course=courses(), today=days)
def test_whatever_is_open_today_takes_a_form_of_today(
    course: Timeline, today: date, protocols: Mapping[str, Protocol]
) -> None:
    for protocol in protocols.values():
        found = assign(protocol, course.until(today), today)
        for item in due(protocol, course, {}, today):
            if item.state in OPEN:
                assert item.visit.id in (found.visit_id, *found.also_satisfies)
                assert (item.answered_with or item.visit.id) == found.visit_id


@QUICK
@given(course=courses(), on=days)
def test_regrowth_and_resection_never_take_a_calendar_visit_away(
    course: Timeline, on: date, stage_1_3: Protocol
) -> None:
    without = Timeline(
        course.enrolled,
        tuple(e for e in course.events if e.kind not in (EventKind.REGROWTH, EventKind.STOMA_CLOSED)),
    )

    def calendar(timeline: Timeline) -> set[tuple[str, date, date]]:
        every = windows(stage_1_3, timeline)
        return {(w.visit.id, w.opens, w.closes) for w in every if w.visit.kind == "calendar"}

    assert calendar(course) == calendar(without)
