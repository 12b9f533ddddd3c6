"""Dated events of a patient; a correction or a removal is a further version, with who and why."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from qol.errors import NotFound
from qol.storage.tables import EventRow


def record(
    session: Session,
    *,
    patient_id: str,
    kind: str,
    on: date,
    precision: str = "day",
    details: Mapping[str, str] | None = None,
    now: datetime,
    by: str | None = None,
) -> EventRow:
    """The first version of an event."""
    row = EventRow(
        patient_id=patient_id,
        kind=kind,
        on=on,
        precision=precision,
        details=dict(details or {}),
        recorded_at=now,
        recorded_by=by,
    )
    session.add(row)
    session.flush()
    return row


def correct(
    session: Session,
    event_id: str,
    *,
    on: date,
    precision: str = "day",
    details: Mapping[str, str] | None = None,
    now: datetime,
    by: str | None = None,
    reason: str,
) -> EventRow:
    """A further version of an event with another date or other details."""
    return _further(session, newest(session, event_id), now, by, reason, on=on, precision=precision,
                    details=dict(details or {}))  # fmt: skip


def remove(session: Session, event_id: str, *, now: datetime, by: str | None = None, reason: str) -> EventRow:
    """A further version that says that the event never was; the earlier versions stay."""
    return _further(session, newest(session, event_id), now, by, reason, removed=True)


def newest(session: Session, event_id: str) -> EventRow:
    """The latest version of an event, removed or not; raises NotFound."""
    query = select(EventRow).where(EventRow.event_id == event_id).order_by(col(EventRow.version).desc())
    row = session.exec(query).first()
    if row is None:
        raise NotFound("There is no such event.")
    return row


def in_force(session: Session, patient_id: str) -> Sequence[EventRow]:
    """The latest version of each event that was not removed, by date."""
    return in_force_of(session, [patient_id]).get(patient_id, [])


def in_force_of(session: Session, patient_ids: Collection[str]) -> Mapping[str, list[EventRow]]:
    """The same for several patients: patient id -> events by date."""
    ids = sorted(patient_ids)
    found: dict[str, list[EventRow]] = {patient_id: [] for patient_id in ids}
    latest = (
        select(EventRow.event_id, func.max(EventRow.version).label("version"))
        .group_by(col(EventRow.event_id))
        .subquery()
    )
    for start in range(0, len(ids), 500):
        query = (
            select(EventRow)
            .join(
                latest,
                (col(EventRow.event_id) == latest.c.event_id) & (col(EventRow.version) == latest.c.version),
            )
            .where(col(EventRow.patient_id).in_(ids[start : start + 500]), col(EventRow.removed).is_(False))
            .order_by(col(EventRow.on), col(EventRow.recorded_at))
        )
        for row in session.exec(query):
            found[row.patient_id].append(row)
    return found


def history(session: Session, patient_id: str) -> Sequence[EventRow]:
    """Every version of every event of a patient, as they were recorded."""
    query = select(EventRow).where(EventRow.patient_id == patient_id)
    return session.exec(query.order_by(col(EventRow.recorded_at), col(EventRow.version))).all()


def _further(
    session: Session, old: EventRow, now: datetime, by: str | None, reason: str, **changed: object
) -> EventRow:
    kept = old.model_dump(exclude={"id", "version", "recorded_at", "recorded_by", "reason", "removed"})
    row = EventRow(**{**kept, "version": old.version + 1, **changed}, recorded_at=now, recorded_by=by, reason=reason)
    session.add(row)
    session.flush()
    return row
