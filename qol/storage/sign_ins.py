"""What is open of an account's sign-ins; a sign-in is all tokens that followed one another."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from qol.errors import NotFound
from qol.storage.tables import StaffSession

KEPT = timedelta(days=30)
"""How long the rows of ended sign-ins stay."""


def open_ones(session: Session, staff_id: str, now: datetime, idle: timedelta) -> Sequence[StaffSession]:
    """The newest token of every sign-in that is whole and has not ended, the latest begun first."""
    query = select(StaffSession).where(StaffSession.staff_id == staff_id, StaffSession.waits_for == "")
    query = query.where(col(StaffSession.ended_at).is_(None), StaffSession.ends_at > now)
    rows = session.exec(query.where(StaffSession.seen_at >= now - idle))
    newest: dict[str, StaffSession] = {}
    for row in rows:
        known = newest.get(row.sign_in_id)
        if known is None or known.created_at < row.created_at:
            newest[row.sign_in_id] = row
    return sorted(newest.values(), key=lambda row: row.begun_at or row.created_at, reverse=True)


def of_account(session: Session, staff_id: str, sign_in_id: str) -> StaffSession:
    """Any token of one of an account's sign-ins; raises NotFound."""
    query = select(StaffSession).where(StaffSession.staff_id == staff_id, StaffSession.sign_in_id == sign_in_id)
    row = session.exec(query).first()
    if row is None:
        raise NotFound("There is no such sign-in.")
    return row


def followed_by(session: Session, row: StaffSession, token_hash: str, now: datetime, until: datetime) -> StaffSession:
    """Another token for the same sign-in; the one before works until then."""
    fresh = StaffSession(
        token_hash=token_hash, staff_id=row.staff_id, created_at=now, seen_at=now, ends_at=row.ends_at,
        sign_in_id=row.sign_in_id, begun_at=row.begun_at, confirmed_at=row.confirmed_at, way=row.way,
        browser=row.browser,
    )  # fmt: skip
    row.ends_at, row.turns = min(row.ends_at, until), False
    session.add(row)
    session.add(fresh)
    session.flush()
    return fresh


def forget_old(session: Session, staff_id: str, now: datetime) -> None:
    """Remove the rows of sign-ins that ended long ago."""
    old = delete(StaffSession).where(col(StaffSession.staff_id) == staff_id, col(StaffSession.ends_at) < now - KEPT)
    session.execute(old)
