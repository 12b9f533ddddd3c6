"""Patients who ask for a new link: one open request a patient, settled by staff."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from qol.storage.tables import LinkRequest


def ask(session: Session, patient_id: str, now: datetime) -> bool:
    """Note the request; False where one is open already."""
    if open_of(session, [patient_id]):
        return False
    session.add(LinkRequest(patient_id=patient_id, asked_at=now))
    session.flush()
    return True


def open_of(session: Session, patient_ids: Collection[str]) -> Mapping[str, datetime]:
    """Patient id -> since when a request is open."""
    ids = sorted(patient_ids)
    found: dict[str, datetime] = {}
    for start in range(0, len(ids), 500):
        query = select(LinkRequest).where(col(LinkRequest.patient_id).in_(ids[start : start + 500]))
        waiting = session.exec(query.where(col(LinkRequest.settled_at).is_(None)))
        found |= {row.patient_id: row.asked_at for row in waiting}
    return found


def settle(session: Session, patient_id: str, now: datetime, by: str) -> None:
    """The open request of a patient is done."""
    mine = update(LinkRequest).where(col(LinkRequest.patient_id) == patient_id)
    session.execute(mine.where(col(LinkRequest.settled_at).is_(None)).values(settled_at=now, settled_by=by))
