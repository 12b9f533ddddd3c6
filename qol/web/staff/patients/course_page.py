"""What the timeline and the list of assessments show of a record: words here, geometry in course_drawing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from qol.course.due import OPEN, DueState, DueVisit
from qol.course.event_details import LABELS, VALUE_LABELS
from qol.course.events import Event, EventKind
from qol.language import gettext
from qol.storage.assessments import IN_ERROR
from qol.study.patients.patient_record import Record
from qol.web.staff.patients.course_drawing import ALONE, BESIDE, Drawing, Occurrence, Shown, draw
from qol.web.staff.words import event_date, lower_first, moment

PERIODS = {
    EventKind.NEOADJUVANT_START: EventKind.NEOADJUVANT_END,
    EventKind.SYSTEMIC_START: EventKind.SYSTEMIC_STOP,
}
"""What is drawn as a bar from one event to another."""
PERIOD_WORDS = {
    EventKind.NEOADJUVANT_START: lambda: gettext("Neoadjuvant treatment"),
    EventKind.SYSTEMIC_START: lambda: gettext("Systemic treatment"),
}
SHOWN_DETAIL = {
    EventKind.DECISION: "strategy",
    EventKind.RESPONSE_ASSESSMENT: "result",
    EventKind.RESECTION: "operation",
    EventKind.STOMA_FORMED: "intent",
}
"""The detail that belongs to the event's name in the key."""


@dataclass(frozen=True)
class KeyLine:
    """One numbered line below the drawing."""

    number: int
    words: str
    when: str


@dataclass(frozen=True)
class CourseShown:
    """The drawing and the words that belong to it."""

    drawing: Drawing
    key: tuple[KeyLine, ...]
    clock_words: str


@dataclass(frozen=True)
class VisitRow:
    """One line of the list of assessments."""

    visit: str
    label: str
    opens: date | None
    closes: date | None
    overdue: date | None
    state: str
    detail: str
    can_open: bool
    started: bool


def course_shown(record: Record, today: date, alone: bool) -> CourseShown:
    """The picture of a patient's course up to some months after today."""
    lines = list(_occurrences(record))
    drawing = draw(
        Shown(
            occurrences=[occurrence for occurrence, _ in lines],
            decided=record.decided,
            clock=record.clock,
            rectum_until=_day_of(record, EventKind.RESECTION),
            stomas=tuple(stomas(record)),
            signs=tuple(_signs(record)),
            windows=tuple(_windows(record, today)),
            first=record.course.timeline.enrolled,
            today=today,
            width=ALONE if alone else BESIDE,
        )
    )
    words = LABELS.get(EventKind(record.protocol.study_clock)) if record.clock else None
    return CourseShown(drawing, tuple(line for _, line in lines), gettext(words) if words else "")


def visit_rows(record: Record) -> tuple[VisitRow, ...]:
    """Every visit of the protocol with its state; those that never came to be asked are left out."""
    hidden = (DueState.NOT_APPLICABLE, DueState.WITHDRAWN, DueState.DECEASED)
    return tuple(_visit_row(record, visit) for visit in record.visits if visit.state not in hidden)


def due_now(record: Record) -> VisitRow | None:
    """The visit that would be handed over now: the first that is open and not answered with another."""
    rows = [r for r in visit_rows(record) if r.can_open]
    return rows[0] if rows else None


def _visit_row(record: Record, visit: DueVisit) -> VisitRow:
    assessment = record.assessment_of(visit.visit.id)
    window = visit.window
    detail = ""
    if assessment and assessment.submitted_at:
        detail = moment(assessment.submitted_at)
    elif visit.satisfied_by:
        label = record.protocol.visit_by_id[visit.satisfied_by].label
        detail = gettext("with {visit}").format(visit=label)
    elif visit.answered_with:
        label = record.protocol.visit_by_id[visit.answered_with].label
        detail = gettext("is answered with {visit}").format(visit=label)
    elif assessment and assessment.started_at:
        detail = gettext("begun {moment}").format(moment=moment(assessment.started_at))
    return VisitRow(
        visit=visit.visit.id,
        label=visit.visit.label,
        opens=window.opens if window else None,
        closes=(window.late_until or window.closes) if window else None,
        overdue=window.overdue if window else None,
        state=visit.state,
        detail=detail,
        can_open=visit.state in OPEN and visit.answered_with is None,
        started=bool(assessment and assessment.started_at),
    )


def _occurrences(record: Record) -> Iterator[tuple[Occurrence, KeyLine]]:
    """Events and periods in order of their dates, numbered from 1; the end of a period has no number."""
    events = [item.event for item in record.course.events]
    ends = {id(end) for start in events if (end := _end_of(start, events)) is not None}
    numbered = [event for event in events if id(event) not in ends]
    for number, event in enumerate(numbered, 1):
        end = _end_of(event, events)
        period = event.kind in PERIODS
        occurrence = Occurrence(number, event.on, end.on if end else None, period, ongoing=period and end is None)
        yield occurrence, KeyLine(number, _name(event), _dates(event, end))


def _end_of(start: Event, events: list[Event]) -> Event | None:
    """The first event that ends a period."""
    kind = PERIODS.get(start.kind)
    return next((e for e in events if e.kind is kind and e.on >= start.on), None) if kind else None


def _name(event: Event) -> str:
    """What happened, with the one detail that says which."""
    label = PERIOD_WORDS[event.kind]() if event.kind in PERIOD_WORDS else gettext(LABELS[event.kind])
    name = SHOWN_DETAIL.get(event.kind, "")
    value = event.details.get(name, "")
    if event.kind is EventKind.DECISION and value:
        return gettext("Decision: NOM") if value == "nom" else gettext("Decision: surgery")
    words = gettext(VALUE_LABELS[name, value]) if (name, value) in VALUE_LABELS else ""
    return f"{label}: {lower_first(words)}" if words else label


def _dates(event: Event, end: Event | None) -> str:
    if end is None:
        return event_date(event.on, event.precision)
    return gettext("{start} to {end}").format(
        start=event_date(event.on, event.precision), end=event_date(end.on, end.precision)
    )


def _day_of(record: Record, kind: EventKind) -> date | None:
    found = record.course.timeline.first(kind)
    return found.on if found else None


def stomas(record: Record) -> Iterator[tuple[date, date | None]]:
    """From each formation to the next closure."""
    begun: date | None = None
    for event in record.course.timeline.of(EventKind.STOMA_FORMED, EventKind.STOMA_CLOSED):
        if event.kind is EventKind.STOMA_FORMED:
            begun = begun or event.on
        elif begun:
            yield begun, event.on
            begun = None
    if begun:
        yield begun, None


def _signs(record: Record) -> Iterator[tuple[date, str]]:
    """A tick where a visit was answered, half a bar where partly, a broken ring where a window passed."""
    for row in record.assessments:
        if row.submitted_at and row.on_date and row.closed_as != IN_ERROR:
            yield row.on_date, "answered" if row.closed_as in (None, "completed") else "partly"
    for visit in record.visits:
        if visit.state == DueState.EXPIRED and visit.window:
            yield max(visit.window.due, visit.window.opens), "gap"


def _windows(record: Record, today: date) -> Iterator[tuple[date, date, bool]]:
    """Open and coming windows of visits that are not answered yet."""
    for visit in record.visits:
        if visit.window is None or visit.window.empty or visit.answered_with:
            continue
        if visit.state in OPEN:
            yield visit.window.opens, max(visit.window.closes, today + timedelta(days=1)), True
        elif visit.state == DueState.UPCOMING:
            yield visit.window.opens, visit.window.closes, False
