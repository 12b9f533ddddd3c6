"""A corrected or removed event keeps its earlier versions."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from qol.errors import NotFound
from qol.storage import events
from qol.storage.database import Database
from tests.storage.conftest import NOW

DAY = date(2026, 9, 20)


@pytest.fixture
def event_id(database: Database, patient_id: str) -> str:
    with database.writing() as session:
        return events.record(
            session, patient_id=patient_id, kind="decision", on=DAY, details={"strategy": "nom"}, now=NOW
        ).event_id


def test_an_event_is_in_force_as_recorded(database: Database, patient_id: str, event_id: str) -> None:
    with database.reading() as session:
        (row,) = events.in_force(session, patient_id)
    assert (row.kind, row.on, row.precision, row.details) == ("decision", DAY, "day", {"strategy": "nom"})


def test_a_correction_is_in_force_and_the_first_version_stays(
    database: Database, patient_id: str, event_id: str
) -> None:
    later = DAY + timedelta(days=3)
    with database.writing() as session:
        events.correct(session, event_id, on=later, details={"strategy": "surgery"}, now=NOW, by="s", reason="letter")
    with database.reading() as session:
        (row,) = events.in_force(session, patient_id)
        first, second = events.history(session, patient_id)
    assert (row.version, row.on, row.details, row.reason) == (2, later, {"strategy": "surgery"}, "letter")
    assert (first.on, first.recorded_by, second.recorded_by) == (DAY, None, "s")


def test_a_removed_event_is_not_in_force_and_can_be_brought_back(
    database: Database, patient_id: str, event_id: str
) -> None:
    with database.writing() as session:
        events.remove(session, event_id, now=NOW, reason="wrong patient")
    with database.reading() as session:
        assert events.in_force(session, patient_id) == []
        assert events.newest(session, event_id).details == {"strategy": "nom"}
    with database.writing() as session:
        events.correct(session, event_id, on=DAY, now=NOW, reason="it was right")
    with database.reading() as session:
        assert [row.version for row in events.in_force(session, patient_id)] == [3]


def test_events_come_by_date_for_many_patients_at_once(database: Database, patient_id: str) -> None:
    with database.writing() as session:
        for days in (9, 1, 5):
            events.record(session, patient_id=patient_id, kind="regrowth", on=DAY + timedelta(days=days), now=NOW)
    with database.reading() as session:
        found = events.in_force_of(session, [patient_id, "nobody"])
    assert [row.on.day for row in found[patient_id]] == [21, 25, 29]
    assert found["nobody"] == []


def test_no_such_event_is_said(database: Database) -> None:
    with database.writing() as session, pytest.raises(NotFound, match="no such event"):
        events.remove(session, "nothing", now=NOW, reason="-")


@pytest.mark.parametrize("statement", ["UPDATE event SET removed = true", "DELETE FROM event"])
def test_the_database_itself_refuses_to_change_an_event(database: Database, event_id: str, statement: str) -> None:
    with pytest.raises(IntegrityError, match="event rows are"), database.writing() as session:
        session.execute(text(statement))
