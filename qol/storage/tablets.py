"""Clinics' tablets: announced by staff, enrolled once by a code, known by a cookie's hash, withdrawn for good."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from qol.storage.tables import Tablet


def add(
    session: Session, *, site_id: str, name: str, code_hash: str, code_until: datetime, now: datetime, by: str
) -> Tablet:
    """A tablet that waits for its code."""
    row = Tablet(site_id=site_id, name=name, code_hash=code_hash, code_until=code_until, created_at=now, created_by=by)
    session.add(row)
    session.flush()
    return row


def of_sites(session: Session, site_ids: Collection[str]) -> Sequence[Tablet]:
    """The tablets of some sites by name, the withdrawn ones not."""
    query = select(Tablet).where(col(Tablet.site_id).in_(sorted(site_ids)), col(Tablet.withdrawn_at).is_(None))
    return session.exec(query.order_by(col(Tablet.name), col(Tablet.created_at))).all()


def by_code(session: Session, code_hash: str, now: datetime) -> Tablet | None:
    """The tablet that a code enrols now."""
    query = select(Tablet).where(Tablet.code_hash == code_hash, col(Tablet.code_until) > now)
    return session.exec(query.where(col(Tablet.withdrawn_at).is_(None))).first()


def is_taken(session: Session, code_hash: str) -> bool:
    """Whether some tablet waits, or waited in vain, for this code."""
    return session.exec(select(Tablet.id).where(Tablet.code_hash == code_hash)).first() is not None


def by_token(session: Session, token_hash: str) -> Tablet | None:
    """The tablet of a cookie; None for one that was withdrawn."""
    query = select(Tablet).where(Tablet.token_hash == token_hash, col(Tablet.withdrawn_at).is_(None))
    return session.exec(query).first()


def enrol(session: Session, row: Tablet, token_hash: str, now: datetime) -> None:
    """The code has been used: from here on the device is known by its token."""
    row.code_hash, row.token_hash, row.enrolled_at, row.seen_at = None, token_hash, now, now
    session.add(row)


def seen(session: Session, row: Tablet, now: datetime) -> None:
    """Note that the tablet was in use."""
    row.seen_at = now
    session.add(row)


def rename(session: Session, row: Tablet, name: str) -> None:
    """Call it otherwise."""
    row.name = name
    session.add(row)


def withdraw(session: Session, row: Tablet, now: datetime) -> None:
    """Its code and its cookie open nothing from now on; the row stays."""
    row.withdrawn_at, row.code_hash = now, None
    session.add(row)
