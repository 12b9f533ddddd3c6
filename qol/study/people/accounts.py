"""Staff accounts: opened with a password that cannot be guessed, shut and opened again, never removed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from qol.errors import QolError
from qol.language import gettext as _
from qol.settings import STAFF_ROLES
from qol.storage import audit, invitations, staff
from qol.storage.tables import Staff
from qol.study.people.passwords import hashed, password_problems

ROLES = STAFF_ROLES
LONGEST_NAME, LONGEST_LOGIN = 120, 60


@dataclass(frozen=True)
class Grant:
    """A role in a study (None: in every one) at a site (None: at every one)."""

    role: str
    study_id: str | None = None
    site_id: str | None = None


def open_account(
    session: Session,
    *,
    login: str,
    display_name: str,
    password: str,
    grants: Collection[Grant],
    by: str = audit.COMMAND_LINE,
    now: datetime,
) -> Staff:
    """A new account; raises QolError naming every reason why it cannot be opened."""
    problems = password_problems(password, (login, display_name)) + account_problems(login, grants)
    if problems:
        raise QolError("\n".join(problems))
    row = staff.add(session, login=login, display_name=display_name or login, password_hash=hashed(password), now=now)
    for grant in grants:
        staff.grant(session, row.id, grant.role, grant.study_id, grant.site_id)
    note(session, "open_account", row, by, now)
    return row


def account_problems(login: str, grants: Collection[Grant]) -> list[str]:
    """What is wrong with a login name and roles, each in a sentence."""
    listed = ", ".join(ROLES)
    problems = [f"There is no role {grant.role!r}. Roles: {listed}." for grant in grants if grant.role not in ROLES]
    plain = login.strip()
    if not plain or len(plain) > LONGEST_LOGIN or "/" in plain or any(sign.isspace() for sign in plain):
        problems.append(_("The login name must be one word of at most 60 letters, without a slash."))
    if not grants:
        problems.append(_("Give the account a role."))
    return problems


def shut_account(
    session: Session, login: str, *, by: str = audit.COMMAND_LINE, reason: str | None = None, now: datetime
) -> Staff:
    """Shut an account and end its sign-ins; raises NotFound, and QolError for the last administrator."""
    row = staff.named(session, login)
    keep_an_administrator(session, row)
    staff.disable(session, row, now)
    invitations.end(session, row.id, now)
    note(session, "shut_account", row, by, now, reason)
    return row


def reopen_account(
    session: Session, login: str, *, by: str = audit.COMMAND_LINE, reason: str | None = None, now: datetime
) -> Staff:
    """Open an account again as it was; raises NotFound."""
    row = staff.named(session, login)
    staff.enable(session, row)
    note(session, "reopen_account", row, by, now, reason)
    return row


def keep_an_administrator(session: Session, row: Staff) -> None:
    """Raise QolError where an account is the only open one of an administrator who can sign in."""
    if {one.id for one in staff.administrators(session)} == {row.id}:
        raise QolError(_("This is the last administrator who can sign in. Give somebody else that role first."))


def note(session: Session, action: str, row: Staff, by: str, now: datetime, reason: str | None = None) -> None:
    """Into the audit: who did what to which account."""
    audit.append(session, at=now, actor=by, action=action, object_kind="staff", object_id=row.id, reason=reason)
