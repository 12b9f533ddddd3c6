"""Until when a questionnaire can be answered at home."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from qol.storage import accesses

AT_HOME = ("link", "typed")


def open_until(session: Session, assessment_id: str, now: datetime) -> date | None:
    """The last day on which a link or typed code opens it; None where there is none, so that staff say when."""
    ways = [way for way in accesses.of_assessment(session, assessment_id) if way.kind in AT_HOME]
    ends = [way.expires_at for way in ways if way.ended_at is None and way.expires_at > now]
    return last_day(max(ends)) if ends else None


def last_day(end: datetime) -> date:
    """The day that ends with a moment: midnight belongs to the day before."""
    return (end - timedelta(seconds=1)).astimezone().date()
