"""The lines of the work list: every visit of some patients that is open today or was answered today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from qol.course.due import OPEN, DueState, DueVisit, due
from qol.course.state import state_at
from qol.storage import accesses, assessments, events, identities, patients, studies
from qol.storage.identities import Person
from qol.storage.tables import Assessment, Patient
from qol.study.collection.answering import questionnaire
from qol.study.patients.treatment_course import timeline_of
from qol.study.schedule.visit_progress import progress_by_visit
from qol.study.scope import Scope
from qol.study.studies import protocol_of


@dataclass(frozen=True)
class Row:
    """One open visit of one patient. also_answers: labels of visits that the same form answers too."""

    code: str
    name: str
    birth_date: date | None
    hospital_number: str | None
    site: str
    strategy: str
    arm: str | None
    visit: str
    visit_label: str
    also_answers: tuple[str, ...]
    ask_before: bool
    language: str
    closes: date | None
    days_left: int | None
    overdue: date | None
    state: str
    started: datetime | None
    opened: bool
    gaps: bool
    """Sent with questions that were never reached."""
    question: int
    questions: int
    """Where the patient is, once begun; both 0 before."""
    place: str


def due_rows(session: Session, scope: Scope, today: date) -> Iterable[Row]:
    """Every such visit of the patients in scope, by study code."""
    study = studies.by_id(session, scope.study_id)
    protocol = protocol_of(study)
    found = patients.of_study(session, study.id, scope.site_ids)
    ids = [patient.id for patient in found]
    happened = events.in_force_of(session, ids)
    opened = assessments.of_patients(session, ids)
    people = identities.read_many(session, ids)
    names = {site.id: site.name for site in studies.sites(session, study.id) if scope.includes(site.id)}
    for patient in found:
        timeline = timeline_of(patient, happened[patient.id])
        visits = due(protocol, timeline, progress_by_visit(opened[patient.id]), today)
        strategy = state_at(timeline, today).strategy
        for visit in visits:
            assessment = _of_visit(opened[patient.id], visit.visit.id)
            if _listed(visit, assessment, today):
                row = _row(patient, people.get(patient.id), visit, visits, assessment, today)
                question, questions = _reached(session, assessment)
                yield replace(
                    row,
                    strategy=strategy,
                    site=names[patient.site_id] if len(names) > 1 else "",
                    place=_place(session, assessment, today),
                    question=question,
                    questions=questions,
                )


def _listed(visit: DueVisit, assessment: Assessment | None, today: date) -> bool:
    """Open today and not answered with another visit, or answered today."""
    if visit.satisfied_by is not None or visit.answered_with is not None:
        return False
    return visit.state in OPEN or (
        assessment is not None
        and assessment.submitted_at is not None
        and assessment.submitted_at.astimezone().date() == today
    )


def _row(
    patient: Patient,
    person: Person | None,
    visit: DueVisit,
    every: Sequence[DueVisit],
    assessment: Assessment | None,
    today: date,
) -> Row:
    window = visit.window
    closes = (window.late_until or window.closes) if window else None
    return Row(
        code=patient.code,
        name=person.name if person else "",
        birth_date=person.birth_date if person else None,
        hospital_number=person.hospital_number if person else None,
        site="",
        strategy="undecided",
        arm=patient.arm,
        visit=visit.visit.id,
        visit_label=visit.visit.label,
        also_answers=tuple(
            other.visit.label for other in every if visit.visit.id in (other.answered_with, other.satisfied_by)
        ),
        ask_before=visit.visit.ask_before_results,
        language=person.language if person else "",
        closes=closes,
        days_left=(closes - today).days if closes else None,
        overdue=window.overdue if window else None,
        state=_state(visit, assessment, today),
        started=assessment.started_at if assessment else None,
        opened=assessment is not None,
        gaps=assessment is not None and assessment.closed_as == "partial",
        question=0,
        questions=0,
        place="waiting",
    )


def _state(visit: DueVisit, assessment: Assessment | None, today: date) -> str:
    """In progress means today; what was begun before and not sent is partly answered; what was sent is answered."""
    if assessment is not None and assessment.submitted_at is not None:
        return DueState.COMPLETED
    begun = assessment.started_at if assessment else None
    if visit.state == DueState.IN_PROGRESS and begun and begun.astimezone().date() < today:
        return DueState.PARTIALLY_COMPLETED
    return visit.state


def _place(session: Session, assessment: Assessment | None, today: date) -> str:
    """Where the patient is asked, by the last way in that staff gave."""
    if assessment is None:
        return "waiting"
    given = accesses.of_assessment(session, assessment.id)
    if not given:
        return "waiting"
    latest = {row.kind for row in given if row.created_at == given[0].created_at}
    if "handover" not in latest:  # a hand-over gives a code for after the break as well
        return "home"
    return "clinic" if given[0].created_at.astimezone().date() == today else "waiting"


def _reached(session: Session, assessment: Assessment | None) -> tuple[int, int]:
    """The question that is open, and how many there are, of what is begun and not sent."""
    if assessment is None or assessment.started_at is None or assessment.submitted_at is not None:
        return 0, 0
    asked = questionnaire(session, assessment.id)
    step = asked.path.first_open(asked.store)
    questions = len(asked.path.steps)
    return (step.number if step else questions), questions


def _of_visit(opened: Sequence[Assessment], visit_id: str) -> Assessment | None:
    """The latest assessment of a visit."""
    return next((row for row in reversed(opened) if row.visit_id == visit_id), None)
