"""Entries of the audit by who, when, what and to which row; newest first, a page at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from qol.storage.tables import AuditEntry

AT_ONCE = 1000


@dataclass(frozen=True)
class Sought:
    """What entries are wanted; empty means any. since: from this moment on; until: before this one."""

    actors: tuple[str, ...] | None = None
    action: str = ""
    object_kind: str = ""
    object_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


def page(session: Session, sought: Sought, before: int | None, count: int) -> Sequence[AuditEntry]:
    """At most so many entries older than a number, newest first."""
    query = _query(sought).order_by(col(AuditEntry.seq).desc()).limit(count)
    return session.exec(query.where(AuditEntry.seq < before) if before is not None else query).all()


def every(session: Session, sought: Sought) -> Iterator[AuditEntry]:
    """All of them, oldest first, a thousand at a time in memory."""
    yield from session.exec(_query(sought).order_by(col(AuditEntry.seq)).execution_options(yield_per=AT_ONCE))


def actions(session: Session) -> Sequence[str]:
    """Every action that was ever noted."""
    return session.exec(select(AuditEntry.action).distinct().order_by(AuditEntry.action)).all()


def kinds(session: Session) -> Sequence[str]:
    """Every kind of row that anything was ever done to."""
    return session.exec(select(AuditEntry.object_kind).distinct().order_by(AuditEntry.object_kind)).all()


def _query(sought: Sought) -> SelectOfScalar[AuditEntry]:
    query = select(AuditEntry)
    if sought.actors is not None:
        query = query.where(col(AuditEntry.actor).in_(sought.actors))
    for column in ("action", "object_kind", "object_id"):
        if wanted := getattr(sought, column):
            query = query.where(getattr(AuditEntry, column) == wanted)
    if sought.since is not None:
        query = query.where(AuditEntry.at >= sought.since)
    return query.where(AuditEntry.at < sought.until) if sought.until is not None else query
