"""How often somebody may try to prove who is there, counted for all workers in the database."""

from datetime import datetime

from sqlmodel import Session

from qol.errors import TooManyTries
from qol.language import gettext as _
from qol.language import ngettext, number
from qol.storage import rates, staff
from qol.study.house import House

WINDOW_SECONDS = 15 * 60
DAY_SECONDS = 24 * 60 * 60
TRIES_A_LOGIN = 10
TRIES_A_PLACE = 100
"""A whole clinic may share one address."""
CODES, CODES_A_DAY = 5, 25
"""Six digits are guessed three times in a million; who tries these already knows the password."""


def count_sign_in(session: Session, login: str, place: str, now: datetime) -> bool:
    """Count a try of a login from a place; False where there were too many."""
    of_login = rates.count(session, _login(login), WINDOW_SECONDS, now)
    of_place = rates.count(session, f"sign-in from {place}", WINDOW_SECONDS, now)
    return of_login <= TRIES_A_LOGIN and of_place <= TRIES_A_PLACE


def forget_sign_in(session: Session, login: str) -> None:
    """The password was right."""
    rates.forget(session, _login(login))


def count_place(house: House, place: str, now: datetime) -> None:
    """Count a try of a link from a place; raises TooManyTries."""
    with house.database.writing() as session:
        tries = rates.count(session, f"sign-in from {place}", WINDOW_SECONDS, now)
    if tries > TRIES_A_PLACE:
        raise too_many(now)


def count_code(house: House, staff_id: str, now: datetime) -> None:
    """Count a try of an account's second factor; raises TooManyTries."""
    with house.database.writing() as session:
        soon = rates.count(session, _code(staff_id), WINDOW_SECONDS, now)
        today = rates.count(session, f"{_code(staff_id)} in a day", DAY_SECONDS, now)
    if today > CODES_A_DAY:
        raise TooManyTries(_("Too many wrong codes today. Ask an administrator for help, or try again tomorrow."))
    if soon > CODES:
        raise too_many(now)


def forget_codes(session: Session, staff_id: str) -> None:
    """The code was right."""
    rates.forget(session, _code(staff_id))
    rates.forget(session, f"{_code(staff_id)} in a day")


def too_many(now: datetime) -> TooManyTries:
    """How long to wait."""
    minutes = max(1, round((rates.next_window(WINDOW_SECONDS, now) - now).total_seconds() / 60))
    words = ngettext(
        "Too many tries. Please wait %(count)s minute, then try again.",
        "Too many tries. Please wait %(count)s minutes, then try again.",
        minutes,
    )
    return TooManyTries(words % {"count": number(minutes)})


def _login(login: str) -> str:
    return f"sign-in as {staff.plain_login(login)}"


def _code(staff_id: str) -> str:
    return f"second factor of {staff_id}"
