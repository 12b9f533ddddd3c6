"""The tables of the first release."""

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    "answer survey_session access submission form assessment event identity_word identity patient "
    "staff_session staff_role staff site study definition rate_count erasure audit_entry audit_head installation"
)
"""In the order in which they can be removed."""


def upgrade() -> None:
    """Make the tables and the one row about this database."""
    _installation()
    _studies_and_staff()
    _patients()
    _collection()
    _ways_in()
    _audit()


def downgrade() -> None:
    """Remove the tables with everything in them."""
    for table in TABLES.split():
        op.drop_table(table)


def _text(name: str, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=optional)


def _number(name: str, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=optional)


def _moment(name: str, optional: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=optional)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _key(*names: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*names)


def _of(table: str, optional: bool = False, column: str = "") -> sa.Column[str]:
    """A column that refers to another table's id."""
    return sa.Column(column or f"{table}_id", sa.String(), sa.ForeignKey(f"{table}.id"), nullable=optional)


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def _installation() -> None:
    table = op.create_table(
        "installation", _number("number"), _text("id"), _flag("demonstration"), _moment("created_at"),
        _key("number"), sa.CheckConstraint("number = 1", name="one"),
    )  # fmt: skip
    # The chain begins at the installation's own id, so that no other database's entries fit into it.
    row = {"number": 1, "id": str(uuid4()), "demonstration": False, "created_at": datetime.now(UTC)}
    op.bulk_insert(table, [row])
    head = op.create_table(
        "audit_head", _number("number"), _number("seq"), _text("hash"),
        _key("number"), sa.CheckConstraint("number = 1", name="one"),
    )  # fmt: skip
    op.bulk_insert(head, [{"number": 1, "seq": 0, "hash": row["id"]}])


def _studies_and_staff() -> None:
    op.create_table(
        "study", _text("id"), _text("name"), _text("title"), _text("protocol_id"), _json("protocol_body"),
        _json("groups"), _flag("dates_known"), _moment("created_at"), _key("id"), sa.UniqueConstraint("name"),
    )  # fmt: skip
    op.create_table(
        "site", _text("id"), _of("study"), _text("name"), _text("phone"),
        _key("id"), sa.UniqueConstraint("study_id", "name"),
    )  # fmt: skip
    op.create_table(
        "staff", _text("id"), _text("login"), _text("display_name"), _text("password_hash"), _flag("active"),
        _moment("created_at"), _key("id"), sa.UniqueConstraint("login"),
    )  # fmt: skip
    op.create_table(
        "staff_role", _text("id"), _of("staff"), _of("study", optional=True), _of("site", optional=True),
        _text("role"), _key("id"),
    )  # fmt: skip
    _index("staff_role", "staff_id")
    op.create_table(
        "staff_session", _text("token_hash"), _of("staff"), _moment("created_at"), _moment("seen_at"),
        _moment("ends_at"), _moment("ended_at", True), _key("token_hash"),
    )  # fmt: skip
    _index("staff_session", "staff_id")


def _patients() -> None:
    op.create_table(
        "patient", _text("id"), _of("study"), _of("site"), _text("code"), _text("sex", True),
        sa.Column("enrolled_on", sa.Date()), _text("arm", True), _text("stage", True), _text("source"),
        _moment("created_at"), _text("created_by", True), _key("id"), sa.UniqueConstraint("study_id", "code"),
    )  # fmt: skip
    _index("patient", "site_id")
    op.create_table(
        "identity", _of("patient"), _text("name", True), _text("birth_date", True), _text("hospital_number", True),
        _text("hospital_number_index", True), _text("contact", True), _text("language"), _key("patient_id"),
    )  # fmt: skip
    _index("identity", "hospital_number_index")
    op.create_table(
        "identity_word", _text("word_hash"),
        sa.Column("patient_id", sa.String(), sa.ForeignKey("identity.patient_id"), nullable=False),
        _key("word_hash", "patient_id"),
    )  # fmt: skip
    _index("identity_word", "patient_id")
    op.create_table(
        "event", _text("id"), _of("patient"), _text("event_id"), _number("version"), _text("kind"),
        sa.Column("on", sa.Date(), nullable=False), _text("precision"), _json("details"), _flag("removed"),
        _moment("recorded_at"), _text("recorded_by", True), _text("reason", True),
        _key("id"), sa.UniqueConstraint("event_id", "version"),
    )  # fmt: skip
    _index("event", "patient_id")
    op.create_table("erasure", _text("patient_id"), _moment("at"), _text("by", True), _key("patient_id"))


def _collection() -> None:
    op.create_table(
        "assessment", _text("id"), _of("patient"), _text("visit_id", True), _text("protocol_id"),
        _text("protocol_version"), _text("occasion"), _json("facts"), _text("mode"), _text("language"),
        _moment("created_at"), _text("created_by", True), _moment("started_at", True),
        _moment("submitted_at", True), _text("closed_as", True), sa.Column("on_date", sa.Date()),
        _number("study_day", True), _key("id"),
    )  # fmt: skip
    _index("assessment", "patient_id")
    op.create_table(
        "definition", _text("hash"), _text("kind"), _text("instrument_id"), _text("version"), _text("body"),
        _key("hash", "kind"),
    )  # fmt: skip
    op.create_table(
        "form", _text("id"), _of("assessment"), _number("position"), _number("attempt"), _text("instrument_id"),
        _text("scoring_hash"), _text("wording_hash"), _text("wording_kind"), _text("wording_notice"),
        _text("language"), _moment("started_at", True), _moment("completed_at", True), _text("status"),
        _key("id"), sa.UniqueConstraint("assessment_id", "instrument_id", "attempt"),
    )  # fmt: skip
    op.create_table(
        "answer", _number("id"), _of("form"), _text("item_id"), _number("version"), _number("value", True),
        _text("text", True), _text("state"), _text("language"), _moment("at"), _text("by", True),
        _text("reason", True), _key("id"), sa.UniqueConstraint("form_id", "item_id", "version"),
    )  # fmt: skip
    op.create_table(
        "submission", _text("id"), _text("content_hash"), _of("assessment"), _moment("received_at"),
        _text("receipt"), _flag("conflict"), _text("content", True), _key("id", "content_hash"),
    )  # fmt: skip
    _index("submission", "assessment_id")


def _ways_in() -> None:
    op.create_table(
        "access", _text("id"), _of("assessment"), _text("kind"), _text("secret_hash"), _moment("created_at"),
        _text("created_by", True), _moment("expires_at"), _moment("used_at", True), _moment("ended_at", True),
        _key("id"), sa.UniqueConstraint("secret_hash"),
    )  # fmt: skip
    _index("access", "assessment_id")
    op.create_table(
        "survey_session", _text("token_hash"), _of("assessment"), _of("access", optional=True), _text("device"),
        _moment("created_at"), _moment("seen_at"), _moment("ends_at"), _moment("ended_at", True),
        _moment("locked_at", True), _json("preferences"), _key("token_hash"),
    )  # fmt: skip
    _index("survey_session", "assessment_id")
    op.create_table(
        "rate_count", _text("key"), _number("window"), _number("count"), _moment("ends_at"),
        _key("key", "window"),
    )  # fmt: skip
    _index("rate_count", "ends_at")


def _audit() -> None:
    op.create_table(
        "audit_entry", sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False), _moment("at"),
        _text("actor"), _text("action"), _text("object_kind"), _text("object_id"), _text("reason_hash", True),
        _text("previous"), _text("hash"), _key("seq"),
    )  # fmt: skip
    op.create_index("ix_audit_entry_object", "audit_entry", ["object_kind", "object_id"])
