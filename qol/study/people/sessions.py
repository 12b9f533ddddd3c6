"""Sign-ins as rows: begun, followed by other tokens, listed, ended; the token itself is only in the cookie."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel import Session

from qol.settings import Settings
from qol.storage import audit, sign_ins, staff
from qol.storage.tables import StaffSession
from qol.study.house import House

ROTATED_EVERY = timedelta(hours=1)
GRACE = timedelta(seconds=30)
"""How long a rotated token still works, for requests that were under way."""
SECOND_STEP = timedelta(minutes=10)
"""How long a password that was right waits for the second factor."""


@dataclass(frozen=True)
class SignIn:
    """One open sign-in as its owner sees it."""

    id: str
    begun_at: datetime
    seen_at: datetime
    way: str
    browser: str


def idle_of(settings: Settings) -> timedelta:
    """How long a sign-in lasts without a page."""
    return timedelta(minutes=settings.session_idle_minutes)


def hashed(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


def begin(
    session: Session, settings: Settings, staff_id: str, way: str, browser: str, now: datetime, waits_for: str = ""
) -> str:
    """A fresh token; one that waits for a second step opens nothing else."""
    token = secrets.token_urlsafe(32)
    ends_at = now + (SECOND_STEP if waits_for else timedelta(hours=settings.session_hours))
    staff.begin_session(
        session, token_hash=hashed(token), staff_id=staff_id, now=now, ends_at=ends_at, way=way, browser=browser,
        waits_for=waits_for,
    )  # fmt: skip
    sign_ins.forget_old(session, staff_id, now)
    return token


def is_old(row: StaffSession, now: datetime) -> bool:
    """Due for another token, and not already replaced by one."""
    return (row.turns or row.created_at + ROTATED_EVERY < now) and row.ends_at > now + GRACE


def rotate(house: House, token: str, now: datetime) -> str | None:
    """Another token for the same sign-in and the same end; the old one works for some seconds more."""
    with house.database.writing() as session:
        found = staff.session_of(session, hashed(token), now)
        return replaced(session, found[0], now) if found is not None and is_old(found[0], now) else None


def replaced(session: Session, row: StaffSession, now: datetime, confirmed: bool = False) -> str:
    """Another token; confirmed: its holder has just proved who is there, which the old token does not say."""
    fresh = secrets.token_urlsafe(32)
    following = sign_ins.followed_by(session, row, hashed(fresh), now, now + GRACE)
    if confirmed:
        following.confirmed_at = now
        session.add(following)
    return fresh


def sign_out(house: House, token: str, now: datetime) -> str:
    """End the sign-in of a token, and say by which way it began; a token of nothing is no fault."""
    if not token:
        return ""
    with house.database.writing() as session:
        found = staff.session_of(session, hashed(token), now)
        if found is None:
            return ""
        row, account = found
        staff.end_session(session, row, now)
        if not row.waits_for:
            audit.append(
                session, at=now, actor=account.id, action="sign_out", object_kind="staff", object_id=account.id
            )
        return row.way


def open_sign_ins(house: House, staff_id: str, now: datetime) -> tuple[SignIn, ...]:
    """An account's open sign-ins, the latest first."""
    with house.database.reading() as session:
        rows = sign_ins.open_ones(session, staff_id, now, idle_of(house.settings))
    return tuple(SignIn(r.sign_in_id, r.begun_at or r.created_at, r.seen_at, r.way, r.browser) for r in rows)


def end_own(house: House, staff_id: str, sign_in_id: str, now: datetime) -> None:
    """End one of one's own sign-ins; raises NotFound, also for somebody else's."""
    with house.database.writing() as session:
        row = sign_ins.of_account(session, staff_id, sign_in_id)
        staff.end_session(session, row, now)
        audit.append(session, at=now, actor=staff_id, action="end_sign_in", object_kind="staff", object_id=staff_id)
