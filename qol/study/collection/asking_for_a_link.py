"""A patient asks for a new link: staff see it in their work list. The answer never says whether anybody is known."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, select

from qol.storage import accesses, assessments, audit, identities, link_requests, patients
from qol.storage.database import Database
from qol.storage.tables import Patient
from qol.study.collection.answering import PATIENT
from qol.study.collection.opening import DAY, QUARTER, count_try
from qol.study.house import House
from qol.study.scope import Scope
from qol.study.secrets import secret_hash

ASKING_AN_ADDRESS = 10
"""Requests from one address in a quarter of an hour."""
ASKING_A_DAY = 40
"""Requests from one address in a day: a clinic's Wi-Fi may serve several patients."""
LONGEST_CODE = 40


def ask(database: Database, code: str, birth_date: date, address: str, now: datetime) -> None:
    """Note that the patient of a letter's code or a study code, born on that day, asks for a link.

    Whether there is such a patient shows nowhere outside; raises TooManyTries.
    """
    count_try(database, f"link asked from {address}", QUARTER, ASKING_AN_ADDRESS, now)
    count_try(database, f"link asked from {address} today", DAY, ASKING_A_DAY, now)
    with database.writing() as session:
        for patient_id in _meant(session, code[:LONGEST_CODE]):
            if identities.birth_date(session, patient_id) == birth_date and link_requests.ask(session, patient_id, now):
                audit.append(
                    session, at=now, actor=PATIENT, action="link.asked", object_kind="patient", object_id=patient_id
                )


@dataclass(frozen=True)
class Asking:
    """A patient who waits for a new link."""

    code: str
    name: str
    contact: str
    since: datetime


def waiting(house: House, scope: Scope) -> tuple[Asking, ...]:
    """Who of an account's sites asks for a new link, the longest waiting first."""
    with house.database.reading() as session:
        mine = {row.id: row for row in patients.of_study(session, scope.study_id, scope.site_ids)}
        asked = link_requests.open_of(session, mine)
        people = identities.read_many(session, list(asked))
    found = []
    for patient_id, since in sorted(asked.items(), key=lambda item: item[1]):
        person, code = people.get(patient_id), mine[patient_id].code
        name, contact = (person.name or code, person.contact or "") if person else (code, "")
        found.append(Asking(code, name, contact, since))
    return tuple(found)


def settle(house: House, scope: Scope, code: str, now: datetime) -> None:
    """Staff have answered a request in another way than by a new link; raises NotFound."""
    with house.database.writing() as session:
        patient = scope.patient(session, code)
        link_requests.settle(session, patient.id, now, scope.staff_id)
        audit.append(
            session, at=now, actor=scope.staff_id, action="link.settled", object_kind="patient", object_id=patient.id
        )


def _meant(session: Session, code: str) -> list[str]:
    """Whom a code may mean: the holder of a letter or link, ended or not, or of a study code in any study."""
    typed = accesses.by_secret(session, secret_hash("typed", code)) or accesses.by_secret(
        session, secret_hash("link", code)
    )
    if typed is not None:
        return [assessments.by_id(session, typed.assessment_id).patient_id]
    return list(session.exec(select(Patient.id).where(Patient.code == code.strip().upper())))
