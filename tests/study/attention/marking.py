"""A study whose protocol marks an answer, for tests of who sees it."""

from qol.course.attention import Attention, MarkedAnswer
from qol.storage import studies
from qol.study.studies import body_of, protocol_of
from tests.study.clinic import Clinic

WHO = "The nurse specialist on duty"


def mark(clinic: Clinic, at_least: int = 2, reader: str = "clinician", deadline: int = 2) -> None:
    """From here on a depressed answer is to be seen within so many days."""
    answer = MarkedAnswer(instrument="qlq_c30", item="q24", at_least=at_least, says="Feels low")
    attention = Attention(reader=reader, who=WHO, deadline=deadline, answers=(answer,))
    with clinic.house.database.writing() as session:
        study = studies.by_id(session, clinic.study_id)
        study.protocol_body = body_of(protocol_of(study).model_copy(update={"attention": attention}))
        session.add(study)
