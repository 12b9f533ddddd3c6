"""The second factor: six digits of an app that change every half minute (RFC 6238), and codes for when it is lost.

A code opens once: none of the half minute that was used or of one before it opens again. The clocks of telephone and
server may differ by one half minute.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

import pyotp
from sqlmodel import Session

from qol.errors import AccessRefused, QolError, SettingsError
from qol.language import gettext as _
from qol.settings import Settings
from qol.storage import second_factors, staff
from qol.storage.tables import Staff
from qol.study.house import House
from qol.study.people.accounts import note
from qol.study.people.tries import count_code, forget_codes
from qol.study.secrets import DIGITS, LETTERS, normal

ISSUER = "Quality of life"
STEP_SECONDS = 30
DRIFT = 1
"""Half minutes by which clocks may differ."""
CODES, CODE_LENGTH = 10, 10
"""Recovery codes, of 47 bits each."""


@dataclass(frozen=True)
class Draft:
    """A secret that is being set up: to scan, to type, and sealed to come back with the form."""

    address: str
    typed: str
    sealed: str


def is_needed(session: Session, settings: Settings, staff_id: str) -> bool:
    """Whether one of the account's roles must have a second factor."""
    return any(role.role in settings.second_factor for role in staff.roles(session, staff_id))


def draft(house: House, staff_id: str, sealed: str = "") -> Draft:
    """A new secret, or the one that a form brought back; raises AccessRefused where that is not ours."""
    with house.database.reading() as session:
        row = staff.by_id(session, staff_id)
        secret = _opened(session, staff_id, sealed) if sealed else pyotp.random_base32()
        sealed = sealed or second_factors.seal_draft(session, staff_id, secret)
    address = pyotp.TOTP(secret).provisioning_uri(name=row.login, issuer_name=ISSUER)
    return Draft(address, " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)), sealed)


def set_up(session: Session, staff_id: str, sealed: str, code: str, now: datetime) -> tuple[str, ...]:
    """Keep a second factor that a code has proved, and give its recovery codes; raises AccessRefused."""
    row = staff.by_id(session, staff_id)
    secret = _opened(session, staff_id, sealed)
    step = _step(secret, code, now, after=None)
    if step is None:
        raise AccessRefused(_("This is not the code that the app shows now. Check the clock of your telephone too."))
    codes = _new_codes()
    second_factors.keep(session, row, secret, step, map(_hashed, codes), now)
    note(session, "set_up_second_factor", row, staff_id, now)
    return codes


def proves(session: Session, row: Staff, code: str, now: datetime) -> bool:
    """Whether a code opens an account now; it is used up with that."""
    secret = second_factors.secret_of(session, row)
    if secret is None:
        return False
    step = _step(secret, code, now, after=row.totp_step)
    if step is not None:
        second_factors.used(session, row, step)
        return True
    if second_factors.take_code(session, row.id, _hashed(code), now):
        note(session, "use_recovery_code", row, row.id, now)
        return True
    return False


def check(house: House, staff_id: str, code: str, now: datetime, refused: str) -> None:
    """Count a try and use up a code; raises AccessRefused, TooManyTries. refused: the action that the audit notes."""
    count_code(house, staff_id, now)
    with house.database.writing() as session:
        row = staff.by_id(session, staff_id)
        opened = proves(session, row, code, now)
        forget_codes(session, staff_id) if opened else note(session, refused, row, staff_id, now)
    if not opened:
        raise AccessRefused(_("This code does not open. Each code opens once: wait for the next one."))


def other_codes(house: House, staff_id: str, now: datetime) -> tuple[str, ...]:
    """Other recovery codes in place of those before; raises QolError without a second factor."""
    codes = _new_codes()
    with house.database.writing() as session:
        row = staff.by_id(session, staff_id)
        if row.totp_secret is None:
            raise QolError(_("Set up a second factor first."))
        second_factors.replace_codes(session, staff_id, map(_hashed, codes))
        note(session, "replace_recovery_codes", row, staff_id, now)
    return codes


def _step(secret: str, code: str, now: datetime, after: int | None) -> int | None:
    """The half minute whose code this is, later than the last used one; None where it is none."""
    digits = "".join(str(int(sign)) for sign in code if sign.isdecimal())
    present, totp, found = int(now.timestamp()) // STEP_SECONDS, pyotp.TOTP(secret), None
    for step in range(present - DRIFT, present + DRIFT + 1):
        same = compare_digest(totp.generate_otp(step), digits)
        found = step if same and (after is None or step > after) else found
    return found


def _opened(session: Session, staff_id: str, sealed: str) -> str:
    try:
        return second_factors.open_draft(session, staff_id, sealed)
    except SettingsError as error:
        raise AccessRefused(_("This page is out of date. Open it again.")) from error


def _new_codes() -> tuple[str, ...]:
    return tuple("".join(secrets.choice(LETTERS + DIGITS) for _ in range(CODE_LENGTH)) for _ in range(CODES))


def _hashed(code: str) -> str:
    return sha256(f"recovery:{normal('recovery', code)}".encode()).hexdigest()
