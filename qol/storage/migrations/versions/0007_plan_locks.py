"""Locked analysis plans, and when the groups were first compared."""

import sqlalchemy as sa
from alembic import op

from qol.storage.migrations import guards
from qol.storage.migrations.guards import Guard

revision = "0007"
down_revision = "0006"

GUARDS = (
    Guard("plan_lock_stays", "plan_lock", "DELETE", "locked plans are never removed"),
    Guard("plan_lock_unchanged", "plan_lock", "UPDATE", "locked plans are never changed"),
    Guard("first_comparison_stays", "first_comparison", "DELETE", "the first comparison is never forgotten"),
    Guard("first_comparison_unchanged", "first_comparison", "UPDATE", "the first comparison is never changed"),
)


def upgrade() -> None:
    """Two tables with their guards."""
    op.create_table(
        "plan_lock", _text("id"), _study(), _text("plan_hash"), sa.Column("body", sa.JSON(), nullable=False),
        _moment("locked_at"), _text("locked_by", True), _text("reason", True), sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("study_id", "plan_hash"),
    )  # fmt: skip
    op.create_table(
        "first_comparison", _study(), _moment("compared_at"), _text("plan_hash", True), _text("by", True),
        sa.PrimaryKeyConstraint("study_id"),
    )  # fmt: skip
    guards.put_up(GUARDS)


def downgrade() -> None:
    """Plans are unlocked and the first comparison is forgotten."""
    op.drop_table("first_comparison")  # triggers go with their table
    op.drop_table("plan_lock")
    guards.forget(GUARDS)


def _text(name: str, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=optional)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _study() -> sa.Column[str]:
    return sa.Column("study_id", sa.String(), sa.ForeignKey("study.id"), nullable=False)
