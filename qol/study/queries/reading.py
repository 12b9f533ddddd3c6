"""Reads what the rules look at: many patients at once, every table once."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session

from qol.course.due import due
from qol.course.timeline import check
from qol.instruments.definition import Instrument
from qol.instruments.hashes import from_canonical
from qol.storage import answers, assessments, audit, definitions, events, form_marks, forms, identities
from qol.storage.tables import Assessment, EventRow, Form, Patient, Study
from qol.study.patients.treatment_course import event_of, timeline_of
from qol.study.queries.case import CameForm, DatedEvent, QueryCase
from qol.study.schedule.visit_progress import progress_by_visit
from qol.study.studies import editions

TYPED_TWICE = "form.entered_twice"
Values = Mapping[str, Mapping[str, int]]
"""Form id -> item -> code in force."""


def cases(session: Session, study: Study, patients: Sequence[Patient], today: date) -> Mapping[str, QueryCase]:
    """Patient id -> what the rules look at, as of a day."""
    ids = [patient.id for patient in patients]
    happened, opened = events.in_force_of(session, ids), assessments.of_patients(session, ids)
    came = _came(session, opened)
    born = identities.birth_dates(session, ids)
    protocols = editions(session, study)
    found = {}
    for patient in patients:
        rows = happened[patient.id]
        timeline, done = timeline_of(patient, rows), progress_by_visit(opened[patient.id])
        protocol = protocols.of(timeline, done)
        found[patient.id] = QueryCase(
            protocol=protocol,
            timeline=timeline,
            doubtful=check(timeline, today).doubtful,
            events=tuple(_dated(row) for row in rows),
            visits=due(protocol, timeline, done, today),
            forms=came.get(patient.id, ()),
            born=born.get(patient.id),
            sex=patient.sex,
            arm=patient.arm,
            dates_known=study.dates_known,
            today=today,
        )
    return found


def _came(session: Session, opened: Mapping[str, Sequence[Assessment]]) -> Mapping[str, tuple[CameForm, ...]]:
    """Patient id -> the newest attempts of the forms that are in and count."""
    rows = {row.id: row for of_patient in opened.values() for row in of_patient}
    newest = [form for found in forms.of_assessments(session, rows).values() for form in forms.newest_attempts(found)]
    counting = [form for form in newest if form.entered_at is not None and form.status in ("completed", "partial")]
    marked = form_marks.in_error(session, [form.id for form in counting])
    counting = [form for form in counting if form.id not in marked]
    bodies = definitions.bodies(session, "scoring", {form.scoring_hash for form in counting})
    instruments = {digest: _instrument(digest, body) for digest, body in bodies.items()}
    values, twice = _values(session, counting), audit.objects_of(session, "form", TYPED_TWICE)
    found: dict[str, list[CameForm]] = {}
    for form in counting:
        assessment = rows[form.assessment_id]
        instrument = instruments[form.scoring_hash]
        one = _form(form, assessment, instrument, values.get(form.id, {}), form.id in twice)
        found.setdefault(assessment.patient_id, []).append(one)
    return {patient_id: tuple(of_patient) for patient_id, of_patient in found.items()}


def _form(
    form: Form, assessment: Assessment, instrument: Instrument, values: Mapping[str, int], twice: bool
) -> CameForm:
    came = form.entered_at or assessment.created_at
    return CameForm(
        id=form.id,
        assessment_id=assessment.id,
        instrument=instrument,
        visit_id=assessment.visit_id,
        on=assessment.on_date,
        came_on=form.received_on or came.astimezone().date(),
        facts=assessment.facts,
        values=values,
        imported=form.mode == "imported",
        typed=form.entered_by is not None,
        typed_twice=twice,
    )


def _values(session: Session, counting: Sequence[Form]) -> Values:
    found: dict[str, dict[str, int]] = {}
    for one in answers.codes(session, [form.id for form in counting]):
        found.setdefault(one.form_id, {})[one.item_id] = one.value
    return found


def _dated(row: EventRow) -> DatedEvent:
    return DatedEvent(row.event_id, event_of(row), row.recorded_at.astimezone().date())


def _instrument(digest: str, body: str) -> Instrument:
    """A definition never changes under its hash, so it is read once."""
    if digest not in _KNOWN:
        _KNOWN[digest] = from_canonical(body)
    return _KNOWN[digest]


_KNOWN: dict[str, Instrument] = {}
