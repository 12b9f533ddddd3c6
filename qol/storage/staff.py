"""Accounts, what they may do, and their sign-ins; passwords are hashed before they come here."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from qol.errors import NotFound, QolError
from qol.storage.tables import Staff, StaffRole, StaffSession


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


def every(session: Session) -> Sequence[Staff]:
    """All accounts by login."""
    return session.exec(select(Staff).order_by(col(Staff.login))).all()


def grant(session: Session, staff_id: str, role: str, study_id: str | None = None, site_id: str | None = None) -> None:
    """Give a role in a study (None: in every one) at a site (None: at every one); twice is once."""
    wanted = (role, study_id, site_id)
    if wanted not in {(row.role, row.study_id, row.site_id) for row in roles(session, staff_id)}:
        session.add(StaffRole(staff_id=staff_id, role=role, study_id=study_id, site_id=site_id))
        session.flush()


def roles(session: Session, staff_id: str) -> Sequence[StaffRole]:
    """What an account may do."""
    return session.exec(select(StaffRole).where(StaffRole.staff_id == staff_id).order_by(col(StaffRole.role))).all()


def set_password(session: Session, row: Staff, password_hash: str, now: datetime) -> None:
    """Give an account another password and end its sign-ins."""
    row.password_hash = password_hash
    session.add(row)
    end_sessions(session, row.id, now)


def disable(session: Session, row: Staff, now: datetime) -> None:
    """Shut an account and end its sign-ins; what it did stays under its name."""
    row.active = False
    session.add(row)
    end_sessions(session, row.id, now)


def begin_session(
    session: Session, *, token_hash: str, staff_id: str, now: datetime, ends_at: datetime
) -> StaffSession:
    """A new sign-in."""
    row = StaffSession(token_hash=token_hash, staff_id=staff_id, created_at=now, seen_at=now, ends_at=ends_at)
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
    """Sign out."""
    row.ended_at = now
    session.add(row)


def end_sessions(session: Session, staff_id: str, now: datetime) -> None:
    """Sign an account out everywhere."""
    session.flush()
    going = update(StaffSession).where(col(StaffSession.staff_id) == staff_id)
    session.execute(going.where(col(StaffSession.ended_at).is_(None)).values(ended_at=now))
