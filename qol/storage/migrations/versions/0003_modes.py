"""Each form has its own mode of answering, and three dates: completed, entered, received.

The dates of what was sent before follow from the day of its assessment.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NEW: dict[str, tuple[Any, str | None]] = {
    "mode": (sa.String(), "self"),
    "completed_on": (sa.Date(), None),
    "entered_at": (sa.DateTime(timezone=True), None),
    "entered_by": (sa.String(), None),
    "received_on": (sa.Date(), None),
}
"""Columns of a form, with their kind and the value of rows that say nothing."""
UP = (
    # what the first release called electronic, tablet or home is a form that the patient filled in alone
    """UPDATE form SET mode = (SELECT CASE WHEN a.mode IN ('electronic', 'tablet', 'home') THEN 'self' ELSE a.mode END
       FROM assessment a WHERE a.id = form.assessment_id)""",
    """UPDATE form SET entered_at = (SELECT a.submitted_at FROM assessment a WHERE a.id = form.assessment_id)
       WHERE status <> 'open'""",
    """UPDATE form SET completed_on = (SELECT a.on_date FROM assessment a WHERE a.id = form.assessment_id)
       WHERE entered_at IS NOT NULL AND status <> 'not_done'""",
    "UPDATE form SET received_on = completed_on WHERE mode <> 'imported'",
)
DOWN = """UPDATE assessment SET mode = coalesce((
    SELECT CASE f.mode WHEN 'self' THEN 'electronic' ELSE f.mode END
    FROM form f WHERE f.assessment_id = assessment.id ORDER BY f.position, f.attempt LIMIT 1), mode)"""


def upgrade() -> None:
    """The columns, filled from the assessment, which has no mode of its own any more."""
    for name, (kind, default) in NEW.items():
        op.add_column("form", sa.Column(name, kind, nullable=default is None, server_default=default))
    for statement in UP:
        op.execute(statement)
    op.drop_column("assessment", "mode")


def downgrade() -> None:
    """The mode of the first form is that of its assessment again; the dates of paper forms are lost."""
    op.add_column("assessment", sa.Column("mode", sa.String(), nullable=False, server_default="electronic"))
    op.execute(DOWN)
    for name in reversed(NEW):
        op.drop_column("form", name)
