"""Characteristics of patients before the decision."""

import sqlalchemy as sa
from alembic import op

from qol.storage.migrations import guards
from qol.storage.migrations.guards import Guard, unchanged

revision = "0006"
down_revision = "0005"

ERASED = "SELECT 1 FROM erasure WHERE patient_id = OLD.patient_id"
GUARDS = (
    Guard(
        "characteristic_stays", "characteristic", "DELETE", "characteristic rows go only with an erased patient",
        f"NOT EXISTS ({ERASED})",
    ),
    unchanged("characteristic"),
)  # fmt: skip


def upgrade() -> None:
    """One table, a row a version."""
    op.create_table(
        "characteristic", _text("id"),
        sa.Column("patient_id", sa.String(), sa.ForeignKey("patient.id"), nullable=False),
        _text("name"), sa.Column("version", sa.Integer(), nullable=False), _text("value", True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False), _text("recorded_by", True),
        _text("reason", True), sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("patient_id", "name", "version"),
    )  # fmt: skip
    op.create_index("ix_characteristic_patient_id", "characteristic", ["patient_id"])
    guards.put_up(GUARDS)


def downgrade() -> None:
    """What was recorded is forgotten."""
    op.drop_table("characteristic")  # its triggers go with it
    guards.forget(GUARDS)


def _text(name: str, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=optional)
