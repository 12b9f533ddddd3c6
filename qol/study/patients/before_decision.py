"""What is known of a patient before the decision: recorded whole, corrected by versions with a reason."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from qol.course.characteristics import CHARACTERISTICS, faults
from qol.errors import QolError
from qol.language import gettext
from qol.storage import audit, characteristics
from qol.study.house import House
from qol.study.scope import Scope


def known(house: House, scope: Scope, code: str) -> Mapping[str, str]:
    """Name -> value of what is recorded of a patient; raises NotFound outside the scope."""
    with house.database.reading() as session:
        return characteristics.in_force(session, scope.patient(session, code).id)


def save(
    house: House, scope: Scope, code: str, said: Mapping[str, str], *, reason: str = "", now: datetime
) -> tuple[str, ...]:
    """Record what differs from what is known and leave the rest; an empty text takes a value back.

    The names of what was changed come back. Nothing is saved, and QolError is raised, where a known value is
    replaced without a reason or a value cannot be.
    """
    wrong = [f"{name}: {fault}" for name, fault in faults({name: value for name, value in said.items() if value})]
    if wrong:
        raise QolError("; ".join(wrong))
    with house.database.writing() as session:
        patient = scope.patient(session, code)
        before = characteristics.in_force(session, patient.id)
        changed = changes(before, said)
        if any(name in before for name in changed) and not reason.strip():
            raise QolError(gettext("A correction needs a reason."))
        for name in changed:
            _write(session, scope, patient.id, name, said[name] or None, reason if name in before else "", now)
    return changed


def changes(before: Mapping[str, str], said: Mapping[str, str]) -> tuple[str, ...]:
    """The names whose value is said otherwise than it is known, in the order of the page."""
    names = [one.id for one in CHARACTERISTICS]
    return tuple(name for name in names if name in said and said[name] != before.get(name, ""))


def _write(
    session: Session, scope: Scope, patient_id: str, name: str, value: str | None, reason: str, now: datetime
) -> None:
    row = characteristics.record(
        session, patient_id=patient_id, name=name, value=value, now=now, by=scope.staff_id,
        reason=reason.strip() or None,
    )  # fmt: skip
    audit.append(
        session, at=now, actor=scope.staff_id, action="record_characteristic" if row.version == 1
        else "correct_characteristic", object_kind="characteristic", object_id=row.id, reason=row.reason,
    )  # fmt: skip
