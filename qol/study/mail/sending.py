"""One message to one patient: claimed in the log, sent, and what became of it noted, each in a step of its own.

A process that dies between claiming and noting leaves a claimed row, which staff see and can send again; it is
never sent twice by itself.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage

from sqlmodel import Session

from qol.errors import QolError
from qol.language import gettext
from qol.storage import audit, identities, link_requests, mail_consents, mails
from qol.storage.tables import Mail, Patient, Site, new_id
from qol.study.collection.handing_over import open_by_mail
from qol.study.house import House
from qol.study.mail.consent import address_is_dead
from qol.study.mail.letters import message, new_message_id
from qol.study.mail.outbox import Outbox, Outcome
from qol.study.mail.words import letter
from qol.study.scope import Scope

BY_HAND = "link"
"""The kind of a message that staff asked for; it may be sent as often as they like."""
STRANDED = timedelta(minutes=15)
"""After so long nobody is still sending a claimed message."""


@dataclass(frozen=True)
class Claimed:
    """A message that one process alone may send."""

    mail_id: str
    message: EmailMessage


def send(
    house: House, scope: Scope, code: str, visit_id: str, kind: str, today: date, now: datetime, way_out: Outbox,
    again: bool = False,
) -> Outcome | None:  # fmt: skip
    """Mail a fresh link for a visit that is open; None where somebody else claimed the same message.

    again: also where it was claimed long ago or broke off, so that nobody knows whether it arrived. Raises QolError
    where the patient may not be mailed or the visit not be answered; nothing is claimed then.
    """
    claimed = claim(house, scope, code, visit_id, kind, today, now, again)
    return None if claimed is None else deliver(house, claimed, way_out, now)


def claim(
    house: House, scope: Scope, code: str, visit_id: str, kind: str, today: date, now: datetime, again: bool = False
) -> Claimed | None:
    """Claim a message and open its link, in one transaction."""
    with house.database.writing() as session:
        patient = scope.patient(session, code)
        address = _address(session, patient)
        row = _row(session, scope, patient, visit_id, kind, now, house, again)
        if row is None:
            return None
        assessment, ways = open_by_mail(house, session, scope, code, visit_id, today, now)
        link_requests.settle(session, patient.id, now, scope.staff_id)
        audit.append(
            session, at=now, actor=scope.staff_id, action=f"mail.{kind}", object_kind="assessment",
            object_id=assessment.id,
        )  # fmt: skip
        site = session.get(Site, patient.site_id)
        phone = (site.phone if site else "") or house.settings.clinic_phone
        said = letter(house.settings, kind, ways.link, ways.closes or today, phone, assessment.language)
        return Claimed(row.id, message(house.settings, said, address, row.message_id, now))


def deliver(house: House, claimed: Claimed, way_out: Outbox, now: datetime) -> Outcome:
    """Send what was claimed and note what became of it."""
    outcome = way_out(claimed.message)
    with house.database.writing() as session:
        mails.settle(session, claimed.mail_id, outcome.state, outcome.code, now)
    return outcome


def may_be_sent_again(row: Mail, now: datetime, again: bool) -> bool:
    """Certainly not sent; or, when asked `again`, nobody knows."""
    if row.state == "failed":
        return True
    stranded = row.state == "claimed" and now - row.claimed_at >= STRANDED
    return again and (stranded or row.state == "unsure")


def key_of(patient_id: str, visit_id: str, kind: str) -> str:
    """What may be sent once: one kind for one visit of one patient."""
    return f"{patient_id}:{visit_id}:{kind}"


def _row(
    session: Session, scope: Scope, patient: Patient, visit_id: str, kind: str, now: datetime, house: House, again: bool
) -> Mail | None:
    """The claimed row: a new one, or one whose message did not leave."""
    key = key_of(patient.id, visit_id, kind if kind != BY_HAND else new_id())
    row = Mail(
        key=key, study_id=patient.study_id, patient_id=patient.id, visit_id=visit_id, kind=kind,
        message_id=new_message_id(house.settings), state="claimed", claimed_at=now, by=scope.staff_id,
    )  # fmt: skip
    if mails.claim(session, row):
        return row
    before = mails.by_key(session, key)
    if before is None or not may_be_sent_again(before, now, again):
        return None
    return before if mails.claim_again(session, before, now, scope.staff_id) else None


def _address(session: Session, patient: Patient) -> str:
    """Where the patient agreed to be written to; raises QolError saying why not."""
    consent = mail_consents.of_patients(session, [patient.id]).get(patient.id)
    person = identities.read(session, patient.id)
    if not mail_consents.holds(consent) or person is None or not person.contact or consent is None:
        raise QolError(gettext("This patient has not agreed to be written to by e-mail."))
    if address_is_dead(mails.of_patients(session, [patient.id])[patient.id], consent):
        raise QolError(gettext("Messages to this address came back. Ask the patient for the right one."))
    return person.contact
