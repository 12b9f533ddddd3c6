"""Second factors, invitations, the hospital's own sign-in, what is known of a sign-in, and sites that are closed."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Three tables and their columns; administrators are those of the whole installation."""
    _columns("staff", _text("email", True), _text("totp_secret", True), sa.Column("totp_step", sa.Integer()),
             _moment("totp_since", True))  # fmt: skip
    _columns("staff_session", _with("sign_in_id", ""), _moment("begun_at", True), _moment("confirmed_at", True),
             _with("way", "password"), _with("browser", ""), _with("waits_for", ""),
             sa.Column("turns", sa.Boolean(), nullable=False, server_default=sa.false()))  # fmt: skip
    _columns("site", _moment("closed_at", True))
    op.execute("UPDATE staff_session SET sign_in_id = token_hash, begun_at = created_at")
    op.execute("UPDATE staff_role SET study_id = NULL, site_id = NULL WHERE role = 'administrator'")
    _of_staff("recovery_code", _text("code_hash"), _moment("used_at", True))
    _of_staff(
        "invitation", _text("purpose"), _text("secret_hash"), _moment("created_at"), _text("created_by"),
        _moment("expires_at"), _moment("used_at", True), _moment("ended_at", True), sa.UniqueConstraint("secret_hash"),
    )  # fmt: skip
    _of_staff("provider_account", _text("issuer"), _text("subject"), _moment("linked_at"),
              sa.UniqueConstraint("issuer", "subject"))  # fmt: skip


def downgrade() -> None:
    """Second factors, invitations and links to the hospital's sign-in are lost."""
    for table in ("provider_account", "invitation", "recovery_code"):
        op.drop_table(table)
    op.drop_column("site", "closed_at")
    for name in ("turns", "waits_for", "browser", "way", "confirmed_at", "begun_at", "sign_in_id"):
        op.drop_column("staff_session", name)
    for name in ("totp_since", "totp_step", "totp_secret", "email"):
        op.drop_column("staff", name)


def _of_staff(table: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        table, _text("id"), sa.Column("staff_id", sa.String(), sa.ForeignKey("staff.id"), nullable=False), *parts,
        sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_index(f"ix_{table}_staff_id", table, ["staff_id"])


def _columns(table: str, *columns: sa.Column[Any]) -> None:
    for column in columns:
        op.add_column(table, column)


def _text(name: str, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=optional)


def _with(name: str, default: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False, server_default=default)


def _moment(name: str, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=optional)
