"""A patient's dated events: read as a timeline, saved as sets judged together, corrected by versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from qol.course.events import Event, EventKind, Precision, Timeline
from qol.course.timeline import check
from qol.errors import NotFound, QolError, TimelineRefused
from qol.language import gettext
from qol.storage import audit, events
from qol.storage.tables import EventRow, Patient
from qol.study.house import House
from qol.study.scope import Scope


@dataclass(frozen=True)
class Recorded:
    """An event in force with its record: which version, when, by whom."""

    event_id: str
    version: int
    event: Event
    recorded_at: datetime
    recorded_by: str | None


@dataclass(frozen=True)
class Change:
    """One event of a set: new (no event_id), corrected, or removed."""

    kind: EventKind
    on: date
    precision: Precision = "day"
    details: Mapping[str, str] = field(default_factory=dict)
    event_id: str | None = None
    removed: bool = False

    @property
    def event(self) -> Event:
        """The event as the change would have it."""
        return Event(self.kind, self.on, self.precision, self.details)


def recorded(rows: Sequence[EventRow]) -> tuple[Recorded, ...]:
    """Events in force in the order in which they count."""
    found = (Recorded(row.event_id, row.version, event_of(row), row.recorded_at, row.recorded_by) for row in rows)
    return tuple(sorted(found, key=lambda item: item.event.order))


def event_of(row: EventRow) -> Event:
    """The event that a stored version tells of."""
    return Event(EventKind(row.kind), row.on, "month" if row.precision == "month" else "day", row.details)


def timeline_of(patient: Patient, rows: Sequence[EventRow]) -> Timeline:
    """A patient's timeline from the versions in force."""
    enrolled = patient.enrolled_on or patient.created_at.date()
    return Timeline(enrolled, tuple(event_of(row) for row in rows))


def timeline(session: Session, patient: Patient) -> Timeline:
    """A patient's timeline as it is recorded now."""
    return timeline_of(patient, events.in_force(session, patient.id))


def save(
    house: House,
    scope: Scope,
    code: str,
    changes: Sequence[Change],
    *,
    reason: str = "",
    checked: bool = False,
    today: date,
    now: datetime,
) -> tuple[str, ...]:
    """Save a set of changes whole, or nothing of it; what is doubtful about it, when that was not `checked`.

    Nothing was saved when sentences come back. Raises TimelineRefused with every reason, QolError for a
    correction without a reason.
    """
    if any(change.event_id for change in changes) and not reason.strip():
        raise QolError(gettext("A correction needs a reason."))
    with house.database.writing() as session:
        patient = scope.patient(session, code)
        before = events.in_force(session, patient.id)
        old = check(timeline_of(patient, before), today)
        found = check(_changed(patient, before, changes), today)
        if found.refused:
            raise TimelineRefused(found.refused)
        asked_back = tuple(sentence for sentence in found.doubtful if sentence not in old.doubtful)
        if asked_back and not checked:
            return asked_back
        # here and not above: the queries read timelines through this file
        from qol.study.queries.settling import settling

        with settling(session, patient, "timeline_changed", reason.strip(), scope.staff_id, now):
            for change in changes:
                _write(session, scope, patient, change, reason.strip(), now)
    return ()


def _changed(patient: Patient, before: Sequence[EventRow], changes: Sequence[Change]) -> Timeline:
    """The timeline as it would be."""
    touched = {change.event_id for change in changes if change.event_id}
    if touched - {row.event_id for row in before}:
        raise NotFound("One of these events was changed in the meantime. Open the page again.")
    kept = [event_of(row) for row in before if row.event_id not in touched]
    new = [change.event for change in changes if not change.removed]
    return Timeline(patient.enrolled_on or patient.created_at.date(), (*kept, *new))


def _write(session: Session, scope: Scope, patient: Patient, change: Change, reason: str, now: datetime) -> None:
    event = change.event
    if change.event_id is None:
        row = events.record(
            session, patient_id=patient.id, kind=event.kind, on=event.on, precision=event.precision,
            details=event.details, now=now, by=scope.staff_id,
        )  # fmt: skip
        action = "record_event"
    elif change.removed:
        row = events.remove(session, change.event_id, now=now, by=scope.staff_id, reason=reason)
        action = "remove_event"
    else:
        row = events.correct(
            session, change.event_id, on=event.on, precision=event.precision,
            details=event.details, now=now, by=scope.staff_id, reason=reason,
        )  # fmt: skip
        action = "correct_event"
    audit.append(
        session, at=now, actor=scope.staff_id, action=action, object_kind="event",
        object_id=row.event_id, reason=reason or None,
    )  # fmt: skip
