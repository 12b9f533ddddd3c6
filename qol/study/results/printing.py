"""The PDFs as staff ask for them: within their scope, named on the clinician's copy, noted in the audit.

A paper form holds nobody's data, so it leaves no note.
"""

from datetime import date, datetime

from qol.language import SOURCE, speaking
from qol.storage import audit, studies
from qol.study.house import House
from qol.study.paper.paper_forms import Wish, study_form
from qol.study.scope import Scope
from qol.study.studies import study_of


def patient_summary(house: House, scope: Scope, code: str, now: datetime) -> tuple[bytes, str]:
    """One page about one patient as PDF with its file name; raises NotFound, also for another site's patient."""
    with house.database.reading() as session:
        patient = scope.patient(session, code)
    return _made(house, scope, "patient-summary", now, "patient", patient.id, code=code)


def patient_copy(
    house: House, scope: Scope, code: str, now: datetime, language: str | None = None
) -> tuple[bytes, str]:
    """The patient's own sheet as PDF with its file name, in `language` or the patient's own; raises NotFound."""
    with house.database.reading() as session:
        patient = scope.patient(session, code)
    return _made(house, scope, "patient-copy", now, "patient", patient.id, code=code, language=language)


def comparison(
    house: House, scope: Scope, now: datetime, release: bool = False, disease_set: str | None = None
) -> tuple[bytes, str]:
    """The comparison of the groups as PDF with its file name; `release` for the copy that may leave the team.

    disease_set: of which stage and intent, see `make_report`.
    """
    return _made(
        house, scope, "group-comparison", now, "study", scope.study_id, release=release, disease_set=disease_set
    )


def paper_form(house: House, scope: Scope, wish: Wish, today: date) -> tuple[bytes, str]:
    """The empty form of an instrument as PDF with its file name, in the words of the study being worked in."""
    made = study_form(house, study_of(house, scope), wish, today)
    return made.pdf, made.file_name


def _made(
    house: House, scope: Scope, name: str, now: datetime, kind: str, object_id: str, code: str | None = None,
    language: str | None = None, release: bool = False, disease_set: str | None = None,
) -> tuple[bytes, str]:  # fmt: skip
    from qol.study.results.reporting import make_report

    with house.database.reading() as session:
        study = studies.by_id(session, scope.study_id)
    with speaking(SOURCE):  # the printed reports are English, whoever asks; a sheet for the patient chooses its own
        made = make_report(
            house,
            name,
            study.name,
            now,
            code=code,
            by=scope.staff_id,
            language=language,
            release=release,
            disease_set=disease_set,
        )
    with house.database.writing() as session:
        audit.append(
            session, at=now, actor=scope.staff_id, action=f"report.{name}{'.release' if release else ''}",
            object_kind=kind, object_id=object_id,
        )  # fmt: skip
    return made.pdf, made.file_name
