"""Which message a visit has come to: the invitation at its target day, reminders so many days later."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from qol.storage.tables import Mail

INVITATION, REMINDER = "invitation", "reminder"
BETWEEN = timedelta(days=3)
"""Two messages about one visit are never closer, even where the job did not run for a while."""
MOST_TRIES = 5
"""How often a message that certainly did not leave is tried by itself."""


def next_kind(due: date, reminded_after: Sequence[int], written: Sequence[Mail], today: date, now: datetime) -> str:
    """The kind of message that a visit waits for today; empty where none.

    due: the visit's target day. written: what was mailed about this visit before, oldest first.
    """
    days = (today - due).days
    if days < 0:
        return ""
    own = {row.kind: row for row in written if row.kind == INVITATION or row.kind.startswith(REMINDER)}
    failed = [row for row in own.values() if row.state == "failed" and row.tries < MOST_TRIES]
    if failed:
        return failed[-1].kind
    if not own:
        return INVITATION
    reached = [f"{REMINDER}_{number}" for number, after in enumerate(reminded_after, 1) if days >= after]
    if not reached or reached[-1] in own or now - max(row.claimed_at for row in written) < BETWEEN:
        return ""
    return reached[-1]
