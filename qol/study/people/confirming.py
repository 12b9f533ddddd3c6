"""Prove again who is there, before what could do most harm: by password or by the second factor."""

from datetime import datetime

from qol.errors import AccessRefused
from qol.language import gettext as _
from qol.storage import provider_accounts, staff
from qol.study.house import House
from qol.study.people import second_factor, tries
from qol.study.people.accounts import note
from qol.study.people.passwords import matches
from qol.study.people.sessions import hashed, replaced


def ways(house: House, staff_id: str) -> frozenset[str]:
    """By what an account can prove who is there: `password`, `code`, `provider`."""
    with house.database.reading() as session:
        row = staff.by_id(session, staff_id)
        found = {
            "password": bool(row.password_hash),
            "code": bool(row.totp_secret),
            "provider": provider_accounts.is_linked(session, staff_id),
        }
    return frozenset(name for name, there in found.items() if there)


def confirm(house: House, token: str, password: str, code: str, now: datetime) -> str:
    """A fresh token that says so; the old one never does. Raises AccessRefused, TooManyTries."""
    with house.database.writing() as session:
        found = staff.session_of(session, hashed(token), now)
        account = found[1] if found and not found[0].waits_for else None
        few = account is None or tries.count_sign_in(session, f"again {account.id}", account.id, now)
    if account is None:
        raise AccessRefused(_("Please begin the sign-in again."))
    if not few:
        raise tries.too_many(now)
    if code:
        second_factor.check(house, account.id, code, now, "confirm_refused")
    elif not matches(account.password_hash, password):
        with house.database.writing() as session:
            note(session, "confirm_refused", account, account.id, now)
        raise AccessRefused(_("This is not the password of your account."))
    return confirmed(house, token, now)


def confirmed(house: House, token: str, now: datetime) -> str:
    """A fresh token of somebody who has proved who is there; raises AccessRefused where the sign-in has ended."""
    with house.database.writing() as session:
        found = staff.session_of(session, hashed(token), now)
        if found is None or found[0].waits_for:
            raise AccessRefused(_("Please begin the sign-in again."))
        row, account = found
        tries.forget_sign_in(session, f"again {account.id}")
        note(session, "confirm", account, account.id, now)
        return replaced(session, row, now, confirmed=True)
