"""Identities of patients whose follow-up ended long enough ago: found, and erased with the coded answers kept."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from qol.storage import consents, identities, studies
from qol.storage.audit import COMMAND_LINE
from qol.storage.consents import ERASE, WITHDRAWN
from qol.storage.erasing.erasure import erase
from qol.storage.erasing.listed import ErasedList
from qol.storage.installation import installation
from qol.storage.tables import Patient
from qol.study.erasing.erasing import another_code
from qol.study.house import House
from qol.study.printing.tidying import forget_patient
from qol.study.retention.course_end import courses
from qol.study.studies import editions

ACTION = "retention.identity"


@dataclass(frozen=True)
class DueIdentities:
    """Ids of patients whose identity is due; to_erase: codes of those who are due but wished everything erased."""

    patient_ids: tuple[str, ...]
    to_erase: tuple[str, ...]


def due_identities(session: Session, days: int, today: date) -> DueIdentities:
    """Of every study: follow-up ended more than so many days ago, and somebody's identity is still there."""
    found: list[Patient] = []
    for study in studies.every(session):
        found += _due(session, study.id, identities.kept(session, study.id), days, today)
    said = consents.of_patients(session, [row.id for row in found])
    wished = {key for key, rows in said.items() if (rows[0].kind, rows[0].choice) == (WITHDRAWN, ERASE)}
    return DueIdentities(
        patient_ids=tuple(row.id for row in found if row.id not in wished),
        to_erase=tuple(row.code for row in found if row.id in wished),
    )


def erase_identities(house: House, patient_ids: Collection[str], days: int, now: datetime) -> int:
    """Erase them one by one, each looked at again before; how many it were.

    The same as an erasure that keeps the coded answers: list outside first, tombstone, rows, another study code.
    """
    return sum(_erased(house, patient_id, days, now) for patient_id in patient_ids)


def _erased(house: House, patient_id: str, days: int, now: datetime) -> bool:
    with house.database.writing() as session:
        patient = session.get(Patient, patient_id)
        today = now.astimezone().date()
        if patient is None or not _due(session, patient.study_id, {patient_id}, days, today):
            return False
        outside = ErasedList(house.settings, house.database.keys, installation(session).id)
        outside.add(patient_id, keep_answers=True, at=now)
        reason = f"QOL_KEEP_IDENTITY_DAYS={days}"
        erase(session, patient_id, keep_answers=True, at=now, by=COMMAND_LINE, action=ACTION, reason=reason)
        another_code(session, patient)
    forget_patient(house.settings, patient_id, now)
    return True


def _due(session: Session, study_id: str, patient_ids: Collection[str], days: int, today: date) -> list[Patient]:
    protocols = editions(session, studies.by_id(session, study_id))
    limit = today - timedelta(days=days)
    ended = ((one.patient, one.ended_on(protocols)) for one in courses(session, study_id, patient_ids))
    return [patient for patient, day in ended if day is not None and day < limit]
