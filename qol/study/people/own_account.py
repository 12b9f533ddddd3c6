"""What everybody does with the own account: look at it, another password, a second factor set up or taken away."""

from dataclasses import dataclass
from datetime import datetime

from qol.errors import AccessRefused, QolError
from qol.language import gettext as _
from qol.storage import provider_accounts, second_factors, staff
from qol.study.house import House
from qol.study.people import second_factor, tries
from qol.study.people.accounts import note
from qol.study.people.passwords import hashed, matches, password_problems


@dataclass(frozen=True)
class OwnAccount:
    """An account as its owner sees it."""

    login: str
    name: str
    email: str | None
    has_password: bool
    second_factor_since: datetime | None
    second_factor_needed: bool
    codes_left: int
    linked: bool


def own_account(house: House, staff_id: str) -> OwnAccount:
    """Everything that the page shows."""
    with house.database.reading() as session:
        row = staff.by_id(session, staff_id)
        return OwnAccount(
            login=row.login,
            name=row.display_name,
            email=row.email,
            has_password=bool(row.password_hash),
            second_factor_since=row.totp_since,
            second_factor_needed=second_factor.is_needed(session, house.settings, staff_id),
            codes_left=second_factors.codes_left(session, staff_id),
            linked=provider_accounts.is_linked(session, staff_id),
        )


def change_password(
    house: House, staff_id: str, sign_in_id: str, present: str, fresh: str, now: datetime, confirmed: bool = False
) -> None:
    """Take another password and end the other sign-ins; raises AccessRefused, TooManyTries, QolError.

    confirmed: whether the person has just proved who is there, which an account without a password needs.
    """
    _prove(house, staff_id, present, now, confirmed)
    with house.database.writing() as session:
        row = staff.by_id(session, staff_id)
        second = bool(row.totp_secret)
        problems = password_problems(fresh, (row.login, row.display_name, row.email or ""), second_factor=second)
        if problems:
            raise QolError("\n".join(problems))
        staff.set_password(session, row, hashed(fresh), now, keep=sign_in_id)
        staff.turn_sessions(session, staff_id)
        note(session, "change_password", row, staff_id, now)


def set_up(house: House, staff_id: str, sealed: str, code: str, now: datetime) -> tuple[str, ...]:
    """Keep a second factor that a code has proved; its recovery codes. Raises AccessRefused, TooManyTries."""
    tries.count_code(house, staff_id, now)
    with house.database.writing() as session:
        codes = second_factor.set_up(session, staff_id, sealed, code, now)
        tries.forget_codes(session, staff_id)
        staff.turn_sessions(session, staff_id)
    return codes


def take_away(house: House, staff_id: str, password: str, now: datetime, confirmed: bool = False) -> None:
    """Live without a second factor, where no role needs one and the password is long enough alone; raises the same."""
    _prove(house, staff_id, password, now, confirmed)
    with house.database.writing() as session:
        row = staff.by_id(session, staff_id)
        if second_factor.is_needed(session, house.settings, staff_id):
            raise QolError(_("Your role needs a second factor. You can set up another one, not live without."))
        if row.password_hash and password_problems(password, (row.login, row.display_name, row.email or "")):
            raise QolError(_("Your password is too short without a second factor. Take a longer one first."))
        second_factors.remove(session, row)
        staff.turn_sessions(session, staff_id)
        note(session, "take_away_second_factor", row, staff_id, now)


def _prove(house: House, staff_id: str, password: str, now: datetime, confirmed: bool) -> None:
    with house.database.writing() as session:
        row = staff.by_id(session, staff_id)
        few = tries.count_sign_in(session, f"again {staff_id}", staff_id, now)
    if not few:
        raise tries.too_many(now)
    if not (matches(row.password_hash, password) if row.password_hash else confirmed):
        with house.database.writing() as session:
            note(session, "confirm_refused", row, staff_id, now)
        raise AccessRefused(_("This is not the password of your account."))
    with house.database.writing() as session:
        tries.forget_sign_in(session, f"again {staff_id}")
