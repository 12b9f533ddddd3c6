"""A patient at one device: the session behind the cookie, open, locked or ended."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlmodel import Session, col, select

from qol.errors import NotFound
from qol.storage import surveys
from qol.storage.tables import Access, SurveySession

TABLET, HOME = "tablet", "home"
IDLE = {TABLET: timedelta(minutes=15), HOME: timedelta(hours=24)}
"""How long nobody need be there. A tablet covers itself after two minutes; this is for one without script."""
LONGEST_ON_TABLET = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)


class Standing(StrEnum):
    """What a session may still do."""

    OPEN = "open"
    LOCKED = "locked"
    ENDED = "ended"


@dataclass(frozen=True)
class Sitting:
    """One session as the web needs it; preferences: text, contrast, language."""

    token_hash: str
    assessment_id: str
    device: str
    standing: Standing
    seen_at: datetime
    locked_at: datetime | None
    ended_at: datetime | None
    preferences: Mapping[str, Any]

    @property
    def on_tablet(self) -> bool:
        """Whether this is a clinic's tablet, which the next patient gets."""
        return self.device == TABLET


def begin(session: Session, access: Access, device: str, preferences: Mapping[str, Any], now: datetime) -> str:
    """Open a session and end every other one of the same assessment; the token for the cookie.

    What the same patient chose before stays chosen; preferences made just now come over it.
    """
    chosen = {**_chosen_before(session, access.assessment_id), **preferences}
    surveys.end_all(session, access.assessment_id, now)
    token = secrets.token_urlsafe(32)
    row = surveys.begin(
        session,
        token_hash=_hash(token),
        assessment_id=access.assessment_id,
        access_id=access.id,
        device=device,
        now=now,
        ends_at=now + LONGEST_ON_TABLET if device == TABLET else access.expires_at,
    )
    if chosen:
        surveys.prefer(session, row, **chosen)
    return token


def find(session: Session, token: str, now: datetime) -> Sitting | None:
    """The sitting of a cookie, also a locked or ended one; None where there never was one."""
    row = session.get(SurveySession, _hash(token))
    if row is None:
        return None
    return Sitting(
        token_hash=row.token_hash,
        assessment_id=row.assessment_id,
        device=row.device,
        standing=_standing(row, now),
        seen_at=row.seen_at,
        locked_at=row.locked_at,
        ended_at=row.ended_at,
        preferences=row.preferences,
    )


def note_presence(session: Session, sitting: Sitting, now: datetime) -> None:
    """Note that the patient is there, at most once a minute."""
    if is_worth_noting(sitting, now):
        surveys.seen(session, _row(session, sitting), now)


def is_worth_noting(sitting: Sitting, now: datetime) -> bool:
    """Whether the last note is old enough for another."""
    return sitting.standing is Standing.OPEN and now - sitting.seen_at > NOTED_EVERY


def lock(session: Session, sitting: Sitting, now: datetime) -> None:
    """Lock the device until a code opens it again."""
    surveys.lock(session, _row(session, sitting), now)


def end(session: Session, sitting: Sitting, now: datetime) -> None:
    """End this session."""
    surveys.end(session, _row(session, sitting), now)


def prefer(session: Session, sitting: Sitting, preferences: Mapping[str, Any]) -> None:
    """Keep text size, contrast or language for the rest of the session."""
    surveys.prefer(session, _row(session, sitting), **preferences)


def _chosen_before(session: Session, assessment_id: str) -> Mapping[str, Any]:
    """The preferences of the newest session of an assessment."""
    query = select(SurveySession).where(SurveySession.assessment_id == assessment_id)
    newest = session.exec(query.order_by(col(SurveySession.created_at).desc())).first()
    return newest.preferences if newest else {}


def _standing(row: SurveySession, now: datetime) -> Standing:
    if row.ended_at is not None or row.ends_at <= now:
        return Standing.ENDED
    idle = now - row.seen_at > IDLE[row.device]
    if row.device == HOME:
        return Standing.ENDED if idle else Standing.OPEN
    return Standing.LOCKED if idle or row.locked_at is not None else Standing.OPEN


def _row(session: Session, sitting: Sitting) -> SurveySession:
    row = session.get(SurveySession, sitting.token_hash)
    if row is None:
        raise NotFound("There is no such session.")
    return row


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
