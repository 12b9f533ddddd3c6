"""When a patient is asked again."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from qol.course.events import EventKind
from qol.storage import assessments, events
from qol.study.collection.submitting import submit
from qol.study.schedule.next_time import next_questions_on
from tests.study.patients_side import NOW, Clinic, new_clinic

ID = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    clinic = new_clinic(tmp_path)
    yield clinic
    clinic.house.database.close()


def happened(clinic: Clinic, kind: EventKind, on: date, **details: str) -> None:
    with clinic.house.database.writing() as session:
        events.record(
            session, patient_id=clinic.patient_id, kind=kind, on=on, precision="day", details=details, now=NOW
        )


def asked_again_on(clinic: Clinic, visit: str) -> date | None:
    with clinic.house.database.reading() as session:
        return next_questions_on(session, assessments.by_id(session, visit), NOW.date())


def test_the_next_visit_of_the_protocol_is_named(clinic: Clinic) -> None:
    happened(clinic, EventKind.NEOADJUVANT_END, date(2025, 11, 20))
    happened(clinic, EventKind.DECISION, date(2026, 1, 10), strategy="nom")
    visit = clinic.ask("lars")
    submit(clinic.house.database, visit, ID, NOW)
    again = asked_again_on(clinic, visit)
    assert again is not None
    assert (again.year, again.month) == (2027, 5), "month 18 after the end of neoadjuvant treatment"


def test_nothing_is_announced_where_no_clock_runs_or_the_patient_has_withdrawn(clinic: Clinic) -> None:
    visit = clinic.ask("lars")
    assert asked_again_on(clinic, visit) is None
    happened(clinic, EventKind.NEOADJUVANT_END, date(2025, 11, 20))
    happened(clinic, EventKind.WITHDRAWAL, date(2026, 11, 1))
    assert asked_again_on(clinic, visit) is None
