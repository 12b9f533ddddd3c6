"""Patients without anything that names them; identity is in `identities`.

Where a function takes `site_ids`, patients of other sites do not exist for it; None means every site.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from qol.errors import NotFound, QolError
from qol.storage.installation import source_here
from qol.storage.tables import Patient


def add(
    session: Session,
    *,
    study_id: str,
    site_id: str,
    code: str,
    sex: str | None,
    enrolled_on: date | None,
    source: str,
    now: datetime,
    by: str | None = None,
    arm: str | None = None,
    stage: str | None = None,
) -> Patient:
    """A new patient. source is enrolled, imported or synthetic; in a demonstration it becomes synthetic.

    Raises QolError where the code is taken or the patient does not belong into this database.
    """
    if session.exec(select(Patient.id).where(Patient.study_id == study_id, Patient.code == code)).first():
        raise QolError(f"The code {code} is taken by another patient of this study.")
    patient = Patient(
        study_id=study_id,
        site_id=site_id,
        code=code,
        sex=sex,
        enrolled_on=enrolled_on,
        arm=arm,
        stage=stage,
        source=source_here(session, source),
        created_at=now,
        created_by=by,
    )
    session.add(patient)
    session.flush()
    return patient


def by_id(session: Session, patient_id: str, site_ids: Collection[str] | None = None) -> Patient:
    """A patient by id; raises NotFound, also for a patient of another site."""
    return _seen(session.get(Patient, patient_id), site_ids)


def by_code(session: Session, study_id: str, code: str, site_ids: Collection[str] | None = None) -> Patient:
    """A patient by the study's code; raises NotFound, also for a patient of another site."""
    query = select(Patient).where(Patient.study_id == study_id, Patient.code == code)
    return _seen(session.exec(query).first(), site_ids)


def of_study(session: Session, study_id: str, site_ids: Collection[str] | None = None) -> Sequence[Patient]:
    """The patients of a study, in the order of their codes."""
    query = select(Patient).where(Patient.study_id == study_id).order_by(col(Patient.code))
    if site_ids is not None:
        query = query.where(col(Patient.site_id).in_(site_ids))
    return session.exec(query).all()


def codes(session: Session, study_id: str) -> set[str]:
    """The codes in use in a study."""
    return set(session.exec(select(Patient.code).where(Patient.study_id == study_id)))


def _seen(patient: Patient | None, site_ids: Collection[str] | None) -> Patient:
    if patient is None or (site_ids is not None and patient.site_id not in site_ids):
        raise NotFound("There is no such patient.")
    return patient
