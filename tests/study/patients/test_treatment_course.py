"""Dated events: a set is judged together, corrections are versions with a reason."""

from datetime import timedelta

import pytest

from qol.course.events import EventKind
from qol.errors import NotFound, QolError, TimelineRefused
from qol.storage import events
from qol.study.patients import treatment_course
from qol.study.patients.patient_record import course
from qol.study.patients.treatment_course import Change
from tests.study.clinic import NOW, TODAY, Clinic

WEEK = timedelta(days=7)
DECISION = Change(EventKind.DECISION, TODAY - WEEK, "day", {"strategy": "nom"})


def _save(clinic: Clinic, code: str, *changes: Change, reason: str = "", checked: bool = True) -> tuple[str, ...]:
    return treatment_course.save(
        clinic.house, clinic.scope(), code, changes, reason=reason, checked=checked, today=TODAY, now=NOW
    )


def _events(clinic: Clinic, code: str) -> list[tuple[str, str]]:
    found = course(clinic.house, clinic.scope(), code, TODAY).events
    return [(item.event.kind, item.event.on.isoformat()) for item in found]


def test_an_impossible_set_is_refused_whole_with_sentences(staffed: Clinic) -> None:
    code = staffed.enrol(on=TODAY - 60 * WEEK)
    closed = Change(EventKind.STOMA_CLOSED, TODAY - WEEK)
    with pytest.raises(TimelineRefused, match=r"[Ss]toma"):
        _save(staffed, code, DECISION, closed)
    assert _events(staffed, code) == []


def test_what_belongs_together_is_judged_together_whatever_its_order(staffed: Clinic) -> None:
    code = staffed.enrol(on=TODAY - 60 * WEEK)
    formed = Change(EventKind.STOMA_FORMED, TODAY - 4 * WEEK, "day", {"intent": "temporary"})
    _save(staffed, code, Change(EventKind.STOMA_CLOSED, TODAY - WEEK), formed)
    assert [kind for kind, _ in _events(staffed, code)] == ["stoma_formed", "stoma_closed"]


def test_a_future_event_is_refused(staffed: Clinic) -> None:
    code = staffed.enrol()
    with pytest.raises(TimelineRefused):
        _save(staffed, code, Change(EventKind.DECISION, TODAY + WEEK, "day", {"strategy": "nom"}))


def test_a_doubtful_set_is_asked_back_and_saved_when_it_was_checked(staffed: Clinic) -> None:
    code = staffed.enrol(on=TODAY - 60 * WEEK)
    twice = Change(EventKind.RESECTION, TODAY - WEEK, "day", {"operation": "lar"})
    _save(staffed, code, DECISION, Change(EventKind.NEOADJUVANT_END, TODAY - 9 * WEEK))
    asked = _save(staffed, code, twice, checked=False)
    assert asked
    assert all(sentence.endswith((".", "?")) for sentence in asked)
    assert len(_events(staffed, code)) == 2
    assert _save(staffed, code, twice, checked=True) == ()
    assert len(_events(staffed, code)) == 3


def test_a_correction_needs_a_reason_and_keeps_the_version_before(staffed: Clinic) -> None:
    code = staffed.enrol(on=TODAY - 60 * WEEK)
    _save(staffed, code, DECISION)
    item = course(staffed.house, staffed.scope(), code, TODAY).events[0]
    earlier = Change(EventKind.DECISION, TODAY - 2 * WEEK, "day", {"strategy": "surgery"}, event_id=item.event_id)
    with pytest.raises(QolError, match="needs a reason"):
        _save(staffed, code, earlier)
    _save(staffed, code, earlier, reason="letter of 5 March")
    found = course(staffed.house, staffed.scope(), code, TODAY)
    assert found.state.strategy == "surgery"
    assert [(row.version, row.details["strategy"]) for row in found.history[item.event_id]] == [
        (1, "nom"),
        (2, "surgery"),
    ]
    assert found.history[item.event_id][1].reason == "letter of 5 March"


def test_a_removed_event_is_out_of_force_and_still_readable(staffed: Clinic) -> None:
    code = staffed.enrol(on=TODAY - 60 * WEEK)
    _save(staffed, code, DECISION)
    item = course(staffed.house, staffed.scope(), code, TODAY).events[0]
    gone = Change(EventKind.DECISION, item.event.on, event_id=item.event_id, removed=True)
    _save(staffed, code, gone, reason="another patient's")
    found = course(staffed.house, staffed.scope(), code, TODAY)
    assert found.events == ()
    assert found.state.strategy == "undecided"
    assert [row.reason for row in found.removed] == ["another patient's"]


def test_only_the_month_may_be_known(staffed: Clinic) -> None:
    code = staffed.enrol(on=TODAY - 60 * WEEK)
    _save(staffed, code, Change(EventKind.NEOADJUVANT_END, TODAY - 9 * WEEK, "month"))
    event = course(staffed.house, staffed.scope(), code, TODAY).events[0].event
    assert (event.precision, event.on.day) == ("month", 15)


def test_an_event_of_another_patient_cannot_be_corrected(staffed: Clinic) -> None:
    mine, other = staffed.enrol(on=TODAY - 60 * WEEK), staffed.enrol("June Whitcombe", number="4821-077")
    _save(staffed, mine, DECISION)
    item = course(staffed.house, staffed.scope(), mine, TODAY).events[0]
    foreign = Change(EventKind.DECISION, TODAY, "day", {"strategy": "nom"}, event_id=item.event_id)
    with pytest.raises(NotFound):
        _save(staffed, other, foreign, reason="mistaken")
    with staffed.house.database.reading() as session:
        assert events.newest(session, item.event_id).version == 1
