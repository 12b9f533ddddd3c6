"""Staff sign in: a password, then the second factor where there is one; every refusal has the same words."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from qol.errors import AccessRefused
from qol.language import gettext as _
from qol.storage import audit, staff
from qol.storage.tables import Staff, StaffSession
from qol.study.house import House
from qol.study.people import second_factor, tries
from qol.study.people.accounts import note
from qol.study.people.passwords import matches
from qol.study.people.sessions import begin, hashed

NOBODY = "no account"
"""Stands in the audit for a login that nobody has; the login itself may be a mistyped password."""
SECOND_FACTOR, SET_UP = "second factor", "set up"
"""What a sign-in waits for after the password."""
PASSWORD = "password"  # noqa: S105  the name of a way in

PROVIDER = "provider"
SIGNED_IN = {PASSWORD: "sign_in", PROVIDER: "sign_in_provider"}
"""Way in -> what the audit calls a whole sign-in."""


@dataclass(frozen=True)
class Opened:
    """A fresh token, and what it still waits for; empty where the sign-in is whole."""

    token: str
    waits_for: str = ""


@dataclass(frozen=True)
class Half:
    """Somebody whose password was right and whose second step is missing."""

    staff_id: str
    waits_for: str
    needed: bool
    """Whether a role of the account must have a second factor."""


def sign_in(house: House, login: str, password: str, place: str, now: datetime, browser: str = "") -> Opened:
    """A fresh token; raises AccessRefused in the same words whatever was wrong, TooManyTries."""
    account = _counted(house, login, place, now)
    usable = account is not None and account.active
    right = matches(account.password_hash if account and usable else "", password)
    if account is not None and usable and right:
        with house.database.writing() as session:
            row = staff.by_id(session, account.id)
            if row.active and row.password_hash == account.password_hash:  # nobody shut or reset it meanwhile
                tries.forget_sign_in(session, login)
                return enter(session, house, row, PASSWORD, browser, now)
    _note_refusal(house, account, now)
    raise AccessRefused(no_match())


def enter(
    session: Session, house: House, account: Staff, way: str, browser: str, now: datetime, proved: bool = False
) -> Opened:
    """A fresh token of somebody whose first proof was right. proved: by a second factor elsewhere as well."""
    if account.totp_secret and not proved:
        waits_for = SECOND_FACTOR
    elif not proved and second_factor.is_needed(session, house.settings, account.id):
        waits_for = SET_UP
    else:
        waits_for = ""
        note(session, SIGNED_IN[way], account, account.id, now)
    return Opened(begin(session, house.settings, account.id, way, browser, now, waits_for), waits_for)


def half(house: House, token: str, now: datetime) -> Half | None:
    """Who is half signed in with a token; None where nobody is, or where a second factor was set up since elsewhere."""
    with house.database.reading() as session:
        found = staff.session_of(session, hashed(token), now)
        if found is None or not found[0].waits_for or _is_overtaken(*found):
            return None
        needed = second_factor.is_needed(session, house.settings, found[1].id)
        return Half(found[1].id, found[0].waits_for, needed)


def second_step(house: House, token: str, code: str, now: datetime) -> Opened:
    """The whole sign-in after a right code; raises AccessRefused, TooManyTries."""
    person = half(house, token, now)
    if person is None or person.waits_for != SECOND_FACTOR:
        raise AccessRefused(_("Please begin the sign-in again."))
    second_factor.check(house, person.staff_id, code, now, "second_factor_refused")
    return _whole(house, token, now)


def set_up_step(house: House, token: str, sealed: str, code: str, now: datetime) -> tuple[Opened, tuple[str, ...]]:
    """The whole sign-in after a second factor was set up, with its recovery codes; raises AccessRefused."""
    person = half(house, token, now)
    if person is None or person.waits_for != SET_UP:
        raise AccessRefused(_("Please begin the sign-in again."))
    tries.count_code(house, person.staff_id, now)
    with house.database.writing() as session:
        found = staff.session_of(session, hashed(token), now)
        if found is None or _is_overtaken(*found):
            raise AccessRefused(_("Please begin the sign-in again."))
        codes = second_factor.set_up(session, person.staff_id, sealed, code, now)
        tries.forget_codes(session, person.staff_id)
    return _whole(house, token, now), codes


def later(house: House, token: str, now: datetime) -> Opened:
    """The whole sign-in of somebody who sets no second factor up now; raises AccessRefused where one is needed."""
    person = half(house, token, now)
    if person is None or person.waits_for != SET_UP or person.needed:
        raise AccessRefused(_("Your role needs a second factor. Set it up to go on."))
    return _whole(house, token, now)


def no_match() -> str:
    """One sentence for a wrong name and a wrong password."""
    return _("Login name and password do not match an open account. Check both and try again.")


def _is_overtaken(row: StaffSession, account: Staff) -> bool:
    """A password alone may set a second factor up, never replace the one that its owner has set up meanwhile."""
    return row.waits_for == SET_UP and account.totp_secret is not None


def _whole(house: House, token: str, now: datetime) -> Opened:
    """A token of its own for the whole sign-in; the half one opens nothing any more."""
    with house.database.writing() as session:
        found = staff.session_of(session, hashed(token), now)
        if found is None or not found[0].waits_for:  # the same page sent twice
            raise AccessRefused(_("Please begin the sign-in again."))
        row, account = found
        staff.end_session(session, row, now)
        note(session, SIGNED_IN[row.way], account, account.id, now)
        return Opened(begin(session, house.settings, account.id, row.way, row.browser, now))


def _counted(house: House, login: str, place: str, now: datetime) -> Staff | None:
    """The account of a login, after the try was counted for all workers."""
    with house.database.writing() as session:
        few = tries.count_sign_in(session, login, place, now)
        account = staff.by_login(session, login)
        if not few:
            _append(session, "sign_in_slowed", account, now)
    if not few:
        raise tries.too_many(now)
    return account


def _note_refusal(house: House, account: Staff | None, now: datetime) -> None:
    """Also of a login that nobody has: both take as long, and the audit shows who guesses names."""
    with house.database.writing() as session:
        _append(session, "sign_in_refused", account, now)


def _append(session: Session, action: str, account: Staff | None, now: datetime) -> None:
    known = account.id if account is not None else NOBODY
    audit.append(session, at=now, actor=known, action=action, object_kind="staff", object_id=known)
