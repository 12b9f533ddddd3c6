"""Notes what the command line takes out of the database: datasets and reports."""

from datetime import datetime

from qol.storage import audit, patients
from qol.study.house import House
from qol.study.studies import study_named


def note_taking(house: House, action: str, study: str | None, now: datetime, code: str | None = None) -> None:
    """Note a dataset or report that was made, of a study or of one patient; before it is handed over."""
    with house.database.writing() as session:
        row = study_named(session, study, house.settings)
        kind, what = "study", row.id
        if code:
            kind, what = "patient", patients.by_code(session, row.id, code).id
        audit.append(session, at=now, actor=audit.COMMAND_LINE, action=action, object_kind=kind, object_id=what)
