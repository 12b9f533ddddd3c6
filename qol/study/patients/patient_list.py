"""The patients of one account's sites, searched by name, hospital number or study code, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from qol.course.state import state_at
from qol.storage import events, identities, patients
from qol.storage.tables import Patient
from qol.study.house import House
from qol.study.patients.treatment_course import timeline_of
from qol.study.scope import Scope

A_PAGE = 50


@dataclass(frozen=True)
class Listed:
    """One line of the list."""

    code: str
    name: str
    birth_date: date | None
    hospital_number: str | None
    strategy: str
    arm: str | None
    enrolled_on: date | None


@dataclass(frozen=True)
class PatientPage:
    """The lines of one page, and how many there are altogether."""

    rows: tuple[Listed, ...]
    total: int
    page: int
    pages: int


def patient_page(house: House, scope: Scope, find: str, page: int, today: date) -> PatientPage:
    """Patients by code. find: whole words of the name, the hospital number, or the start of the study code."""
    with house.database.reading() as session:
        found = patients.of_study(session, scope.study_id, scope.site_ids)
        if find:
            whole = "".join(find.split())  # a hospital number may be typed with spaces
            known = identities.search(session, scope.study_id, find)
            known |= identities.search(session, scope.study_id, whole)
            begins = find.strip().upper()
            found = [p for p in found if p.id in known or p.code.upper().startswith(begins)]
        pages = max(1, -(-len(found) // A_PAGE))
        page = min(max(1, page), pages)
        rows = _listed(session, found[(page - 1) * A_PAGE : page * A_PAGE], today)
    return PatientPage(rows, len(found), page, pages)


def _listed(session: Session, found: Sequence[Patient], today: date) -> tuple[Listed, ...]:
    ids = [patient.id for patient in found]
    people = identities.read_many(session, ids)
    happened = events.in_force_of(session, ids)
    return tuple(
        Listed(
            code=patient.code,
            name=people[patient.id].name if patient.id in people else "",
            birth_date=people[patient.id].birth_date if patient.id in people else None,
            hospital_number=people[patient.id].hospital_number if patient.id in people else None,
            strategy=state_at(timeline_of(patient, happened[patient.id]), today).strategy,
            arm=patient.arm,
            enrolled_on=patient.enrolled_on,
        )
        for patient in found
    )
