"""Everything about one patient that a page of staff shows: person, course, visits, scores, open questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from qol.course.clocks import started
from qol.course.due import DueVisit, due
from qol.course.events import Timeline
from qol.course.protocol import Protocol
from qol.course.state import State, state_at
from qol.course.timeline import check
from qol.storage import assessments, events, identities, staff, studies
from qol.storage.assessments import IN_ERROR
from qol.storage.identities import Person
from qol.storage.tables import Assessment, EventRow, Patient
from qol.study.house import House
from qol.study.paper.second_entry import Waiting, waiting
from qol.study.patients.treatment_course import Recorded, recorded, timeline_of
from qol.study.queries.standing import Query, standing
from qol.study.results.assessment_scores import AssessmentScores, scores_of
from qol.study.schedule.visit_progress import progress_by_visit
from qol.study.scope import Scope
from qol.study.studies import editions


@dataclass(frozen=True)
class Course:
    """A patient with the dated events in force and every version behind them."""

    code: str
    person: Person | None
    sex: str | None
    arm: str | None
    stage: str | None
    site: str
    timeline: Timeline
    events: tuple[Recorded, ...]
    history: Mapping[str, tuple[EventRow, ...]]
    """Event id -> versions, oldest first; removed events included."""
    names: Mapping[str, str]
    """Account id -> name of who recorded what."""
    state: State
    doubtful: tuple[str, ...]

    @property
    def removed(self) -> tuple[EventRow, ...]:
        """The last versions of events that were taken back."""
        last = (versions[-1] for versions in self.history.values())
        return tuple(row for row in last if row.removed)

    @property
    def name(self) -> str:
        """The patient's name, the study code where none is kept."""
        return (self.person.name if self.person else "") or self.code


@dataclass(frozen=True)
class Record:
    """A patient's page: the course, the visits as they stand today, and the scores."""

    course: Course
    protocol: Protocol
    visits: tuple[DueVisit, ...]
    clock: date | None
    decided: date | None
    assessments: tuple[Assessment, ...]
    scores: tuple[AssessmentScores, ...]
    """Newest first."""
    second_entries: tuple[Waiting, ...]
    """Typed forms that wait for a second entry."""
    queries: tuple[Query, ...]
    """Everything in doubt, also what was answered or is settled."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What is to be said of the wordings that were shown."""
        return tuple(dict.fromkeys(form.notice for scores in self.scores for form in scores.forms))

    def assessment_of(self, visit_id: str) -> Assessment | None:
        """The latest assessment of a visit that counts."""
        counting = (row for row in reversed(self.assessments) if row.closed_as != IN_ERROR)
        return next((row for row in counting if row.visit_id == visit_id), None)


def course(house: House, scope: Scope, code: str, today: date) -> Course:
    """A patient's course; raises NotFound, also for a patient of another site."""
    with house.database.reading() as session:
        return _course(session, scope.patient(session, code), today)


def record(house: House, scope: Scope, code: str, today: date) -> Record:
    """A patient's page; raises NotFound, also for a patient of another site."""
    with house.database.reading() as session:
        patient = scope.patient(session, code)
        read = _course(session, patient, today)
        opened = tuple(assessments.of_patient(session, patient.id))
        done = progress_by_visit(opened)
        protocol = editions(session, studies.by_id(session, patient.study_id)).of(read.timeline, done)
        scores = scores_of(session, protocol, opened)
        second_entries = waiting(session, protocol, opened, house)
        queries = standing(session, [patient], today)[patient.id]
    decision = next((item.event.on for item in read.events if item.event.kind == "decision"), None)
    return Record(
        course=read,
        protocol=protocol,
        visits=due(protocol, read.timeline, done, today),
        clock=started(read.timeline, protocol.study_clock),
        decided=decision,
        assessments=opened,
        scores=scores,
        second_entries=second_entries,
        queries=queries,
    )


def _course(session: Session, patient: Patient, today: date) -> Course:
    rows = events.in_force(session, patient.id)
    versions = events.history(session, patient.id)
    timeline = timeline_of(patient, rows)
    return Course(
        code=patient.code,
        person=identities.read(session, patient.id),
        sex=patient.sex,
        arm=patient.arm,
        stage=patient.stage,
        site=next(s.name for s in studies.sites(session, patient.study_id) if s.id == patient.site_id),
        timeline=timeline,
        events=recorded(rows),
        history=_by_event(versions),
        names={row.id: row.display_name for row in staff.every(session)},
        state=state_at(timeline, today),
        doubtful=check(timeline, today).doubtful,
    )


def _by_event(versions: Sequence[EventRow]) -> Mapping[str, tuple[EventRow, ...]]:
    found: dict[str, list[EventRow]] = {}
    for row in versions:
        found.setdefault(row.event_id, []).append(row)
    return {event_id: tuple(rows) for event_id, rows in found.items()}
