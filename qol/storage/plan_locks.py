"""Locked analysis plans of a study, and the first comparison of its groups."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from qol.storage.tables import FirstComparison, PlanLock


def lock(
    session: Session, study_id: str, *, plan_hash: str, body: Mapping[str, Any], now: datetime,
    by: str | None = None, reason: str | None = None,
) -> PlanLock:  # fmt: skip
    """Lock a plan; whoever calls this has seen that it is not locked yet."""
    row = PlanLock(
        study_id=study_id, plan_hash=plan_hash, body=dict(body), locked_at=now, locked_by=by, reason=reason
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def locks(session: Session, study_id: str) -> Sequence[PlanLock]:
    """Every plan that was ever locked in a study, the first one first."""
    query = select(PlanLock).where(PlanLock.study_id == study_id).order_by(col(PlanLock.locked_at))
    return session.exec(query).all()


def first_comparison(session: Session, study_id: str) -> FirstComparison | None:
    """When the groups were first compared; None where they never were."""
    return session.get(FirstComparison, study_id)


def compared(session: Session, study_id: str, plan_hash: str | None, now: datetime, by: str | None = None) -> bool:
    """Note a comparison; True where it is the first one."""
    if first_comparison(session, study_id) is not None:
        return False
    session.add(FirstComparison(study_id=study_id, compared_at=now, plan_hash=plan_hash, by=by))
    session.flush()
    return True
