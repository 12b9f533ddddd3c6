"""Consent texts and what patients said; a tombstone says whether the coded answers were kept."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

ERASED = "SELECT 1 FROM erasure WHERE patient_id = OLD.patient_id"
GUARDS = (
    ("consent_text_stays", "consent_text", "DELETE", "true", "consent_text rows are never removed"),
    ("consent_text_unchanged", "consent_text", "UPDATE", "true", "consent_text rows are never changed"),
    ("consent_stays", "consent", "DELETE", f"NOT EXISTS ({ERASED})",
     "consent rows are removed only with an erased patient"),
    ("consent_unchanged", "consent", "UPDATE", "true", "consent rows are never changed"),
)  # fmt: skip
"""Name, table, what is done, when it is refused, and in which words."""
TOMBSTONE = ("erasure_unchanged", "erasure", "UPDATE")
UNCHANGED = "erasure rows are never changed"
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
    for guard in GUARDS:
        _put_up(*guard)
    _take_away(*TOMBSTONE[:2])
    _put_up(*TOMBSTONE, ONLY_FURTHER, UNCHANGED)


def downgrade() -> None:
    """What patients said is lost; a tombstone does not say any more what was kept."""
    _take_away(*TOMBSTONE[:2])
    op.drop_column("erasure", "answers_kept")
    _put_up(*TOMBSTONE, "true", UNCHANGED)
    for name, table, *_ in GUARDS:
        _take_away(name, table)
    op.drop_table("consent")
    op.drop_table("consent_text")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _put_up(name: str, table: str, done: str, refused_when: str, words: str) -> None:
    if _is_sqlite():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {done} ON {table} WHEN {refused_when} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return
    kept = "OLD" if done == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {refused_when} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {kept}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {done} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _take_away(name: str, table: str) -> None:
    op.execute(f"DROP TRIGGER {name}" if _is_sqlite() else f"DROP TRIGGER {name} ON {table}")
    if not _is_sqlite():
        op.execute(f"DROP FUNCTION {name}()")


def _text(name: str, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=optional)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _of(table: str) -> sa.Column[str]:
    return sa.Column(f"{table}_id", sa.String(), sa.ForeignKey(f"{table}.id"), nullable=False)
