"""How often something was tried, counted in our own table so that all workers share the count.

Count in a `writing()` of its own, before the try: a refused try must not take its count back with it.
"""

from datetime import UTC, datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from qol.storage.keys import keys_of
from qol.storage.tables import RateCount


def count(session: Session, key: str, seconds: int, now: datetime) -> int:
    """Count one more try of `key` in the present window of so many seconds; how many there were with it."""
    row = _row(session, key, seconds, now)
    if row is None:
        clear(session, now)
        row = RateCount(key=_mark(session, key), window=_window(now, seconds), count=0, ends_at=_end(now, seconds))
    row.count += 1
    session.add(row)
    session.flush()
    return row.count


def give_back(session: Session, key: str, seconds: int, now: datetime) -> None:
    """Take back the count of one try that opened; the wrong ones before it stay counted."""
    row = _row(session, key, seconds, now)
    if row is not None and row.count > 0:
        row.count -= 1
        session.add(row)


def tries(session: Session, key: str, seconds: int, now: datetime) -> int:
    """How many tries of `key` the present window has seen."""
    query = select(RateCount.count).where(RateCount.key == _mark(session, key))
    return session.exec(query.where(RateCount.window == _window(now, seconds))).first() or 0


def next_window(seconds: int, now: datetime) -> datetime:
    """When the present window ends and trying is possible again."""
    return _end(now, seconds)


def forget(session: Session, key: str) -> None:
    """Begin again from nothing, after a try that opened."""
    session.execute(delete(RateCount).where(col(RateCount.key) == _mark(session, key)))


def clear(session: Session, now: datetime) -> None:
    """Remove the counts of windows that have ended."""
    session.execute(delete(RateCount).where(col(RateCount.ends_at) < now))


def _row(session: Session, key: str, seconds: int, now: datetime) -> RateCount | None:
    return session.get(RateCount, (_mark(session, key), _window(now, seconds)))


def _mark(session: Session, key: str) -> str:
    """Keys hold addresses and logins; only their keyed hash is kept."""
    return keys_of(session).mark(key)


def _window(now: datetime, seconds: int) -> int:
    return int(now.timestamp()) // seconds * seconds


def _end(now: datetime, seconds: int) -> datetime:
    return datetime.fromtimestamp(_window(now, seconds) + seconds, UTC)
