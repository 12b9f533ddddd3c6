"""A study's analysis plan: where it stands, locking it, and noting the first comparison of the groups."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from qol.analysis.plan_standing import LockedPlan, PlanStanding
from qol.course.analysis_plan import body, declared
from qol.course.protocol import Protocol
from qol.errors import QolError
from qol.storage import audit, plan_locks, studies
from qol.storage.tables import Study
from qol.study.house import House
from qol.study.scope import Scope
from qol.study.studies import protocol_of, study_named


@dataclass(frozen=True)
class PlanShown:
    """A study's plan as a page shows it. declared: key of the plan and what it says, in the order of the protocol."""

    study: str
    title: str
    protocol: str
    plan_hash: str
    standing: PlanStanding
    declared: tuple[tuple[str, str], ...]


def shown(house: House, scope: Scope) -> PlanShown:
    """The plan of the study that somebody works in, line by line."""
    with house.database.reading() as session:
        study = studies.by_id(session, scope.study_id)
        protocol = protocol_of(study)
        return PlanShown(
            study=study.name, title=study.title, protocol=f"{protocol.id} {protocol.version}",
            plan_hash=protocol.plan_hash or "", standing=standing(session, study, protocol),
            declared=() if protocol.plan is None else declared(protocol.plan),
        )  # fmt: skip


def standing(session: Session, study: Study, protocol: Protocol) -> PlanStanding:
    """Where the plan in force stands."""
    first = plan_locks.first_comparison(session, study.id)
    return PlanStanding(
        plan_hash=protocol.plan_hash,
        declared_confirmatory=protocol.plan is not None and protocol.plan.confirmatory,
        locks=tuple(
            LockedPlan(row.plan_hash, row.locked_at, row.reason) for row in plan_locks.locks(session, study.id)
        ),
        compared_at=None if first is None else first.compared_at,
    )


def lock(house: House, study: str | None, *, now: datetime, by: str | None = None, reason: str = "") -> PlanStanding:
    """Lock the plan in force, whole and for good.

    Raises NotFound for an unknown study, QolError where there is no plan, where it is locked already, or where
    another one was locked and no reason is given.
    """
    with house.database.writing() as session:
        row = study_named(session, study, house.settings)
        protocol = protocol_of(row)
        before = standing(session, row, protocol)
        if protocol.plan is None or protocol.plan_hash is None:
            raise QolError(f"The protocol {protocol.id} declares no plan: add `plan` to it.")
        if before.lock is not None:
            raise QolError(f"This plan is locked already, since {before.lock.locked_at:%Y-%m-%d}.")
        if before.locks and not reason.strip():
            raise QolError("Another plan was locked before: say why it is changed.")
        made = plan_locks.lock(
            session, row.id, plan_hash=protocol.plan_hash, body=body(protocol.plan), now=now, by=by,
            reason=reason.strip() or None,
        )  # fmt: skip
        audit.append(
            session, at=now, actor=by or audit.COMMAND_LINE, action="lock_plan", object_kind="plan",
            object_id=made.id, reason=made.reason,
        )  # fmt: skip
        return standing(session, row, protocol)


def note_comparison(house: House, study: str | None, now: datetime, by: str | None = None) -> None:
    """Remember that the groups are compared now, where it is the first time; a plan is locked in time before it."""
    with house.database.reading() as session:
        row = study_named(session, study, house.settings)
        if plan_locks.first_comparison(session, row.id) is not None:
            return
    with house.database.writing() as session:
        row = study_named(session, study, house.settings)
        if plan_locks.compared(session, row.id, protocol_of(row).plan_hash, now, by):
            audit.append(
                session, at=now, actor=by or audit.COMMAND_LINE, action="first_comparison", object_kind="study",
                object_id=row.id,
            )  # fmt: skip
