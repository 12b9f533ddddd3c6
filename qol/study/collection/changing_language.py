"""A patient changes the language: what can be shown in it is, the rest stays in the language that it has."""

from contextlib import suppress
from datetime import date, datetime

from sqlmodel import Session

from qol.errors import WordingRefused
from qol.instruments.hashes import scoring_hash
from qol.storage import assessments, audit, forms, patients, studies
from qol.storage.tables import Form, Study
from qol.study.collection.answering import PATIENT
from qol.study.definitions import keep_definitions
from qol.study.house import House


def change_language(
    house: House, session: Session, assessment_id: str, language: str, today: date, now: datetime
) -> None:
    """Show every open form of an assessment in a language where it has words in it.

    Answers given before keep the language they were given in; the audit keeps when the wording changed. A form whose
    definition in the library has changed since it was opened stays as it is.
    """
    assessment = assessments.by_id(session, assessment_id)
    if assessment.closed_as is not None:
        return
    study = studies.by_id(session, patients.by_id(session, assessment.patient_id).study_id)
    for form in forms.newest_attempts(forms.of_assessment(session, assessment_id)):
        with suppress(WordingRefused):  # a pack has ended since: the form stays in the words it has
            _reword(house, session, form, study, language, today, now)
    assessment.language = language
    session.add(assessment)


def _reword(
    house: House, session: Session, form: Form, study: Study, language: str, today: date, now: datetime
) -> None:
    if form.completed_at is not None or form.instrument_id not in house.library:
        return
    instrument = house.library[form.instrument_id]
    if scoring_hash(instrument) != form.scoring_hash:
        return
    kept = keep_definitions(house, session, instrument, study, today, language)
    if kept.language != language or kept.columns["wording_hash"] == form.wording_hash:
        return
    forms.reword(session, form, kept.columns)
    audit.append(
        session, at=now, actor=PATIENT, action=f"survey.language.{language}", object_kind="form", object_id=form.id
    )
