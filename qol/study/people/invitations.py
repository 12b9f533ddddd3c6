"""One-time links: an administrator invites somebody, or lets somebody begin anew who lost password or telephone.

Opening one sets a password; a second factor follows at once. Until then a reset account lets nobody in.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel import Session

from qol.errors import LinkExpired, QolError
from qol.language import gettext as _
from qol.settings import Settings
from qol.storage import invitations, provider_accounts, second_factors, staff
from qol.storage.tables import Invitation, Staff
from qol.study.house import House
from qol.study.people import second_factor, tries
from qol.study.people.accounts import LONGEST_NAME, Grant, account_problems, keep_an_administrator, note
from qol.study.people.passwords import hashed, password_problems
from qol.study.people.sessions import begin
from qol.study.people.sign_in import PASSWORD, SET_UP, Opened
from qol.study.secrets import new_link

INVITATION, RESET = "invitation", "reset"
LASTS = {INVITATION: timedelta(days=7), RESET: timedelta(days=1)}
LONGEST_EMAIL = 254


@dataclass(frozen=True)
class Link:
    """A one-time link, in plain only where it was just made."""

    login: str
    address: str
    until: datetime
    staff_id: str
    email: str


@dataclass(frozen=True)
class Newcomer:
    """Who is to be invited."""

    login: str
    name: str
    email: str


def invite(
    session: Session, settings: Settings, who: Newcomer, grants: Collection[Grant], by: str, now: datetime
) -> Link:
    """A new account without a password, and its link; raises QolError naming every reason why not."""
    problems = account_problems(who.login, grants) + _person_problems(session, who)
    if problems:
        raise QolError("\n".join(problems))
    row = staff.add(session, login=who.login, display_name=who.name.strip(), password_hash="", now=now)
    row.email = staff.plain_email(who.email)
    session.add(row)
    for grant in grants:
        staff.grant(session, row.id, grant.role, grant.study_id, grant.site_id)
    note(session, "invite", row, by, now)
    return _link(session, settings, row, INVITATION, by, now)


def invite_again(session: Session, settings: Settings, login: str, by: str, now: datetime) -> Link:
    """Another link for somebody who has not opened one; raises NotFound, QolError."""
    row = staff.named(session, login)
    if row.password_hash or not row.active:
        raise QolError(_("This account is not waiting for an invitation."))
    note(session, "invite", row, by, now)
    return _link(session, settings, row, INVITATION, by, now)


def reset(
    session: Session, settings: Settings, login: str, by: str, reason: str, now: datetime, spare: bool = False
) -> Link:
    """Take password, second factor and sign-ins away and give a link to begin anew; raises NotFound, QolError.

    spare: also the last administrator, from the command line where nobody can sign in any more.
    """
    row = staff.named(session, login)
    if not row.active:
        raise QolError(_("This account is shut. Open it first."))
    if not spare:
        keep_an_administrator(session, row)
    staff.set_password(session, row, "", now)
    second_factors.remove(session, row)
    provider_accounts.unlink(session, row.id)
    note(session, "reset_account", row, by, now, reason)
    return _link(session, settings, row, RESET, by, now)


def owner(house: House, secret: str, place: str, now: datetime) -> str:
    """The login that a link is for; raises LinkExpired, TooManyTries."""
    tries.count_place(house, place, now)
    with house.database.reading() as session:
        return _owner(session, secret, now)[0].login


def accept(house: House, secret: str, password: str, place: str, browser: str, now: datetime) -> Opened:
    """Keep the password, use the link up, and begin a sign-in that waits for the second factor to be set up.

    Raises LinkExpired, TooManyTries, QolError naming every reason why the password cannot be taken.
    """
    tries.count_place(house, place, now)
    with house.database.writing() as session:
        row, link_id = _owner(session, secret, now)
        needed = second_factor.is_needed(session, house.settings, row.id)
        problems = password_problems(password, (row.login, row.display_name, row.email or ""), second_factor=needed)
        if problems:
            raise QolError("\n".join(problems))
        invitations.use(session, link_id, now)
        staff.set_password(session, row, hashed(password), now)
        note(session, "accept_invitation", row, row.id, now)
        return Opened(begin(session, house.settings, row.id, PASSWORD, browser, now, SET_UP), SET_UP)


def secret_in(typed: str) -> str:
    """The secret of a whole link or of what stands behind its sign."""
    return typed.strip().rpartition("#")[2]


def _owner(session: Session, secret: str, now: datetime) -> tuple[Staff, Invitation]:
    link = invitations.by_secret(session, _hashed(secret), now)
    row = staff.by_id(session, link.staff_id) if link else None
    if link is None or row is None or not row.active:
        raise LinkExpired(_("This link was used, has ended, or is not whole. Ask your administrator for a new one."))
    return row, link


def _link(session: Session, settings: Settings, row: Staff, purpose: str, by: str, now: datetime) -> Link:
    secret, until = new_link(), now + LASTS[purpose]
    invitations.add(
        session, staff_id=row.id, purpose=purpose, secret_hash=_hashed(secret), by=by, now=now, expires_at=until
    )
    return Link(row.login, f"{settings.public_url}/invitation#{secret}", until, row.id, row.email or "")


def _person_problems(session: Session, who: Newcomer) -> list[str]:
    problems = []
    if not who.name.strip() or len(who.name) > LONGEST_NAME:
        problems.append(_("Give the person's name, of at most 120 letters."))
    email = who.email.strip()
    name, at, place = email.partition("@")
    if not name or not at or "." not in place or len(email) > LONGEST_EMAIL or any(map(str.isspace, email)):
        problems.append(_("Give the person's e-mail address, such as keller@clinic.example."))
    elif staff.by_email(session, email):
        problems.append(_("There is an account with this e-mail address already."))
    return problems


def _hashed(secret: str) -> str:
    return sha256(f"invitation:{secret_in(secret)}".encode()).hexdigest()
