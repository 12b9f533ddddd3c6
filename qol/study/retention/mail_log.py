"""Messages of the mail log that are old enough to go, and that nothing needs any more."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from qol.storage import audit, mail_consents, mails, studies
from qol.storage.tables import Mail, MailConsent
from qol.study.house import House
from qol.study.retention.course_end import courses
from qol.study.studies import editions

ACTION = "retention.mail"
RUN = 500
"""Rows of one transaction."""


def due_mails(session: Session, moment: datetime, today: date) -> tuple[str, ...]:
    """Ids of messages of which nothing was heard since the moment.

    What is still needed stays: messages about a visit that can be answered yet, else it would be sent again; and a
    message that came back from the address that is on record, else the dead address would be written to again.
    """
    old = mails.before(session, moment)
    patient_ids = {row.patient_id for row in old if row.patient_id}
    addresses = mail_consents.of_patients(session, patient_ids)
    running = _running(session, patient_ids, today)
    needed = (_is_needed(row, addresses.get(row.patient_id or ""), running) for row in old)
    return tuple(row.id for row, stays in zip(old, needed, strict=True) if not stays)


def remove_mails(house: House, mail_ids: Sequence[str], moment: datetime, now: datetime) -> int:
    """Remove them, each with an entry in the audit; how many it were."""
    removed = 0
    for start in range(0, len(mail_ids), RUN):
        with house.database.writing() as session:
            gone = mails.forget(session, mail_ids[start : start + RUN], moment)
            for one in gone:
                audit.append(
                    session, at=now, actor=audit.COMMAND_LINE, action=ACTION, object_kind="mail", object_id=one
                )
        removed += len(gone)
    return removed


def _is_needed(row: Mail, consent: MailConsent | None, running: frozenset[tuple[str, str]]) -> bool:
    if (row.patient_id or "", row.visit_id or "") in running:
        return True
    return row.state in mails.DEAD and consent is not None and row.claimed_at >= consent.address_at


def _running(session: Session, patient_ids: set[str], today: date) -> frozenset[tuple[str, str]]:
    """Patient and visit, of the visits that are still taken today or later."""
    found = set()
    for study in studies.every(session):
        protocols = editions(session, study)
        for course in courses(session, study.id, patient_ids):
            days = course.last_days(protocols)
            found |= {(course.patient.id, visit) for visit, last in days.items() if last >= today}
    return frozenset(found)
