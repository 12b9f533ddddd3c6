"""Patients' sessions, one a device; the cookie holds the token, the row only its hash."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from qol.storage.tables import SurveySession


def begin(
    session: Session,
    *,
    token_hash: str,
    assessment_id: str,
    access_id: str | None,
    device: str,
    now: datetime,
    ends_at: datetime,
) -> SurveySession:
    """A new session; device is home or tablet."""
    row = SurveySession(
        token_hash=token_hash,
        assessment_id=assessment_id,
        access_id=access_id,
        device=device,
        created_at=now,
        seen_at=now,
        ends_at=ends_at,
    )
    session.add(row)
    session.flush()
    return row


def by_token(session: Session, token_hash: str, now: datetime) -> SurveySession | None:
    """The session of a token, locked or not; None where it has ended or never was."""
    row = session.get(SurveySession, token_hash)
    return row if row is not None and row.ended_at is None and row.ends_at > now else None


def seen(session: Session, row: SurveySession, now: datetime) -> None:
    """Note that the patient is there."""
    row.seen_at = now
    session.add(row)


def lock(session: Session, row: SurveySession, now: datetime) -> None:
    """Lock the device until a code opens it again."""
    row.locked_at = now
    session.add(row)


def prefer(session: Session, row: SurveySession, **preferences: Any) -> None:
    """Keep choices of the patient: language, text size, contrast."""
    row.preferences = {**row.preferences, **preferences}
    session.add(row)


def end(session: Session, row: SurveySession, now: datetime) -> None:
    """End one session."""
    row.ended_at = now
    session.add(row)


def end_all(session: Session, assessment_id: str, now: datetime) -> None:
    """End every session of an assessment: after submitting, or when another device takes over."""
    going = update(SurveySession).where(col(SurveySession.assessment_id) == assessment_id)
    session.execute(going.where(col(SurveySession.ended_at).is_(None)).values(ended_at=now))
