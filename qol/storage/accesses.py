"""Ways into an assessment: links, typed codes, hand-over codes and slips, found by the hash of their secret."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from qol.storage.tables import Access


def add(
    session: Session,
    *,
    assessment_id: str,
    kind: str,
    secret_hash: str,
    now: datetime,
    expires_at: datetime,
    by: str | None = None,
) -> Access:
    """A new way in; kind is link, typed, handover or slip."""
    access = Access(
        assessment_id=assessment_id,
        kind=kind,
        secret_hash=secret_hash,
        created_at=now,
        created_by=by,
        expires_at=expires_at,
    )
    session.add(access)
    session.flush()
    return access


def by_secret(session: Session, secret_hash: str) -> Access | None:
    """The way in that a secret opens, whether it has ended or not."""
    return session.exec(select(Access).where(Access.secret_hash == secret_hash)).first()


def of_assessment(session: Session, assessment_id: str) -> Sequence[Access]:
    """Every way into an assessment, newest first."""
    query = select(Access).where(Access.assessment_id == assessment_id)
    return session.exec(query.order_by(col(Access.created_at).desc())).all()


def of_assessments(session: Session, assessment_ids: Collection[str]) -> dict[str, list[Access]]:
    """Assessment id -> every way into it, newest first."""
    ids = sorted(assessment_ids)
    found: dict[str, list[Access]] = {assessment_id: [] for assessment_id in ids}
    for start in range(0, len(ids), 500):
        query = select(Access).where(col(Access.assessment_id).in_(ids[start : start + 500]))
        for row in session.exec(query.order_by(col(Access.created_at).desc())):
            found[row.assessment_id].append(row)
    return found


def use_once(session: Session, access: Access, now: datetime) -> bool:
    """Take a way in that opens one time; False when somebody was first."""
    unused = update(Access).where(col(Access.id) == access.id, col(Access.used_at).is_(None))
    taken = session.execute(unused.where(col(Access.ended_at).is_(None)).values(used_at=now))
    session.refresh(access)
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def note_use(session: Session, access: Access, now: datetime) -> None:
    """Note when a way in was last used that stays open."""
    access.used_at = now
    session.add(access)


def end(session: Session, assessment_id: str, now: datetime, kind: str | None = None) -> None:
    """End every way into an assessment, or those of one kind."""
    open_ones = update(Access).where(col(Access.assessment_id) == assessment_id, col(Access.ended_at).is_(None))
    if kind is not None:
        open_ones = open_ones.where(col(Access.kind) == kind)
    session.execute(open_ones.values(ended_at=now))
