"""Accounts as an administrator sees them: roles, open sign-ins, and ending those."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from qol.storage import audit, staff
from qol.storage.tables import Staff, StaffSession
from qol.study.house import House


@dataclass(frozen=True)
class Account:
    """One account without anything secret."""

    login: str
    name: str
    active: bool
    roles: tuple[str, ...]
    signed_in: int


def accounts(house: House, now: datetime) -> tuple[Account, ...]:
    """Every account by login."""
    with house.database.reading() as session:
        return tuple(_account(session, row, now) for row in staff.every(session))


def end_sessions(house: House, login: str, by: str, now: datetime) -> None:
    """Sign an account out everywhere; raises NotFound."""
    with house.database.writing() as session:
        row = staff.named(session, login)
        staff.end_sessions(session, row.id, now)
        audit.append(session, at=now, actor=by, action="end_sessions", object_kind="staff", object_id=row.id)


def _account(session: Session, row: Staff, now: datetime) -> Account:
    open_ones = select(func.count()).where(
        StaffSession.staff_id == row.id, col(StaffSession.ended_at).is_(None), StaffSession.ends_at > now
    )
    return Account(
        login=row.login,
        name=row.display_name,
        active=row.active,
        roles=tuple(dict.fromkeys(granted.role for granted in staff.roles(session, row.id))),
        signed_in=session.exec(open_ones).one(),
    )
