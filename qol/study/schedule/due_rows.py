"""The lines of the work list as they are shown: an open visit with the person, and how far it has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from qol.storage import identities
from qol.storage.identities import Person
from qol.storage.tables import Assessment
from qol.study.collection.answering import questionnaire
from qol.study.schedule.open_visits import OpenVisit


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
    opens: date | None
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


def rows_of(
    session: Session, visits: Sequence[OpenVisit], site_names: Mapping[str, str], today: date
) -> tuple[Row, ...]:
    """The lines of some visits, in their order. site_names: by id, empty where there is only one."""
    people = identities.read_many(session, {one.patient.id for one in visits})
    return tuple(_row(session, one, people.get(one.patient.id), site_names, today) for one in visits)


def _row(session: Session, one: OpenVisit, person: Person | None, sites: Mapping[str, str], today: date) -> Row:
    visit, window, assessment = one.due.visit, one.due.window, one.assessment
    question, questions = _reached(session, assessment)
    answered_too = [other for other in one.every if visit.id in (other.answered_with, other.satisfied_by)]
    return Row(
        code=one.patient.code,
        name=person.name if person else "",
        birth_date=person.birth_date if person else None,
        hospital_number=person.hospital_number if person else None,
        site=sites.get(one.patient.site_id, ""),
        strategy=one.strategy,
        arm=one.patient.arm,
        visit=visit.id,
        visit_label=visit.label,
        also_answers=tuple(other.visit.label for other in answered_too),
        ask_before=visit.ask_before_results,
        language=person.language if person else "",
        opens=window.opens if window else None,
        closes=one.closes,
        days_left=(one.closes - today).days if one.closes else None,
        overdue=window.overdue if window else None,
        state=one.state,
        started=assessment.started_at if assessment else None,
        opened=assessment is not None,
        gaps=assessment is not None and assessment.closed_as == "partial",
        question=question,
        questions=questions,
        place=one.place,
    )


def _reached(session: Session, assessment: Assessment | None) -> tuple[int, int]:
    """The question that is open, and how many there are, of what is begun and not sent."""
    if assessment is None or assessment.started_at is None or assessment.submitted_at is not None:
        return 0, 0
    asked = questionnaire(session, assessment.id)
    step = asked.path.first_open(asked.store)
    questions = len(asked.path.steps)
    return (step.number if step else questions), questions
