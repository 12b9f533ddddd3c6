"""Passwords: long or beside a second factor, never a common one, kept as argon2id hashes only."""

import secrets
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from qol.language import gettext as _
from qol.language import number

SHORTEST = 15
SHORTEST_BESIDE_A_SECOND_FACTOR = 8
LONGEST = 200
JUDGED = 72
"""Characters that are judged; what lies behind them only adds."""
EASY, EASY_BESIDE_A_SECOND_FACTOR = 9.0, 7.0
"""Decimal logarithm of the guesses that a password must at least take, by zxcvbn's lists and patterns."""
OF_THE_TRADE = (
    "hospital", "clinic", "krankenhaus", "klinik", "kliniek", "ziekenhuis", "hopital", "clinique", "kennwort",
    "passwort", "wachtwoord", "motdepasse", "contraseña", "questionnaire", "quality", "oflife", "doctor", "patient",
    "rectal", "cancer", "oncology", "surgery", "study", "administrator", "coordinator", "clinician", "researcher",
)  # fmt: skip
"""Words that somebody who guesses here would try first."""


def password_problems(password: str, known: Iterable[str], *, second_factor: bool = False) -> list[str]:
    """Why a password cannot be taken, each in a sentence; empty where it can.

    known: the person's login, name and address. second_factor: nobody gets in without one.
    """
    shortest = SHORTEST_BESIDE_A_SECOND_FACTOR if second_factor else SHORTEST
    if len(password) < shortest:
        words = _("The password has %(found)s characters; take at least %(least)s, several words for example.")
        return [words % {"found": number(len(password)), "least": number(shortest)}]
    if len(password) > LONGEST:
        return [_("The password is longer than %(most)s characters.") % {"most": number(LONGEST)}]
    if _guesses(password, known) < (EASY_BESIDE_A_SECOND_FACTOR if second_factor else EASY):
        return [_("The password is a common one, or made of names, digits or repetitions. Take another.")]
    return []


def hashed(password: str) -> str:
    """The argon2id hash that is kept of a password."""
    return PasswordHasher().hash(password)


def matches(password_hash: str, password: str) -> bool:
    """Whether a password is the one; an account without any takes as long as one with another."""
    try:
        return PasswordHasher().verify(password_hash or nobodys(), password) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


@cache
def nobodys() -> str:
    """A hash to try where there is no account, so that both take the same time."""
    return hashed(secrets.token_urlsafe(32))


def _guesses(password: str, known: Iterable[str]) -> float:
    from zxcvbn import zxcvbn  # its lists take a moment to load, and a sign-in needs none

    words = [part for text in known for part in (text, *text.replace("@", " ").replace(".", " ").split()) if part]
    found: float = zxcvbn(password.casefold()[:JUDGED], user_inputs=[*words, *OF_THE_TRADE])["guesses_log10"]
    return found
