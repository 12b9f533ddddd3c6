"""Who is due: every open visit of the patients of one account's sites, with what to do first on top."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from qol.course.due import OPEN, DueState, DueVisit, due
from qol.course.state import state_at
from qol.storage import accesses, assessments, events, identities, patients, studies
from qol.storage.identities import Person
from qol.storage.keys import plain
from qol.storage.tables import Assessment, Patient
from qol.study.house import House
from qol.study.scope import Scope
from qol.study.studies import protocol_of
from qol.study.treatment_course import timeline_of
from qol.study.visit_progress import progress_by_visit

PLACES = ("clinic", "waiting", "home")
"""Handed over today; nothing handed over yet; a link or slip given."""
URGENCY = (
    DueState.OVERDUE,
    DueState.IN_PROGRESS,
    DueState.PARTIALLY_COMPLETED,
    DueState.DUE,
    DueState.COMPLETED,
)


@dataclass(frozen=True)
class Choice:
    """What the reader narrows the list to; empty means everything."""

    state: str = ""
    visit: str = ""
    find: str = ""


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
    place: str


@dataclass(frozen=True)
class Group:
    """Rows that belong together."""

    place: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class WorkList:
    """The rows chosen, and what there is to choose from."""

    groups: tuple[Group, ...]
    counts: Mapping[str, int]
    open: int
    visits: Mapping[str, str]


def work_list(house: House, scope: Scope, choice: Choice, today: date) -> WorkList:
    """Everything open today, and what was answered today, narrowed to the reader's choice."""
    with house.database.reading() as session:
        rows = tuple(_rows(house, session, scope, today))
    visits = {row.visit: row.visit_label for row in rows}
    chosen = [row for row in rows if choice.visit in ("", row.visit) and _found(row, choice.find)]
    counts = {state: sum(row.state == state for row in chosen) for state in {row.state for row in chosen}}
    shown = [row for row in chosen if _shown(row, choice.state)]
    return WorkList(
        groups=_groups(shown),
        counts=counts,
        open=sum(row.state != DueState.COMPLETED for row in chosen),
        visits=visits,
    )


def _rows(house: House, session: Session, scope: Scope, today: date) -> Iterable[Row]:
    study = studies.by_id(session, scope.study_id)
    protocol = protocol_of(study)
    found = patients.of_study(session, study.id, scope.site_ids)
    ids = [patient.id for patient in found]
    happened = events.in_force_of(session, ids)
    opened = assessments.of_patients(session, ids)
    people = identities.read_many(session, ids)
    names = {site.id: site.name for site in studies.sites(session, study.id)}
    for patient in found:
        timeline = timeline_of(patient, happened[patient.id])
        visits = due(protocol, timeline, progress_by_visit(opened[patient.id]), today)
        strategy = state_at(timeline, today).strategy
        for visit in visits:
            assessment = _of_visit(opened[patient.id], visit.visit.id)
            if _listed(visit, assessment, today):
                row = _row(patient, people.get(patient.id), visit, visits, assessment, today)
                site = names[patient.site_id] if len(names) > 1 else ""
                yield replace(row, strategy=strategy, site=site, place=_place(session, assessment, today))


def _listed(visit: DueVisit, assessment: Assessment | None, today: date) -> bool:
    """Open today and not answered with another visit, or answered today."""
    if visit.state in OPEN:
        return visit.answered_with is None
    return (
        visit.satisfied_by is None
        and assessment is not None
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
        also_answers=tuple(v.visit.label for v in every if v.answered_with == visit.visit.id),
        ask_before=visit.visit.ask_before_results,
        language=person.language if person else "",
        closes=closes,
        days_left=(closes - today).days if closes else None,
        overdue=window.overdue if window else None,
        state=_state(visit, assessment, today),
        started=assessment.started_at if assessment else None,
        opened=assessment is not None,
        place="waiting",
    )


def _state(visit: DueVisit, assessment: Assessment | None, today: date) -> str:
    """In progress means today; what was begun before today and not finished is partly answered."""
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
    if given[0].kind == "handover":
        return "clinic" if given[0].created_at.astimezone().date() == today else "waiting"
    return "home"


def _of_visit(opened: Sequence[Assessment], visit_id: str) -> Assessment | None:
    """The latest assessment of a visit."""
    return next((row for row in reversed(opened) if row.visit_id == visit_id), None)


def _shown(row: Row, state: str) -> bool:
    return row.state == state if state else row.state != DueState.COMPLETED


def _found(row: Row, text: str) -> bool:
    """Part of the name, the hospital number or the study code."""
    wanted = plain(text)
    return any(wanted in plain(place) for place in (row.name, row.hospital_number or "", row.code))


def _groups(rows: Sequence[Row]) -> tuple[Group, ...]:
    """Places in order, within each what is most urgent and closes first on top."""
    found = []
    for place in PLACES:
        here = [row for row in rows if row.place == place]
        if here:
            found.append(Group(place, tuple(sorted(here, key=_urgency))))
    return tuple(found)


def _urgency(row: Row) -> tuple[int, date, str]:
    order = [str(state) for state in URGENCY]
    return (order.index(row.state) if row.state in order else len(order), row.closes or date.max, row.name)
