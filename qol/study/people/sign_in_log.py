"""Who signed in, was refused, and did what with accounts: read from the audit, so nothing typed can be in it."""

from dataclasses import dataclass
from datetime import datetime

from qol.storage import audit, staff
from qol.study.house import House
from qol.study.people.sign_in import NOBODY

ACTIONS = (
    "sign_in", "sign_in_provider", "sign_out", "sign_in_refused", "sign_in_slowed", "second_factor_refused",
    "provider_refused", "confirm", "confirm_refused", "use_recovery_code", "end_sign_in", "end_sessions",
    "change_password", "set_up_second_factor", "take_away_second_factor", "replace_recovery_codes",
    "link_provider", "accept_invitation",
)  # fmt: skip
FAILED = ("sign_in_refused", "sign_in_slowed", "second_factor_refused", "provider_refused", "confirm_refused")
"""Actions of a log of sign-ins, and those of them that failed."""


@dataclass(frozen=True)
class Line:
    """One line: whose account, what happened; login is empty where there is no such account."""

    at: datetime
    login: str
    action: str
    by: str

    @property
    def failed(self) -> bool:
        """Whether somebody was refused."""
        return self.action in FAILED


def of_account(house: House, staff_id: str, most: int) -> tuple[Line, ...]:
    """The last lines of one account, the newest first."""
    return _lines(house, most, staff_id)


def of_all(house: House, most: int, failed: bool = False) -> tuple[Line, ...]:
    """The last lines of everybody, the newest first; failed: refusals alone."""
    return _lines(house, most, None, FAILED if failed else ACTIONS)


def _lines(house: House, most: int, staff_id: str | None, actions: tuple[str, ...] = ACTIONS) -> tuple[Line, ...]:
    with house.database.reading() as session:
        names = {row.id: row.login for row in staff.every(session)}
        entries = audit.of_actions(session, "staff", actions, most, staff_id)
    return tuple(
        Line(
            entry.at,
            "" if entry.object_id == NOBODY else names.get(entry.object_id, ""),
            entry.action,
            names.get(entry.actor, entry.actor) if entry.actor not in (entry.object_id, NOBODY) else "",
        )
        for entry in entries
    )
