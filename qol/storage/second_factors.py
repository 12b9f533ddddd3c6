"""The second factor of an account: its sealed secret, the last code that opened, and codes for when it is lost."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, func, select

from qol.storage.keys import keys_of
from qol.storage.tables import RecoveryCode, Staff


def keep(session: Session, row: Staff, secret: str, step: int, code_hashes: Iterable[str], now: datetime) -> None:
    """Set a second factor up, with the half minute of the code that proved it, in place of any before."""
    row.totp_secret = keys_of(session).seal(secret, _place(row.id))
    row.totp_step, row.totp_since = step, now
    session.add(row)
    replace_codes(session, row.id, code_hashes)


def secret_of(session: Session, row: Staff) -> str | None:
    """The secret in plain; None where there is none."""
    return keys_of(session).open(row.totp_secret, _place(row.id)) if row.totp_secret else None


def used(session: Session, row: Staff, step: int) -> None:
    """No code of this half minute or an earlier one opens again."""
    row.totp_step = step
    session.add(row)


def remove(session: Session, row: Staff) -> None:
    """Take secret and codes away."""
    row.totp_secret = row.totp_step = row.totp_since = None
    session.add(row)
    replace_codes(session, row.id, ())


def replace_codes(session: Session, staff_id: str, code_hashes: Iterable[str]) -> None:
    """Other recovery codes; those before open nothing."""
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.staff_id) == staff_id))
    session.add_all(RecoveryCode(staff_id=staff_id, code_hash=code_hash) for code_hash in code_hashes)
    session.flush()


def take_code(session: Session, staff_id: str, code_hash: str, now: datetime) -> bool:
    """Use up a recovery code; False where there is no such unused one."""
    query = select(RecoveryCode).where(RecoveryCode.staff_id == staff_id, RecoveryCode.code_hash == code_hash)
    row = session.exec(query.where(col(RecoveryCode.used_at).is_(None))).first()
    if row is None:
        return False
    row.used_at = now
    session.add(row)
    return True


def codes_left(session: Session, staff_id: str) -> int:
    """How many recovery codes are unused."""
    query = select(func.count()).where(RecoveryCode.staff_id == staff_id, col(RecoveryCode.used_at).is_(None))
    return session.exec(query).one()


def seal_draft(session: Session, staff_id: str, secret: str) -> str:
    """A secret that is being set up, sealed to travel in a form of this account and no other."""
    return keys_of(session).seal(secret, _draft(staff_id))


def open_draft(session: Session, staff_id: str, sealed: str) -> str:
    """What `seal_draft` sealed; raises SettingsError for anything else."""
    return keys_of(session).open(sealed, _draft(staff_id))


def _place(staff_id: str) -> str:
    return f"staff.totp_secret:{staff_id}"


def _draft(staff_id: str) -> str:
    return f"second factor being set up:{staff_id}"
