"""What patients' devices sealed and delivered, with the guards that keep it from being changed or removed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ERASED = "SELECT 1 FROM erasure JOIN assessment USING (patient_id) WHERE assessment.id = OLD.assessment_id"
GUARDS = (
    ("envelope_stays", "DELETE", f"NOT EXISTS ({ERASED})", "envelope rows are removed only with an erased patient"),
    ("envelope_unchanged", "UPDATE", "true", "envelope rows are never changed"),
)
"""Name, what is done, when it is refused, and in which words."""


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
    for guard in GUARDS:
        for statement in _on_sqlite(*guard) if _is_sqlite() else _on_postgresql(*guard):
            op.execute(statement)


def downgrade() -> None:
    """Remove table and guards; what was not applied is lost."""
    op.drop_table("envelope")  # its triggers go with it
    if not _is_sqlite():
        for name, *_ in GUARDS:
            op.execute(f"DROP FUNCTION {name}()")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _on_sqlite(name: str, done: str, refused_when: str, words: str) -> list[str]:
    return [
        f"CREATE TRIGGER {name} BEFORE {done} ON envelope WHEN {refused_when} BEGIN SELECT RAISE(ABORT, '{words}'); END"
    ]


def _on_postgresql(name: str, done: str, refused_when: str, words: str) -> list[str]:
    kept = "OLD" if done == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {refused_when} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {kept}; END $$",
        f"CREATE TRIGGER {name} BEFORE {done} ON envelope FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
