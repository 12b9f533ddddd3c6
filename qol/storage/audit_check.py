"""Checks the audit chain: finds changed, removed and reordered entries, and a cut end."""

import hmac
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass

from sqlmodel import Session, col, select

from qol.storage.audit import entry_hash
from qol.storage.audit_head import Head, OutsideHead
from qol.storage.database import Database
from qol.storage.installation import installation
from qol.storage.keys import Keys, keys_of
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
    outside = OutsideHead(database.settings, database.keys, origin).kept()
    with database.reading() as session:
        problems = [*_inside(session, origin), *_outside(session, outside)]
        entries = session.exec(select(AuditHead.seq)).one()
    return Checked(entries, tuple(problems))


def _inside(session: Session, origin: str) -> Iterator[str]:
    """What is wrong with the entries and the head beside them."""
    entries = session.exec(select(AuditEntry).order_by(col(AuditEntry.seq)).execution_options(yield_per=1000))
    end = yield from chain_problems(entries, origin, keys_of(session))
    head = session.exec(select(AuditHead)).one()
    if (head.seq, head.hash) != (end.seq, end.hash):
        yield f"The chain ends at entry {end.seq}, but its head in the database is entry {head.seq}."


def chain_problems(entries: Iterable[AuditEntry], origin: str, keys: Keys) -> Generator[str, None, Head]:
    """What is wrong with entries that should follow one another from the installation's id on; returns the last."""
    seq, last = 0, origin
    for entry in entries:
        if entry.seq != seq + 1:
            yield _missing(seq + 1, entry.seq - 1)
        elif entry.previous != last:
            yield f"Entry {entry.seq} does not follow the entry before it: entries were reordered or replaced."
        if not hmac.compare_digest(entry.hash, entry_hash(keys, entry)):
            yield f"Entry {entry.seq} was changed."
        seq, last = entry.seq, entry.hash
    return Head(seq, last)


def _outside(session: Session, kept: tuple[Head | None, ...]) -> Iterator[str]:
    """What the heads noted outside the database say against it."""
    end = session.exec(select(AuditEntry.seq).order_by(col(AuditEntry.seq).desc())).first() or 0
    if None in kept or (end and not kept):
        yield "The head kept outside the database is missing or forged: a cut end would not show."
    for head in kept:
        if head is None:
            continue
        if head.seq > end:
            yield f"{_missing(end + 1, head.seq)} The end was cut, or an older copy of the database was put back."
        elif session.exec(select(AuditEntry.hash).where(AuditEntry.seq == head.seq)).first() != head.hash:
            yield f"Entry {head.seq} is not the one that was noted outside the database: the end was replaced."


def _missing(first: int, last: int) -> str:
    return f"Entry {first} is missing." if first == last else f"Entries {first} to {last} are missing."
