"""Who the hospital's sign-in proved, among our accounts: linked once by verified address, known by subject afterwards.

Nobody gets an account by it: an administrator has invited everybody, and roles are given here alone.
"""

from datetime import datetime

from sqlmodel import Session

from qol.errors import AccessRefused
from qol.language import gettext as _
from qol.storage import audit, invitations, provider_accounts, staff
from qol.storage.tables import Staff
from qol.study.house import House
from qol.study.people.accounts import note
from qol.study.people.provider import Proof
from qol.study.people.sign_in import NOBODY, PROVIDER, Opened, enter


def sign_in_with(house: House, proof: Proof, browser: str, now: datetime) -> Opened:
    """A fresh token for the account of a proof; raises AccessRefused where there is no open one."""
    with house.database.writing() as session:
        account = _account(session, proof, now)
        if account is not None and account.active:
            return enter(session, house, account, PROVIDER, browser, now, proved=proof.second)
        known = account.id if account is not None else NOBODY
        audit.append(session, at=now, actor=known, action="provider_refused", object_kind="staff", object_id=known)
    raise AccessRefused(_("There is no open account for you here. Ask an administrator for an invitation."))


def staff_of(house: House, proof: Proof) -> str:
    """The account that is linked to a proof; empty where there is none."""
    with house.database.reading() as session:
        account = provider_accounts.holder(session, proof.issuer, proof.subject)
    return account.id if account is not None and account.active else ""


def _account(session: Session, proof: Proof, now: datetime) -> Staff | None:
    """The linked account, else the one open account of a verified address that is linked to nobody there yet."""
    linked = provider_accounts.holder(session, proof.issuer, proof.subject)
    if linked is not None or not proof.email:
        return linked
    found = [row for row in staff.by_email(session, proof.email) if row.active]
    if len(found) != 1 or provider_accounts.is_linked(session, found[0].id, proof.issuer):
        return None
    provider_accounts.link(session, found[0].id, proof.issuer, proof.subject, now)
    invitations.end(session, found[0].id, now)
    note(session, "link_provider", found[0], found[0].id, now)
    return found[0]
