"""Which visit a paper form belongs to and what may be typed of it: decided by the day that is written on the form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from qol.course.due import DueState, due
from qol.course.protocol import Protocol, Visit
from qol.course.state import facts_at
from qol.course.windows import assign
from qol.errors import QolError
from qol.instruments.conditions import asked_items, holds
from qol.instruments.definition import Instrument
from qol.language import gettext as _
from qol.language import long_date
from qol.storage import assessments, forms, studies
from qol.storage.tables import Assessment, Form, Patient, Study
from qol.study.collection import modes
from qol.study.house import House
from qol.study.patients.treatment_course import timeline
from qol.study.schedule.visit_progress import progress_by_visit
from qol.study.scope import Scope
from qol.study.studies import editions

OUTSIDE_OCCASION = "follow_up"
"""The part of an instrument that a form outside every window is taken for."""


@dataclass(frozen=True)
class Head:
    """What is said once of some forms: how they were answered, when they were completed, when the clinic had them."""

    mode: str
    language: str
    completed_on: date
    received_on: date


@dataclass(frozen=True)
class Enterable:
    """One instrument that may be typed. asked: whether it applies by the record; because: why it may not be typed."""

    instrument: Instrument
    asked: bool
    because: str = ""


@dataclass(frozen=True)
class EntryCase:
    """A day of one patient. visit: None where the day lies outside every window."""

    patient: Patient
    study: Study
    protocol: Protocol
    protocol_version: str
    visit: Visit | None
    facts: dict[str, str]
    opened: Assessment | None
    forms: tuple[Form, ...]
    """The newest attempts of the assessment that is there."""
    enterable: tuple[Enterable, ...]

    @property
    def occasion(self) -> str:
        """The occasion that the forms are asked at."""
        return self.visit.occasion if self.visit else OUTSIDE_OCCASION

    def form_of(self, instrument_id: str) -> Form | None:
        """The form of an instrument in the assessment that is there."""
        return next((form for form in self.forms if form.instrument_id == instrument_id), None)


def entry_case(house: House, session: Session, scope: Scope, code: str, head: Head, today: date) -> EntryCase:
    """The visit whose window holds the day of completion, with what may be typed.

    Raises QolError for days that cannot be, for a visit that was answered already, and for an unknown mode.
    """
    modes.known(head.mode, modes.TYPED)
    patient = scope.patient(session, code)
    _check_days(head, today)
    study = studies.by_id(session, patient.study_id)
    course = timeline(session, patient)
    every = assessments.of_patient(session, patient.id)
    protocols = editions(session, study)
    protocol = protocols.of(course, progress_by_visit(every))
    visit = protocol.visit_by_id.get(assign(protocol, course, head.completed_on).visit_id or "")
    if visit is not None:
        states = due(protocol, course, progress_by_visit(every), head.completed_on)
        _refuse_answered(next(found.state for found in states if found.visit.id == visit.id), visit)
    opened = _still_open(every, visit)
    occasion = visit.occasion if visit else OUTSIDE_OCCASION
    facts = opened.facts if opened else facts_at(course, head.completed_on, patient.sex, occasion)
    kept = tuple(forms.newest_attempts(forms.of_assessment(session, opened.id))) if opened else ()
    offered = tuple(_enterable(house, protocol, visit, facts, kept, head.mode))
    version = protocols.version_of(visit) if visit else protocol.version
    return EntryCase(patient, study, protocol, version, visit, dict(facts), opened, kept, offered)


def _check_days(head: Head, today: date) -> None:
    if head.completed_on > head.received_on:
        raise QolError(_("A form cannot be received before it was completed. Check both dates."))
    if head.received_on > today:
        raise QolError(_("A form cannot be received in the future. Check the date."))


def _refuse_answered(state: DueState, visit: Visit) -> None:
    if state in (DueState.COMPLETED, DueState.PARTIALLY_COMPLETED):
        raise QolError(_("%(visit)s has been answered already. Check the date on the form.") % {"visit": visit.label})


def _still_open(every: Sequence[Assessment], visit: Visit | None) -> Assessment | None:
    """The assessment of the visit that was opened and neither sent nor closed."""
    if visit is None:
        return None
    mine = [row for row in every if row.visit_id == visit.id and row.submitted_at is None and row.closed_as is None]
    return mine[-1] if mine else None


def _enterable(
    house: House, protocol: Protocol, visit: Visit | None, facts: dict[str, str], kept: tuple[Form, ...], mode: str
) -> list[Enterable]:
    """The visit's instruments, those that do not apply too: a form that came is a form. Outside: the protocol's."""
    known = {form.instrument_id: form for form in kept}
    conditions = {asked.id: asked.ask_if for asked in visit.instruments} if visit else {}
    found = []
    for instrument_id in conditions or protocol.instrument_ids:
        instrument = house.library[instrument_id]
        meant = visit is not None and bool(holds(conditions[instrument_id], facts))
        asked = meant and bool(asked_items(instrument, facts))
        found.append(Enterable(instrument, asked, _why_not(instrument, known.get(instrument_id), mode)))
    return found


def _why_not(instrument: Instrument, form: Form | None, mode: str) -> str:
    """Why a form may not be typed; empty where it may."""
    if not modes.allows(instrument, mode):
        return modes.no_proxy_sentence(instrument)
    if form is not None and form.entered_by is not None:
        day = long_date(form.completed_on) if form.completed_on else ""
        return _("It was typed already, completed on %(day)s.") % {"day": day}
    if form is not None and form.started_at is not None:
        return _("The patient has begun it on a screen.")
    return ""
