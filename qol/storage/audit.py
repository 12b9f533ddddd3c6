"""The audit trail: a chain that only grows, written in the same transaction as what it tells of.

Each entry's hash is an HMAC, with a key outside the database, over the hash before it and its own columns. Of a
reason only a keyed hash is chained, so the words themselves can be erased and the chain still holds.
"""

import hmac
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from qol.storage.audit_head import Head
from qol.storage.keys import Keys, keys_of
from qol.storage.tables import AuditEntry, AuditHead, Installation

COMMAND_LINE = "command line"
"""Who acted where nobody was signed in."""
HEAD = select(AuditHead.seq, AuditHead.hash, Installation.id).join(
    Installation, col(Installation.number) == AuditHead.number
)
"""The head and the installation's id: two tables of one row each."""
ADD = insert(AuditEntry.__table__)  # type: ignore[attr-defined]
MOVE = update(AuditHead.__table__)  # type: ignore[attr-defined]


@dataclass
class Chain:
    """The chain in one transaction: where it began, and where it ends now."""

    installation: str
    begin: Head
    end: Head


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
    chain = session.info.get("audit") or _chain(session)
    entry = AuditEntry(
        seq=chain.end.seq + 1,
        at=at,
        actor=actor,
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        reason_hash=_reason_hash(session, reason) if reason else None,
        previous=chain.end.hash,
        hash="",
    )
    entry.hash = entry_hash(keys_of(session), entry)
    session.connection().execute(ADD, entry.model_dump())
    chain.end = Head(entry.seq, entry.hash)
    return entry


def is_reason(session: Session, words: str, noted: str) -> bool:
    """Whether these are the words of a reason of which the chain keeps the hash."""
    return hmac.compare_digest(_reason_hash(session, words), noted)


def _reason_hash(session: Session, words: str) -> str:
    return keys_of(session).audit_hash(f"reason {words}")


def move_head(session: Session) -> Chain | None:
    """Bring the head to the last entry, just before the commit; None where nothing was appended."""
    chain: Chain | None = session.info.get("audit")
    if chain is not None:
        session.connection().execute(MOVE, {"seq": chain.end.seq, "hash": chain.end.hash})
    return chain


def _chain(session: Session) -> Chain:
    seq, last, installation = session.connection().execute(HEAD).one()
    session.info["audit"] = Chain(installation, Head(seq, last), Head(seq, last))
    chain: Chain = session.info["audit"]
    return chain


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


def last(session: Session) -> int:
    """The number of the last entry; 0 before the first."""
    return session.exec(select(AuditHead.seq)).one()


def last_but(session: Session, beginnings: Collection[str]) -> int:
    """The number of the last entry whose action begins with none of these; 0 where there is none."""
    query = select(AuditEntry.seq).order_by(col(AuditEntry.seq).desc()).limit(1)
    for beginning in beginnings:
        query = query.where(~col(AuditEntry.action).startswith(beginning, autoescape=True))
    return session.exec(query).first() or 0


def objects_of(session: Session, object_kind: str, action: str) -> frozenset[str]:
    """Ids of the rows of one kind to which something was done."""
    query = select(AuditEntry.object_id).where(AuditEntry.object_kind == object_kind, AuditEntry.action == action)
    return frozenset(session.exec(query))


def of_kind(session: Session, object_kind: str) -> Sequence[AuditEntry]:
    """What was done to rows or files of one kind, oldest first."""
    query = select(AuditEntry).where(AuditEntry.object_kind == object_kind)
    return session.exec(query.order_by(col(AuditEntry.seq))).all()


def of_actions(
    session: Session, object_kind: str, actions: Collection[str], count: int, object_id: str | None = None
) -> Sequence[AuditEntry]:
    """The last entries of some actions on rows of one kind, or on one of them, newest first."""
    query = select(AuditEntry).where(AuditEntry.object_kind == object_kind, col(AuditEntry.action).in_(actions))
    if object_id is not None:
        query = query.where(AuditEntry.object_id == object_id)
    return session.exec(query.order_by(col(AuditEntry.seq).desc()).limit(count)).all()


def latest(session: Session, count: int) -> Sequence[AuditEntry]:
    """The last entries, newest first."""
    return session.exec(select(AuditEntry).order_by(col(AuditEntry.seq).desc()).limit(count)).all()


def holds(session: Session, chain: Chain, noted: Head) -> bool:
    """Whether the chain before this transaction goes through a head that was noted outside."""
    if noted.seq >= chain.begin.seq:
        return noted == chain.begin
    return noted.hash == session.exec(select(AuditEntry.hash).where(AuditEntry.seq == noted.seq)).first()
