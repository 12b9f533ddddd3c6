"""The address that a patient gave, and whether the patient agreed to be mailed."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from qol.errors import QolError
from qol.language import gettext
from qol.storage import audit, identities, mail_consents, mails
from qol.storage.tables import Mail, MailConsent, Patient
from qol.study.house import House
from qol.study.mail.address import is_address, read_address
from qol.study.scope import Scope


def save(house: House, scope: Scope, code: str, address: str, agreed: bool, now: datetime) -> None:
    """Keep the address (empty removes it) and what was agreed, each change in the audit.

    Raises NotFound, QolError where it is no address, where nobody's identity is kept, or where consent has no address.
    """
    if agreed and not address.strip():
        raise QolError(gettext("Type the address that the patient agreed to."))
    with house.database.writing() as session:
        save_within(session, scope, scope.patient(session, code), address, agreed, now)


def save_within(session: Session, scope: Scope, patient: Patient, address: str, agreed: bool, now: datetime) -> None:
    """The same inside a transaction."""
    person = identities.read(session, patient.id)
    if person is None:
        raise QolError(gettext("No identity is kept."))
    wanted = read_address(address) if address.strip() else None
    before = mail_consents.of_patients(session, [patient.id]).get(patient.id)
    held = mail_consents.holds(before)
    kept = person.contact if is_address(person.contact) else None  # a telephone number is no address and stays
    changed = wanted != kept
    confirmed = (
        before is not None and wanted and address_is_dead(mails.of_patients(session, [patient.id])[patient.id], before)
    )
    if changed:
        identities.save(session, patient.id, replace(person, contact=wanted))
        _note(session, scope, patient, "mail.address", now)
    new_address = changed or bool(confirmed)
    mail_consents.save(session, patient.id, agreed=agreed, new_address=new_address, now=now, by=scope.staff_id)
    if held != agreed:
        _note(session, scope, patient, "mail.agreed" if agreed else "mail.ended", now)


def address_is_dead(written: list[Mail], consent: MailConsent) -> bool:
    """Whether a message to the present address was refused or came back."""
    dead = (row for row in written if row.state in mails.DEAD)
    return any(row.claimed_at >= consent.address_at for row in dead)


def _note(session: Session, scope: Scope, patient: Patient, action: str, now: datetime) -> None:
    audit.append(session, at=now, actor=scope.staff_id, action=action, object_kind="patient", object_id=patient.id)
