"""Versions of a study's protocol; the protocol that a study follows is its first."""

import hashlib
import json
from datetime import datetime

import sqlalchemy as sa
from alembic import op

from qol.storage.migrations import guards
from qol.storage.migrations.guards import Guard

revision = "0012"
down_revision = "0011"

GUARDS = (
    Guard("protocol_version_stays", "protocol_version", "DELETE", "protocol versions are never removed"),
    Guard("protocol_version_unchanged", "protocol_version", "UPDATE", "protocol versions are never changed"),
)


def upgrade() -> None:
    """One table, a row a version; number 1 from each study that is there."""
    table = op.create_table(
        "protocol_version",
        sa.Column("study_id", sa.String(), sa.ForeignKey("study.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("protocol_id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("study_id", "number"),
    )
    studies = sa.table(
        "study", sa.column("id"), sa.column("protocol_id"), sa.column("protocol_body", sa.JSON()),
        sa.column("created_at", sa.DateTime(timezone=True)),
    )  # fmt: skip
    rows = [_first(*row) for row in op.get_bind().execute(sa.select(*studies.c))]
    if rows:
        op.bulk_insert(table, rows)
    guards.put_up(GUARDS)


def downgrade() -> None:
    """The studies keep the version in force; the earlier ones are lost."""
    op.drop_table("protocol_version")  # its triggers go with it
    guards.forget(GUARDS)


def _first(study_id: str, protocol_id: str, body: dict[str, object], created_at: datetime) -> dict[str, object]:
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return {
        "study_id": study_id,
        "number": 1,
        "protocol_id": protocol_id,
        "version": str(body.get("version", "")),
        "hash": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        "body": body,
        "valid_from": created_at.astimezone().date(),
        "added_at": created_at,
        "added_by": None,
    }
