"""One erasure: the tombstone, the rows, the entry in the audit; ids only, and of the reason its keyed hash."""

from datetime import datetime

from sqlmodel import Session, col, exists, select

from qol.errors import NotFound
from qol.storage import audit
from qol.storage.erasing.rows import erase_rows
from qol.storage.tables import Assessment, Erasure, Patient


def erase(
    session: Session, patient_id: str, *, keep_answers: bool, at: datetime, by: str, action: str = "patient.erased",
    reason: str | None = None,
) -> bool:  # fmt: skip
    """Erase a patient, all or all but the coded answers; False where nothing of that was left.

    Kept answers can be erased by a second call; answers that are gone do not come back.
    """
    stone = session.get(Erasure, patient_id)
    if session.get(Patient, patient_id) is None or (stone is not None and keep_answers and stone.answers_kept):
        return False
    if stone is None:
        session.add(Erasure(patient_id=patient_id, at=at, by=by, answers_kept=keep_answers))
    elif stone.answers_kept and not keep_answers:
        stone.answers_kept = False
        session.add(stone)
    erase_rows(session, patient_id, keep_answers=keep_answers)
    said = f"{action}.answers_kept" if keep_answers else action
    audit.append(session, at=at, actor=by, action=said, object_kind="patient", object_id=patient_id, reason=reason)
    return True


def refuse_erased(session: Session, assessment_id: str) -> None:
    """Raise NotFound where an assessment is gone or its patient was erased: nothing is kept of either any more."""
    stone = exists().where(col(Erasure.patient_id) == col(Assessment.patient_id))
    if session.exec(select(Assessment.id).where(Assessment.id == assessment_id, ~stone)).first() is None:
        raise NotFound("There is no such questionnaire.")
