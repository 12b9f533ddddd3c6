"""Staff accounts: opened with a password that cannot be guessed, shut again, never removed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher
from sqlmodel import Session

from qol.errors import QolError
from qol.storage import audit, staff
from qol.storage.tables import Staff

ROLES = ("coordinator", "clinician", "researcher", "administrator")
SHORTEST = 15
LONGEST = 200
COMMON = (
    "password", "passwort", "passw0rd", "kennwort", "motdepasse", "qwertyuiop", "qwertzuiop", "asdfghjkl",
    "zxcvbnm", "qwerty", "qwertz", "azerty", "letmein", "welcome", "iloveyou", "administrator", "admin",
    "login", "changeme", "secret", "master", "monkey", "dragon", "football", "baseball", "sunshine",
    "princess", "superman", "trustno", "hospital", "clinic", "doctor", "abcdefghijklmnopqrstuvwxyz", "abcdef",
    "abc", "questionnaire", "quality", "oflife",
)  # fmt: skip
"""What a password must not consist of; longer words first where one holds another."""
LEAST_OWN = 8
"""Different-from-common characters that must be left."""


@dataclass(frozen=True)
class Grant:
    """A role in a study (None: in every one) at a site (None: at every one)."""

    role: str
    study_id: str | None = None
    site_id: str | None = None


def password_problems(password: str, login: str) -> list[str]:
    """Why a password cannot be taken, each in a sentence; empty where it can."""
    if len(password) < SHORTEST:
        return [f"The password has {len(password)} characters; take at least {SHORTEST}, several words for example."]
    if len(password) > LONGEST:
        return [f"The password is longer than {LONGEST} characters."]
    if len(_own_part(password, login)) < LEAST_OWN:
        return ["The password is a common one, or made of the login name, digits or repetitions. Take another."]
    return []


def hashed(password: str) -> str:
    """The argon2id hash that is kept of a password."""
    return PasswordHasher().hash(password)


def open_account(
    session: Session,
    *,
    login: str,
    display_name: str,
    password: str,
    grants: Collection[Grant],
    by: str = audit.COMMAND_LINE,
    now: datetime,
) -> Staff:
    """A new account; raises QolError naming every reason why it cannot be opened."""
    problems = password_problems(password, login)
    problems += [f"There is no role {g.role!r}. Roles: {', '.join(ROLES)}." for g in grants if g.role not in ROLES]
    if not login.strip() or any(letter.isspace() for letter in login.strip()):
        problems.append("The login name must be one word.")
    if not grants:
        problems.append(f"Give the account a role: {', '.join(ROLES)}.")
    if problems:
        raise QolError("\n".join(problems))
    row = staff.add(session, login=login, display_name=display_name or login, password_hash=hashed(password), now=now)
    for grant in grants:
        staff.grant(session, row.id, grant.role, grant.study_id, grant.site_id)
    audit.append(session, at=now, actor=by, action="open_account", object_kind="staff", object_id=row.id)
    return row


def shut_account(session: Session, login: str, *, by: str = audit.COMMAND_LINE, now: datetime) -> Staff:
    """Shut an account and end its sign-ins; raises NotFound."""
    row = staff.named(session, login)
    staff.disable(session, row, now)
    audit.append(session, at=now, actor=by, action="shut_account", object_kind="staff", object_id=row.id)
    return row


def _own_part(password: str, login: str) -> str:
    """What is left of a password without common words, the login name, digits and repetitions."""
    rest = password.casefold()
    for word in (login.casefold(), *COMMON):
        rest = rest.replace(word, "") if word else rest
    rest = "".join(letter for letter in rest if not letter.isdigit())
    unit = (rest + rest).find(rest, 1)  # the length of what is repeated; the whole where nothing is
    return rest[:unit] if len(set(rest[:unit])) > 3 else ""
