"""When a patient is asked again, for the last page of a questionnaire."""

from datetime import date

from sqlmodel import Session

from qol.course.due import DueState, due
from qol.storage import assessments, patients, studies
from qol.storage.tables import Assessment
from qol.study.patients.treatment_course import timeline
from qol.study.schedule.visit_progress import progress_by_visit
from qol.study.studies import editions


def next_questions_on(session: Session, assessment: Assessment, today: date) -> date | None:
    """The day on which the next visit is due, as the timeline stands; None where none is to come."""
    patient = patients.by_id(session, assessment.patient_id)
    course = timeline(session, patient)
    done = progress_by_visit(assessments.of_patient(session, patient.id))
    protocol = editions(session, studies.by_id(session, patient.study_id)).of(course, done)
    visits = due(protocol, course, done, today)
    to_come = [visit.window for visit in visits if visit.state is DueState.UPCOMING]
    return min((window.due for window in to_come if window and window.due > today), default=None)
