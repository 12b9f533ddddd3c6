"""Notes that somebody opened a patient's page or form, before it is shown."""

from datetime import datetime

from qol.storage import audit
from qol.study.house import House
from qol.study.scope import Scope


def note_reading(house: House, scope: Scope, code: str, now: datetime) -> None:
    """Note it in the audit; raises NotFound for a patient of another site, DatabaseBusy where it cannot be noted."""
    with house.database.writing() as session:
        patient = scope.patient(session, code)
        audit.append(
            session, at=now, actor=scope.staff_id, action="patient.read", object_kind="patient", object_id=patient.id
        )
