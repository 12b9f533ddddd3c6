"""The audit trail: a chain that only grows, written in the same transaction as what it tells of.

Each entry's hash is an HMAC, with a key outside the database, over the hash before it and its own columns. Of a
reason only a keyed hash is chained, so the words themselves can be erased and the chain still holds.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from qol.storage.audit_head import Head
from qol.storage.installation import installation
from qol.storage.keys import Keys, keys_of
from qol.storage.tables import AuditEntry, AuditHead

COMMAND_LINE = "command line"
"""Who acted where nobody was signed in."""


def append(
    session: Session,
    *,
    at: datetime,
    actor: str,
    action: str,
    object_kind: str,
    object_id: str,
    reason: str | None = None,
) -> AuditEntry:
    """Add an entry: who (an account's or patient's id) did what to which row; ids and codes only, no words."""
    head = session.exec(select(AuditHead)).one()
    entry = AuditEntry(
        seq=head.seq + 1,
        at=at,
        actor=actor,
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        reason_hash=keys_of(session).audit_hash(f"reason {reason}") if reason else None,
        previous=head.hash,
        hash="",
    )
    entry.hash = entry_hash(keys_of(session), entry)
    head.seq, head.hash = entry.seq, entry.hash
    session.add(entry)
    session.add(head)
    if "installation" not in session.info:
        session.info["installation"] = installation(session).id
    session.info["audit_head"] = Head(entry.seq, entry.hash)
    return entry


def entry_hash(keys: Keys, entry: AuditEntry) -> str:
    """The keyed hash over an entry and the hash before it; the order of entries follows from it."""
    at = entry.at.astimezone(UTC).isoformat()
    parts = [
        entry.previous,
        at,
        entry.actor,
        entry.action,
        entry.object_kind,
        entry.object_id,
        entry.reason_hash,
    ]
    return keys.audit_hash(json.dumps(parts))


def of_object(session: Session, object_kind: str, object_id: str) -> Sequence[AuditEntry]:
    """What was done to one row, oldest first."""
    query = select(AuditEntry).where(AuditEntry.object_kind == object_kind, AuditEntry.object_id == object_id)
    return session.exec(query.order_by(col(AuditEntry.seq))).all()


def latest(session: Session, count: int) -> Sequence[AuditEntry]:
    """The last entries, newest first."""
    return session.exec(select(AuditEntry).order_by(col(AuditEntry.seq).desc()).limit(count)).all()


def hash_of(session: Session, seq: int) -> str | None:
    """The hash of an entry; None where there is no such entry."""
    return session.exec(select(AuditEntry.hash).where(AuditEntry.seq == seq)).first()
