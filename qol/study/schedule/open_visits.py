"""Which visits of some patients stand on the work list of a day: found for all of them before any name is opened."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from qol.course.due import OPEN, DueState, DueVisit, due
from qol.course.state import state_at
from qol.storage import accesses, assessments, events, patients, studies
from qol.storage.assessments import IN_ERROR
from qol.storage.tables import Access, Assessment, Patient
from qol.study.patients.treatment_course import timeline_of
from qol.study.schedule.visit_progress import progress_by_visit
from qol.study.scope import Scope
from qol.study.studies import editions


@dataclass(frozen=True)
class OpenVisit:
    """One visit of one patient, without anything that names the person.

    every: all visits of the patient. state: as the list shows it. place: where the patient is asked.
    """

    patient: Patient
    due: DueVisit
    every: Sequence[DueVisit]
    assessment: Assessment | None
    strategy: str
    state: str
    place: str = "waiting"

    @property
    def closes(self) -> date | None:
        """The last day on which it is taken."""
        window = self.due.window
        return (window.late_until or window.closes) if window else None


def open_visits(session: Session, scope: Scope, today: date, until: date) -> list[OpenVisit]:
    """Every visit that is open today, was answered today, or opens by `until`, by study code."""
    study = studies.by_id(session, scope.study_id)
    protocols = editions(session, study)
    found = patients.of_study(session, study.id, scope.site_ids)
    ids = [patient.id for patient in found]
    happened = events.in_force_of(session, ids)
    opened = assessments.of_patients(session, ids)
    visits: list[OpenVisit] = []
    for patient in found:
        timeline = timeline_of(patient, happened[patient.id])
        done = progress_by_visit(opened[patient.id])
        every = due(protocols.of(timeline, done), timeline, done, today)
        listed = [one for one in every if _listed(one, _of_visit(opened[patient.id], one.visit.id), today, until)]
        if listed:
            strategy = state_at(timeline, today).strategy
            visits += [_open_visit(patient, one, every, opened[patient.id], strategy, today) for one in listed]
    return _placed(session, visits, today)


def _open_visit(
    patient: Patient, one: DueVisit, every: Sequence[DueVisit], opened: Sequence[Assessment], strategy: str, today: date
) -> OpenVisit:
    assessment = _of_visit(opened, one.visit.id)
    return OpenVisit(patient, one, every, assessment, strategy, _state(one, assessment, today))


def _listed(visit: DueVisit, assessment: Assessment | None, today: date, until: date) -> bool:
    """Not answered with another visit; open, answered today, or opening by the day that is looked at."""
    if visit.satisfied_by is not None or visit.answered_with is not None:
        return False
    window = visit.window
    if visit.state in OPEN:
        return True
    if visit.state is DueState.UPCOMING:
        return window is not None and not window.empty and window.opens <= until
    sent = assessment.submitted_at if assessment else None
    return sent is not None and sent.astimezone().date() == today


def _state(visit: DueVisit, assessment: Assessment | None, today: date) -> str:
    """In progress means today; what was begun before and not sent is partly answered; what was sent is answered."""
    if assessment is not None and assessment.submitted_at is not None:
        return DueState.COMPLETED
    begun = assessment.started_at if assessment else None
    if visit.state == DueState.IN_PROGRESS and begun and begun.astimezone().date() < today:
        return DueState.PARTIALLY_COMPLETED
    return visit.state


def _placed(session: Session, visits: list[OpenVisit], today: date) -> list[OpenVisit]:
    """Where each patient is asked, by the last way in that staff gave."""
    given = accesses.of_assessments(session, {one.assessment.id for one in visits if one.assessment})
    return [replace(one, place=_place(given[one.assessment.id], today)) if one.assessment else one for one in visits]


def _place(given: Sequence[Access], today: date) -> str:
    if not given:
        return "waiting"
    latest = {row.kind for row in given if row.created_at == given[0].created_at}
    if "handover" not in latest:  # a hand-over gives a code for after the break as well
        return "home"
    return "clinic" if given[0].created_at.astimezone().date() == today else "waiting"


def _of_visit(opened: Sequence[Assessment], visit_id: str) -> Assessment | None:
    """The latest assessment of a visit that counts."""
    counting = (row for row in reversed(opened) if row.closed_as != IN_ERROR)
    return next((row for row in counting if row.visit_id == visit_id), None)
