"""Who accounts are at the hospital's own sign-in: issuer and subject, never an address."""

from datetime import datetime

from sqlmodel import Session, select

from qol.storage.tables import ProviderAccount, Staff


def holder(session: Session, issuer: str, subject: str) -> Staff | None:
    """The account that somebody of the provider is linked to, active or not."""
    query = select(ProviderAccount).where(ProviderAccount.issuer == issuer, ProviderAccount.subject == subject)
    row = session.exec(query).first()
    return session.get(Staff, row.staff_id) if row else None


def is_linked(session: Session, staff_id: str, issuer: str = "") -> bool:
    """Whether an account is linked, to one issuer or to any."""
    query = select(ProviderAccount.id).where(ProviderAccount.staff_id == staff_id)
    return session.exec(query.where(ProviderAccount.issuer == issuer) if issuer else query).first() is not None


def link(session: Session, staff_id: str, issuer: str, subject: str, now: datetime) -> None:
    """Keep who the account is there."""
    session.add(ProviderAccount(staff_id=staff_id, issuer=issuer, subject=subject, linked_at=now))
    session.flush()


def unlink(session: Session, staff_id: str) -> None:
    """Forget it."""
    for row in session.exec(select(ProviderAccount).where(ProviderAccount.staff_id == staff_id)):
        session.delete(row)
    session.flush()
