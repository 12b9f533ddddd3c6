"""Who agreed to be mailed, since when, and since when the present address is on record."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from qol.storage.tables import MailConsent


def of_patients(session: Session, patient_ids: Collection[str]) -> Mapping[str, MailConsent]:
    """Patient id -> what was agreed, of those of whom anything is recorded."""
    ids = sorted(patient_ids)
    found: dict[str, MailConsent] = {}
    for start in range(0, len(ids), 500):
        query = select(MailConsent).where(col(MailConsent.patient_id).in_(ids[start : start + 500]))
        found |= {row.patient_id: row for row in session.exec(query)}
    return found


def save(
    session: Session, patient_id: str, *, agreed: bool, new_address: bool, now: datetime, by: str
) -> MailConsent | None:
    """Note what is agreed from now on; None where that changes nothing."""
    row = session.get(MailConsent, patient_id)
    if row is None:
        if not agreed and not new_address:
            return None
        row = MailConsent(patient_id=patient_id, address_at=now, by=by)
    elif holds(row) == agreed and not new_address:
        return None
    if new_address:
        row.address_at = now
    if agreed and not holds(row):
        row.agreed_at, row.ended_at = now, None
    elif not agreed and holds(row):
        row.ended_at = now
    row.by = by
    session.add(row)
    session.flush()
    return row


def holds(row: MailConsent | None) -> bool:
    """Whether a patient may be mailed."""
    return row is not None and row.agreed_at is not None and row.ended_at is None
