"""What patients' devices sealed and delivered, with the guards that keep it from being changed or removed."""

import sqlalchemy as sa
from alembic import op

from qol.storage.migrations import guards
from qol.storage.migrations.guards import stays_until_erased, unchanged

revision = "0005"
down_revision = "0004"

ERASED = "SELECT 1 FROM erasure JOIN assessment USING (patient_id) WHERE assessment.id = OLD.assessment_id"
GUARDS = (stays_until_erased("envelope", ERASED), unchanged("envelope"))


def upgrade() -> None:
    """Make the table and put up its guards."""
    op.create_table(
        "envelope",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("assessment_id", sa.String(), sa.ForeignKey("assessment.id"), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("sealed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", "content_hash"),
    )
    op.create_index("ix_envelope_assessment_id", "envelope", ["assessment_id"])
    guards.put_up(GUARDS)


def downgrade() -> None:
    """Remove table and guards; what was not applied is lost."""
    op.drop_table("envelope")  # its triggers go with it
    guards.forget(GUARDS)
