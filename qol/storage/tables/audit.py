"""What was done, chained; and who was erased."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from qol.storage.tables.rows import Row


class Erasure(Row, table=True):
    """The tombstone of an erased patient; while it stands, that patient's rows may be removed.

    answers_kept: identity and words are gone, the coded answers stay. It may be taken back to none, nothing else.
    """

    patient_id: str = Field(primary_key=True)
    at: datetime
    by: str | None = None
    answers_kept: bool = False


class AuditEntry(Row, table=True):
    """One link of the audit chain: ids and action codes; of a reason only its keyed hash."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_object", "object_kind", "object_id"),)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime
    actor: str
    action: str
    object_kind: str
    object_id: str
    reason_hash: str | None = None
    previous: str
    hash: str


class AuditHead(Row, table=True):
    """The last link of the chain; PostgreSQL locks this row for every writer."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("number = 1", name="one"),)
    number: int = Field(default=1, primary_key=True)
    seq: int
    hash: str
