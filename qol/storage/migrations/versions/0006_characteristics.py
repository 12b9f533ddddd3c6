"""Characteristics of patients before the decision."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ERASED = "SELECT 1 FROM erasure WHERE patient_id = OLD.patient_id"
GUARDS = (
    ("characteristic_stays", "DELETE", f"NOT EXISTS ({ERASED})", "characteristic rows go only with an erased patient"),
    ("characteristic_unchanged", "UPDATE", "true", "characteristic rows are never changed"),
)
"""Name, what is done, when it is refused, and in which words."""


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
    for guard in GUARDS:
        for statement in _on_sqlite(*guard) if _is_sqlite() else _on_postgresql(*guard):
            op.execute(statement)


def downgrade() -> None:
    """What was recorded is forgotten."""
    op.drop_table("characteristic")  # its triggers go with it
    if not _is_sqlite():
        for name, *_ in GUARDS:
            op.execute(f"DROP FUNCTION {name}()")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _on_sqlite(name: str, done: str, refused_when: str, words: str) -> list[str]:
    return [
        f"CREATE TRIGGER {name} BEFORE {done} ON characteristic WHEN {refused_when} "
        f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
    ]


def _on_postgresql(name: str, done: str, refused_when: str, words: str) -> list[str]:
    kept = "OLD" if done == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {refused_when} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {kept}; END $$",
        f"CREATE TRIGGER {name} BEFORE {done} ON characteristic FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def _text(name: str, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=optional)
