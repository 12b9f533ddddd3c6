"""Locked analysis plans, and when the groups were first compared."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

GUARDS = (
    ("plan_lock_stays", "DELETE", "plan_lock", "locked plans are never removed"),
    ("plan_lock_unchanged", "UPDATE", "plan_lock", "locked plans are never changed"),
    ("first_comparison_stays", "DELETE", "first_comparison", "the first comparison is never forgotten"),
    ("first_comparison_unchanged", "UPDATE", "first_comparison", "the first comparison is never changed"),
)
"""Name, what is refused, on which table, and in which words."""


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
    for guard in GUARDS:
        for statement in _on_sqlite(*guard) if _is_sqlite() else _on_postgresql(*guard):
            op.execute(statement)


def downgrade() -> None:
    """Plans are unlocked and the first comparison is forgotten."""
    op.drop_table("first_comparison")  # triggers go with their table
    op.drop_table("plan_lock")
    if not _is_sqlite():
        for name, *_ in GUARDS:
            op.execute(f"DROP FUNCTION {name}()")


def _text(name: str, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=optional)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _study() -> sa.Column[str]:
    return sa.Column("study_id", sa.String(), sa.ForeignKey("study.id"), nullable=False)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _on_sqlite(name: str, done: str, table: str, words: str) -> list[str]:
    return [f"CREATE TRIGGER {name} BEFORE {done} ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END"]


def _on_postgresql(name: str, done: str, table: str, words: str) -> list[str]:
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {name} BEFORE {done} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
