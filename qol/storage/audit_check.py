"""Checks the audit chain: finds changed, removed and reordered entries, and a cut end."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session, col, select

from qol.storage.audit import entry_hash
from qol.storage.audit_head import Head, OutsideHead
from qol.storage.database import Database
from qol.storage.installation import installation
from qol.storage.keys import keys_of
from qol.storage.tables import AuditEntry, AuditHead


@dataclass(frozen=True)
class Checked:
    """How many entries the chain holds, and every problem found, each in a sentence."""

    entries: int
    problems: tuple[str, ...]


def check(database: Database) -> Checked:
    """Check the whole chain against itself, its head, and the head kept outside the database."""
    with database.reading() as session:
        origin = installation(session).id
    # Read before the entries: what is appended in the meantime only makes the chain longer than the head.
    outside = OutsideHead(database.settings, database.keys).kept(origin)
    with database.reading() as session:
        problems = list(_problems(session, origin, outside))
        entries = session.exec(select(AuditHead.seq)).one()
    return Checked(entries, tuple(problems))


def _problems(session: Session, origin: str, outside: Head | None) -> Iterator[str]:
    keys = keys_of(session)
    seq, last, at_outside = 0, origin, origin
    query = select(AuditEntry).order_by(col(AuditEntry.seq)).execution_options(yield_per=1000)
    for entry in session.exec(query):
        if entry.seq != seq + 1:
            yield _missing(seq + 1, entry.seq - 1)
        elif entry.previous != last:
            yield f"Entry {entry.seq} does not follow the entry before it: entries were reordered or replaced."
        if not hmac.compare_digest(entry.hash, entry_hash(keys, entry)):
            yield f"Entry {entry.seq} was changed."
        seq, last = entry.seq, entry.hash
        at_outside = last if outside is not None and seq == outside.seq else at_outside
    head = session.exec(select(AuditHead)).one()
    if (head.seq, head.hash) != (seq, last):
        yield f"The chain ends at entry {seq}, but its head in the database is entry {head.seq}."
    yield from _against_outside(outside, seq, at_outside)


def _against_outside(outside: Head | None, seq: int, at_outside: str) -> Iterator[str]:
    if outside is None:
        if seq:
            yield "The head kept outside the database is missing or forged: a cut end would not show."
    elif outside.seq > seq:
        yield f"{_missing(seq + 1, outside.seq)} The end was cut, or an older copy of the database was put back."
    elif outside.hash != at_outside:
        yield f"Entry {outside.seq} is not the one that was noted outside the database: the end was replaced."


def _missing(first: int, last: int) -> str:
    return f"Entry {first} is missing." if first == last else f"Entries {first} to {last} are missing."
