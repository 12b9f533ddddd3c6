"""The audit trail for administrators: a page at a time, or all of it as a table; ids and codes, never values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from qol.storage import audit, audit_search, staff
from qol.storage.audit_search import Sought
from qol.storage.tables import AuditEntry
from qol.study.house import House

A_PAGE = 50
COLUMNS = ("number", "at", "actor", "actor_id", "action", "object_kind", "object_id", "reason_given", "hash")


@dataclass(frozen=True)
class Wanted:
    """What the reader narrows the trail to, as it was typed; until is the last day shown."""

    actor: str = ""
    action: str = ""
    object_kind: str = ""
    object_id: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """One entry with the login of the account behind it; empty where a patient or nobody acted."""

    entry: AuditEntry
    login: str

    def cells(self) -> tuple[str, ...]:
        """The entry as a row of the table."""
        one = self.entry
        reason = "yes" if one.reason_hash else ""
        return (str(one.seq), one.at.isoformat(), self.login, one.actor, one.action, one.object_kind, one.object_id,
                reason, one.hash)  # fmt: skip


@dataclass(frozen=True)
class TrailPage:
    """Lines, newest first. older: the number to go on from, None at the beginning of the trail."""

    lines: tuple[Line, ...]
    older: int | None
    actions: tuple[str, ...]
    kinds: tuple[str, ...]


def trail_page(house: House, wanted: Wanted, before: int | None) -> TrailPage:
    """One page of the entries that are wanted."""
    with house.database.reading() as session:
        logins = _logins(session)
        found = audit_search.page(session, _sought(wanted, logins), before, A_PAGE + 1)
        actions, kinds = audit_search.actions(session), audit_search.kinds(session)
    lines = tuple(Line(entry, logins.get(entry.actor, "")) for entry in found[:A_PAGE])
    return TrailPage(lines, lines[-1].entry.seq if len(found) > A_PAGE else None, tuple(actions), tuple(kinds))


def trail_table(house: House, wanted: Wanted, by: str, now: datetime) -> Iterator[tuple[str, ...]]:
    """The table with its head, oldest first; that somebody took it is noted first, and so its last row.

    The rows are read while they are handed on, in one unchanging view.
    """
    with house.database.writing() as session:
        audit.append(session, at=now, actor=by, action="audit.exported", object_kind="audit", object_id="trail")
    yield COLUMNS
    with house.database.reading() as session:
        logins = _logins(session)
        for entry in audit_search.every(session, _sought(wanted, logins)):
            yield Line(entry, logins.get(entry.actor, "")).cells()


def _sought(wanted: Wanted, logins: dict[str, str]) -> Sought:
    """Days are those of the clinic's own clock; an actor is a login, or an id as it stands."""
    typed = wanted.actor.strip()
    ids = [staff_id for staff_id, login in logins.items() if login == staff.plain_login(typed)]
    return Sought(
        actors=tuple(ids) or (typed,) if typed else None,
        action=wanted.action,
        object_kind=wanted.object_kind,
        object_id=wanted.object_id.strip(),
        since=_midnight(wanted.since) if wanted.since else None,
        until=_midnight(wanted.until + timedelta(days=1)) if wanted.until else None,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()


def _logins(session: Session) -> dict[str, str]:
    return {row.id: row.login for row in staff.every(session)}
