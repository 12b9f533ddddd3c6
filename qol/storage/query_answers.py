"""What was said of queries, only ever appended."""

from collections.abc import Collection, Mapping, Sequence

from sqlmodel import Session, col, select

from qol.storage.tables import Patient, QueryAnswer


def add(session: Session, answer: QueryAnswer) -> QueryAnswer:
    """Keep a further answer."""
    session.add(answer)
    session.flush()
    return answer


def of_patients(session: Session, patient_ids: Collection[str]) -> Mapping[str, list[QueryAnswer]]:
    """Patient id -> what was said of the patient's queries, oldest first."""
    ids = sorted(patient_ids)
    found: dict[str, list[QueryAnswer]] = {patient_id: [] for patient_id in ids}
    for start in range(0, len(ids), 500):
        query = select(QueryAnswer).where(col(QueryAnswer.patient_id).in_(ids[start : start + 500]))
        for row in session.exec(query.order_by(col(QueryAnswer.at), col(QueryAnswer.id))):
            found[row.patient_id].append(row)
    return found


def of_study(session: Session, study_id: str) -> Sequence[QueryAnswer]:
    """What was said of every query of a study, oldest first."""
    query = select(QueryAnswer).join(Patient).where(Patient.study_id == study_id)
    return session.exec(query.order_by(col(QueryAnswer.at), col(QueryAnswer.id))).all()
