"""Envelopes of patients' devices: one row for each that came, with what became of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from qol.storage.tables import Assessment, Envelope


def copies(session: Session, envelope_id: str) -> Sequence[Envelope]:
    """Everything that came under an id."""
    return session.exec(select(Envelope).where(Envelope.id == envelope_id)).all()


def add(
    session: Session,
    *,
    envelope_id: str,
    content_hash: str,
    assessment_id: str,
    now: datetime,
    state: str,
    given_at: datetime | None = None,
    reason: str | None = None,
    sealed: str | None = None,
) -> Envelope:
    """Note an envelope; sealed only where it was not applied."""
    row = Envelope(
        id=envelope_id, content_hash=content_hash, assessment_id=assessment_id, given_at=given_at,
        received_at=now, state=state, reason=reason, sealed=sealed,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def not_applied(session: Session, patient_ids: Sequence[str]) -> Sequence[tuple[Envelope, str]]:
    """The shelf of some patients: what was not applied, with the patient's id, oldest first."""
    found: list[tuple[Envelope, str]] = []
    for start in range(0, len(patient_ids), 500):
        query = select(Envelope, Assessment.patient_id).join(Assessment, col(Assessment.id) == Envelope.assessment_id)
        wanted = col(Assessment.patient_id).in_(patient_ids[start : start + 500])
        found.extend(session.exec(query.where(wanted, Envelope.state != "applied")))
    return sorted(found, key=lambda pair: pair[0].received_at)
