"""Consent texts and what patients said; a tombstone says whether the coded answers were kept."""

import sqlalchemy as sa
from alembic import op

from qol.storage.migrations import guards
from qol.storage.migrations.guards import Guard, stays_until_erased, unchanged

revision = "0009"
down_revision = "0008"

ERASED = "SELECT 1 FROM erasure WHERE patient_id = OLD.patient_id"
GUARDS = (
    Guard("consent_text_stays", "consent_text", "DELETE", "consent_text rows are never removed", "true"),
    unchanged("consent_text"),
    stays_until_erased("consent", ERASED),
    unchanged("consent"),
)
TOMBSTONE = unchanged("erasure")
ONLY_FURTHER = "NEW.patient_id <> OLD.patient_id OR NOT OLD.answers_kept OR NEW.answers_kept"
"""Kept answers may be erased later; nothing else about a tombstone changes."""


def upgrade() -> None:
    """Two tables with their guards, and one more column."""
    op.add_column("erasure", sa.Column("answers_kept", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "consent_text", _text("id"), _of("study"), _text("version"), _text("language"), _text("body"),
        _text("body_hash"), sa.Column("renews", sa.Boolean(), nullable=False), _moment("added_at"), _text("added_by"),
        sa.PrimaryKeyConstraint("id"), sa.UniqueConstraint("study_id", "version", "language"),
    )  # fmt: skip
    op.create_table(
        "consent", _text("id"), _of("patient"), sa.Column("number", sa.Integer(), nullable=False), _text("kind"),
        sa.Column("text_id", sa.String(), sa.ForeignKey("consent_text.id"), nullable=True), _text("choice", True),
        sa.Column("said_on", sa.Date(), nullable=False), _moment("recorded_at"), _text("recorded_by"),
        sa.PrimaryKeyConstraint("id"), sa.UniqueConstraint("patient_id", "number"),
    )  # fmt: skip
    op.create_index("ix_consent_patient_id", "consent", ["patient_id"])
    guards.put_up(GUARDS)
    guards.take_away(TOMBSTONE)
    guards.put_up([TOMBSTONE._replace(refused_when=ONLY_FURTHER)])


def downgrade() -> None:
    """What patients said is lost; a tombstone does not say any more what was kept."""
    guards.take_away(TOMBSTONE)
    op.drop_column("erasure", "answers_kept")
    guards.put_up([TOMBSTONE])
    for guard in GUARDS:
        guards.take_away(guard)
    op.drop_table("consent")
    op.drop_table("consent_text")


def _text(name: str, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=optional)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _of(table: str) -> sa.Column[str]:
    return sa.Column(f"{table}_id", sa.String(), sa.ForeignKey(f"{table}.id"), nullable=False)
