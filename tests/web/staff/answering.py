"""A patient who answers a handed-over questionnaire, for pages that show what came of it."""

from datetime import datetime
from uuid import uuid4

from qol.storage import assessments
from qol.storage.answers import NewAnswer
from qol.study.collection import answering, submitting
from tests.study.clinic import NOW, Clinic


def answer_everything(clinic: Clinic, code: str, now: datetime = NOW) -> None:
    """The second answer of every question, no stoma, text left out; then send."""
    database = clinic.house.database
    with database.writing() as session:
        patient = clinic.scope().patient(session, code)
        assessment = assessments.of_patient(session, patient.id)[-1]
        while step := (asked := answering.questionnaire(session, assessment.id)).path.first_open(asked.store):
            offered = step.section.instrument.answers_of(step.item.id).scored_codes
            if not offered:
                answering.decline(session, asked, step, now)
                continue
            value = 1 if step.item.sets else offered[1]
            answering.keep(session, asked, step, NewAnswer(step.item.id, value), now)
    submitting.submit(database, assessment.id, str(uuid4()), now)
