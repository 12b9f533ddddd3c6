"""Forms entered in error, answered queries and seen flags, each with guards that keep its rows as they are."""

import sqlalchemy as sa
from alembic import op

from qol.storage.migrations import guards
from qol.storage.migrations.guards import stays_until_erased, unchanged

revision = "0011"
down_revision = "0010"

OF_FORM = (
    "SELECT 1 FROM erasure JOIN assessment USING (patient_id) "
    "JOIN form ON form.assessment_id = assessment.id WHERE form.id = OLD.form_id"
)
ERASED = {
    "form_mark": OF_FORM,
    "query_answer": "SELECT 1 FROM erasure WHERE patient_id = OLD.patient_id",
    "attention_seen": OF_FORM,
}
"""Table -> when an erased patient's row may be removed."""
GUARDS = (*(stays_until_erased(*one) for one in ERASED.items()), *(unchanged(table) for table in ERASED))


def upgrade() -> None:
    """Make the tables and put up their guards."""
    _make_form_mark()
    _make_query_answer()
    _make_attention_seen()
    guards.put_up(GUARDS)


def downgrade() -> None:
    """Remove tables and guards: forms in error count again, queries are open again."""
    for table in reversed(ERASED):
        op.drop_table(table)  # its triggers go with it
    guards.forget(GUARDS)


def _make_form_mark() -> None:
    op.create_table(
        "form_mark", _text("id"), _reference("form_id", "form.id"), sa.Column("version", sa.Integer(), nullable=False),
        _text("mark"), _text("reason", True), _moment("at"), _text("by"), sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("form_id", "version"),
    )  # fmt: skip


def _make_query_answer() -> None:
    op.create_table(
        "query_answer", _text("id"), _reference("patient_id", "patient.id"), _text("query_id"), _text("kind"),
        _text("fingerprint"), sa.Column("since", sa.Date(), nullable=False), _text("form_id", True),
        _text("item_id", True), _text("visit_id", True), _text("event_id", True), _text("answer"), _text("reason"),
        _moment("at"), _text("by"), sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_index("ix_query_answer_patient_id", "query_answer", ["patient_id"])


def _make_attention_seen() -> None:
    op.create_table(
        "attention_seen", _text("id"), _reference("form_id", "form.id"), _text("item_id"),
        sa.Column("version", sa.Integer(), nullable=False), _moment("at"), _text("by"), sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("form_id", "item_id", "version", "by"),
    )  # fmt: skip


def _text(name: str, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=optional)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _reference(name: str, to: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), sa.ForeignKey(to), nullable=False)
