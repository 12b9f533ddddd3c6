"""Assessments: a visit's forms, opened by staff or an import, answered by the patient."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from qol.errors import NotFound
from qol.storage.tables import Assessment

IN_ERROR = "in_error"
"""How a visit is closed of which every form was entered in error: it stays, and is open again."""


def add(session: Session, assessment: Assessment) -> Assessment:
    """Keep a new assessment."""
    session.add(assessment)
    session.flush()
    return assessment


def by_id(session: Session, assessment_id: str) -> Assessment:
    """An assessment; raises NotFound."""
    row = session.get(Assessment, assessment_id)
    if row is None:
        raise NotFound("There is no such questionnaire.")
    return row


def of_patient(session: Session, patient_id: str) -> Sequence[Assessment]:
    """A patient's assessments, oldest first."""
    return of_patients(session, [patient_id]).get(patient_id, [])


def of_patients(session: Session, patient_ids: Collection[str]) -> Mapping[str, list[Assessment]]:
    """Patient id -> assessments, oldest first."""
    ids = sorted(patient_ids)
    found: dict[str, list[Assessment]] = {patient_id: [] for patient_id in ids}
    for start in range(0, len(ids), 500):
        query = select(Assessment).where(col(Assessment.patient_id).in_(ids[start : start + 500]))
        for row in session.exec(query.order_by(col(Assessment.created_at), col(Assessment.id))):
            found[row.patient_id].append(row)
    return found


def of_visit(session: Session, patient_id: str, visit_id: str) -> Sequence[Assessment]:
    """A patient's assessments of one visit, oldest first."""
    query = select(Assessment).where(Assessment.patient_id == patient_id, Assessment.visit_id == visit_id)
    return session.exec(query.order_by(col(Assessment.created_at))).all()


def start(session: Session, assessment: Assessment, now: datetime) -> None:
    """Note when the patient began; a second call changes nothing."""
    if assessment.started_at is None:
        assessment.started_at = now
        assessment.on_date = assessment.on_date or now.date()
        session.add(assessment)


def close(session: Session, assessment: Assessment, closed_as: str, now: datetime, on: date | None = None) -> None:
    """Note that nothing more is answered: completed, partial or expired; on: the day on which it was completed."""
    assessment.closed_as = closed_as
    assessment.on_date = on or assessment.on_date
    assessment.submitted_at = None if closed_as == "expired" else now
    session.add(assessment)


def restate(session: Session, assessment: Assessment, closed_as: str) -> None:
    """Note what a sent assessment is after some of its forms were marked; when it was sent stays."""
    assessment.closed_as = closed_as
    session.add(assessment)
