"""Clinics' tablets, whether a clinic's codes open on those alone, and patients who ask for a new link."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Two tables and a column."""
    op.add_column("site", sa.Column("own_tablets_only", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "tablet", _text("id"), sa.Column("site_id", sa.String(), sa.ForeignKey("site.id"), nullable=False),
        _text("name"), _text("code_hash", True), _moment("code_until"), _text("token_hash", True),
        _moment("created_at"), _text("created_by"), _moment("enrolled_at", True), _moment("seen_at", True),
        _moment("withdrawn_at", True), sa.PrimaryKeyConstraint("id"), sa.UniqueConstraint("code_hash"),
        sa.UniqueConstraint("token_hash"),
    )  # fmt: skip
    op.create_index("ix_tablet_site_id", "tablet", ["site_id"])
    op.create_table(
        "link_request", _text("id"),
        sa.Column("patient_id", sa.String(), sa.ForeignKey("patient.id"), nullable=False),
        _moment("asked_at"), _moment("settled_at", True), _text("settled_by", True), sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_index("ix_link_request_patient_id", "link_request", ["patient_id"])


def downgrade() -> None:
    """Tablets have to be enrolled again, and requests are forgotten."""
    op.drop_table("link_request")
    op.drop_table("tablet")
    op.drop_column("site", "own_tablets_only")


def _text(name: str, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=optional)


def _moment(name: str, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=optional)
