"""Characteristics of patients before the decision; a correction is a further version, with who and why."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from qol.storage.tables import CharacteristicRow


def record(
    session: Session, *, patient_id: str, name: str, value: str | None, now: datetime, by: str | None = None,
    reason: str | None = None,
) -> CharacteristicRow:  # fmt: skip
    """The next version of one characteristic; None takes a value back."""
    versions = [row.version for row in history(session, patient_id) if row.name == name]
    row = CharacteristicRow(
        patient_id=patient_id, name=name, version=max(versions, default=0) + 1, value=value, recorded_at=now,
        recorded_by=by, reason=reason,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def history(session: Session, patient_id: str) -> Sequence[CharacteristicRow]:
    """Every version of a patient's characteristics, the oldest of each first."""
    query = select(CharacteristicRow).where(CharacteristicRow.patient_id == patient_id)
    return session.exec(query.order_by(col(CharacteristicRow.name), col(CharacteristicRow.version))).all()


def in_force(session: Session, patient_id: str) -> Mapping[str, str]:
    """Name -> value as it counts now; what is not known is absent."""
    return in_force_of(session, [patient_id])[patient_id]


def in_force_of(session: Session, patient_ids: Collection[str]) -> Mapping[str, Mapping[str, str]]:
    """The same for several patients: patient id -> name -> value."""
    ids = sorted(patient_ids)
    newest: dict[str, dict[str, str | None]] = {patient_id: {} for patient_id in ids}
    for start in range(0, len(ids), 500):
        query = select(CharacteristicRow).where(col(CharacteristicRow.patient_id).in_(ids[start : start + 500]))
        for row in session.exec(query.order_by(col(CharacteristicRow.version))):
            newest[row.patient_id][row.name] = row.value
    return {one: {n: v for n, v in known.items() if v is not None} for one, known in newest.items()}
