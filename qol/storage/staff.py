"""Accounts, what they may do, and their sign-ins; passwords are hashed before they come here."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from qol.errors import NotFound, QolError
from qol.storage.tables import ProviderAccount, Staff, StaffRole, StaffSession

ADMINISTRATOR = "administrator"


def add(session: Session, *, login: str, display_name: str, password_hash: str, now: datetime) -> Staff:
    """A new account; raises QolError where the login is taken. Logins do not tell capitals from small letters."""
    if by_login(session, login) is not None:
        raise QolError(f"There is an account named {plain_login(login)} already.")
    row = Staff(login=plain_login(login), display_name=display_name, password_hash=password_hash, created_at=now)
    session.add(row)
    session.flush()
    return row


def plain_login(login: str) -> str:
    """A login as it is kept."""
    return login.strip().casefold()


def by_login(session: Session, login: str) -> Staff | None:
    """The account of a login, active or not."""
    return session.exec(select(Staff).where(Staff.login == plain_login(login))).first()


def named(session: Session, login: str) -> Staff:
    """The account of a login; raises NotFound."""
    row = by_login(session, login)
    if row is None:
        raise NotFound(f"There is no account named {plain_login(login)}.")
    return row


def by_id(session: Session, staff_id: str) -> Staff:
    """An account; raises NotFound."""
    row = session.get(Staff, staff_id)
    if row is None:
        raise NotFound("There is no such account.")
    return row


def every(session: Session) -> Sequence[Staff]:
    """All accounts by login."""
    return session.exec(select(Staff).order_by(col(Staff.login))).all()


def grant(session: Session, staff_id: str, role: str, study_id: str | None = None, site_id: str | None = None) -> None:
    """Give a role in a study (None: in every one) at a site (None: at every one); twice is once.

    Administrators are those of the whole installation, whatever study is named.
    """
    if role == ADMINISTRATOR:
        study_id = site_id = None
    wanted = (role, study_id, site_id)
    if wanted not in {(row.role, row.study_id, row.site_id) for row in roles(session, staff_id)}:
        session.add(StaffRole(staff_id=staff_id, role=role, study_id=study_id, site_id=site_id))
        session.flush()


def roles(session: Session, staff_id: str) -> Sequence[StaffRole]:
    """What an account may do."""
    return session.exec(select(StaffRole).where(StaffRole.staff_id == staff_id).order_by(col(StaffRole.role))).all()


def role_row(session: Session, staff_id: str, role_id: str) -> StaffRole:
    """One role that an account holds; raises NotFound."""
    row = session.get(StaffRole, role_id)
    if row is None or row.staff_id != staff_id:
        raise NotFound("This account does not hold that role.")
    return row


def take_role(session: Session, row: StaffRole) -> None:
    """Take a role away."""
    session.delete(row)
    session.flush()


def administrators(session: Session) -> Sequence[Staff]:
    """Open accounts of administrators who can sign in."""
    linked = select(ProviderAccount.staff_id)
    query = select(Staff).join(StaffRole, col(StaffRole.staff_id) == Staff.id).where(StaffRole.role == ADMINISTRATOR)
    can = or_(col(Staff.password_hash) != "", col(Staff.id).in_(linked))
    return session.exec(query.where(col(Staff.active), can).distinct()).all()


def by_email(session: Session, email: str) -> Sequence[Staff]:
    """The accounts of an address, active or not."""
    return session.exec(select(Staff).where(Staff.email == plain_email(email))).all()


def plain_email(email: str) -> str:
    """An address as it is kept and compared."""
    return email.strip().casefold()


def set_password(session: Session, row: Staff, password_hash: str, now: datetime, keep: str = "") -> None:
    """Give an account another password and end its sign-ins, but for the one in which it was changed."""
    row.password_hash = password_hash
    session.add(row)
    end_sessions(session, row.id, now, keep)


def enable(session: Session, row: Staff) -> None:
    """Open an account again, with the password it had."""
    row.active = True
    session.add(row)


def disable(session: Session, row: Staff, now: datetime) -> None:
    """Shut an account and end its sign-ins; what it did stays under its name."""
    row.active = False
    session.add(row)
    end_sessions(session, row.id, now)


def begin_session(
    session: Session,
    *,
    token_hash: str,
    staff_id: str,
    now: datetime,
    ends_at: datetime,
    way: str = "password",
    browser: str = "",
    waits_for: str = "",
) -> StaffSession:
    """A new sign-in; one that waits for its second step has not proved who is there."""
    row = StaffSession(
        token_hash=token_hash, staff_id=staff_id, created_at=now, seen_at=now, ends_at=ends_at, begun_at=now,
        confirmed_at=None if waits_for else now, way=way, browser=browser, waits_for=waits_for,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def session_of(session: Session, token_hash: str, now: datetime) -> tuple[StaffSession, Staff] | None:
    """The sign-in of a token with its account; None where either has ended or never was."""
    row = session.get(StaffSession, token_hash)
    if row is None or row.ended_at is not None or row.ends_at <= now:
        return None
    account = session.get(Staff, row.staff_id)
    return (row, account) if account is not None and account.active else None


def seen(session: Session, row: StaffSession, now: datetime) -> None:
    """Note that the person is there."""
    row.seen_at = now
    session.add(row)


def end_session(session: Session, row: StaffSession, now: datetime) -> None:
    """Sign out: this token, those it replaced and those that replaced it."""
    session.flush()
    going = update(StaffSession).where(col(StaffSession.sign_in_id) == row.sign_in_id)
    session.execute(going.where(col(StaffSession.ended_at).is_(None)).values(ended_at=now))


def end_sessions(session: Session, staff_id: str, now: datetime, but: str = "") -> None:
    """Sign an account out everywhere, but for one sign-in."""
    session.flush()
    going = update(StaffSession).where(col(StaffSession.staff_id) == staff_id, col(StaffSession.sign_in_id) != but)
    session.execute(going.where(col(StaffSession.ended_at).is_(None)).values(ended_at=now))


def turn_sessions(session: Session, staff_id: str) -> None:
    """Let every token of an account be replaced by its next page."""
    session.flush()
    going = update(StaffSession).where(col(StaffSession.staff_id) == staff_id, col(StaffSession.ended_at).is_(None))
    session.execute(going.values(turns=True))
