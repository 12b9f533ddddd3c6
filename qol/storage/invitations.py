"""One-time links of staff: made by an administrator, opened once, ended by the next one."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from qol.storage.tables import Invitation


def add(
    session: Session, *, staff_id: str, purpose: str, secret_hash: str, by: str, now: datetime, expires_at: datetime
) -> Invitation:
    """A new link; those of the same account before it end."""
    end(session, staff_id, now)
    row = Invitation(
        staff_id=staff_id, purpose=purpose, secret_hash=secret_hash, created_at=now, created_by=by,
        expires_at=expires_at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def by_secret(session: Session, secret_hash: str, now: datetime) -> Invitation | None:
    """The link of a secret, while it opens."""
    query = select(Invitation).where(Invitation.secret_hash == secret_hash, Invitation.expires_at > now)
    return session.exec(query.where(col(Invitation.used_at).is_(None), col(Invitation.ended_at).is_(None))).first()


def waiting(session: Session, staff_id: str, now: datetime) -> Invitation | None:
    """The link of an account that still opens."""
    query = select(Invitation).where(Invitation.staff_id == staff_id, Invitation.expires_at > now)
    return session.exec(query.where(col(Invitation.used_at).is_(None), col(Invitation.ended_at).is_(None))).first()


def use(session: Session, row: Invitation, now: datetime) -> None:
    """It has opened and does not open again."""
    row.used_at = now
    session.add(row)


def end(session: Session, staff_id: str, now: datetime) -> None:
    """End what still opens of an account."""
    session.flush()
    going = update(Invitation).where(col(Invitation.staff_id) == staff_id, col(Invitation.used_at).is_(None))
    session.execute(going.where(col(Invitation.ended_at).is_(None)).values(ended_at=now))
