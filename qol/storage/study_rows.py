"""Everything of one study, or of some patients in it, read in bulk for datasets and reports."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, func
from sqlmodel import Session, col, select

from qol.storage.tables import Answer, Assessment, Definition, EventRow, Form, Patient, Site


def patients(session: Session, study_id: str, patient_ids: Collection[str] | None = None) -> Sequence[Patient]:
    """The patients of a study, in the order of their codes."""
    query = select(Patient).where(Patient.study_id == study_id).order_by(col(Patient.code))
    return session.exec(_of_patients(query, patient_ids)).all()


def site_names(session: Session, study_id: str) -> Mapping[str, str]:
    """Site id -> name."""
    return {site.id: site.name for site in session.exec(select(Site).where(Site.study_id == study_id))}


def events(session: Session, study_id: str, patient_ids: Collection[str] | None = None) -> Sequence[EventRow]:
    """The version in force of every event that was not removed, by patient and date."""
    newest = select(EventRow.event_id, func.max(EventRow.version).label("version")).group_by(EventRow.event_id)
    latest = newest.subquery()
    query = (
        select(EventRow)
        .join(
            latest,
            (col(EventRow.event_id) == latest.c.event_id) & (col(EventRow.version) == latest.c.version),
        )
        .join(Patient, col(Patient.id) == EventRow.patient_id)
        .where(Patient.study_id == study_id, col(EventRow.removed).is_(False))
        .order_by(col(EventRow.patient_id), col(EventRow.on), col(EventRow.kind), col(EventRow.event_id))
    )
    return session.exec(_of_patients(query, patient_ids)).all()


def assessments(session: Session, study_id: str, patient_ids: Collection[str] | None = None) -> Sequence[Assessment]:
    """The assessments of a study."""
    query = select(Assessment).join(Patient).where(Patient.study_id == study_id)
    return session.exec(_of_patients(query, patient_ids)).all()


def forms(session: Session, study_id: str, patient_ids: Collection[str] | None = None) -> Sequence[Form]:
    """The forms of a study, by assessment, position and attempt."""
    query = (
        select(Form)
        .join(Assessment, col(Assessment.id) == Form.assessment_id)
        .join(Patient, col(Patient.id) == Assessment.patient_id)
        .where(Patient.study_id == study_id)
        .order_by(col(Form.assessment_id), col(Form.position), col(Form.attempt))
    )
    return session.exec(_of_patients(query, patient_ids)).all()


def answers(session: Session, study_id: str, patient_ids: Collection[str] | None = None) -> Sequence[Row[Any]]:
    """The version in force of every answer as (form_id, item_id, version, value, text, state); text encrypted."""
    newest = (
        select(Answer.form_id, Answer.item_id, func.max(Answer.version).label("version"))
        .join(Form, col(Form.id) == Answer.form_id)
        .join(Assessment, col(Assessment.id) == Form.assessment_id)
        .join(Patient, col(Patient.id) == Assessment.patient_id)
        .where(Patient.study_id == study_id)
        .group_by(col(Answer.form_id), col(Answer.item_id))
    )
    latest = _of_patients(newest, patient_ids).subquery()
    columns = (Answer.form_id, Answer.item_id, Answer.version, Answer.value, Answer.text, Answer.state)
    query = Select(*columns).join(  # type: ignore[arg-type, var-annotated]
        latest,
        (col(Answer.form_id) == latest.c.form_id)
        & (col(Answer.item_id) == latest.c.item_id)
        & (col(Answer.version) == latest.c.version),
    )
    return session.execute(query).all()


def definitions(session: Session, hashes: Iterable[str], kind: str = "scoring") -> Mapping[str, str]:
    """Hash -> body of the definitions that forms were answered with."""
    query = select(Definition).where(Definition.kind == kind, col(Definition.hash).in_(sorted(set(hashes))))
    return {row.hash: row.body for row in session.exec(query)}


def _of_patients(query: Any, patient_ids: Collection[str] | None) -> Any:
    return query if patient_ids is None else query.where(col(Patient.id).in_(patient_ids))
