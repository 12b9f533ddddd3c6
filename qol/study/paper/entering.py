"""Paper forms are typed in: all that came of a visit in one transaction, through the functions of a patient's answers.

Only the hand differs: staff stand behind every answer, and the form says who typed it and when the clinic had it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from qol.errors import ModeRefused, QolError
from qol.language import gettext as _
from qol.storage import assessments, audit, forms
from qol.storage.tables import Assessment, Form
from qol.study.collection.answering import keep_all, of_forms
from qol.study.collection.submitting import close, state_of
from qol.study.definitions import keep_definitions
from qol.study.house import House
from qol.study.paper.entry_case import EntryCase, Head, entry_case
from qol.study.paper.entry_sheet import Sheet, sheet
from qol.study.scope import Scope


@dataclass(frozen=True)
class Entry:
    """What was typed: instrument -> item -> text. whole: nothing more of the visit will come."""

    head: Head
    typed: Mapping[str, Mapping[str, str]]
    whole: bool


def case_of(house: House, scope: Scope, code: str, head: Head, today: date) -> EntryCase:
    """The visit of a day of completion and what may be typed of it; raises as `entry_case` does."""
    with house.database.reading() as session:
        return entry_case(house, session, scope, code, head, today)


def sheets_of(case: EntryCase, typed: Mapping[str, Mapping[str, str]]) -> tuple[Sheet, ...]:
    """The sheets of the chosen instruments; raises ModeRefused or QolError for one that may not be typed."""
    offered = {one.instrument.id: one for one in case.enterable}
    for name in typed:
        if name not in offered:
            raise QolError(_("This form does not belong to the visit. Choose the forms again."))
        if offered[name].because:
            raise ModeRefused(f"{offered[name].instrument.title}: {offered[name].because}")
    return tuple(sheet(one.instrument, case.facts, typed[name]) for name, one in offered.items() if name in typed)


def enter(house: House, scope: Scope, code: str, entry: Entry, today: date, now: datetime) -> str:
    """Keep every form that was typed, or none; the id of the assessment.

    Raises QolError where a box is wrong or untouched, and whatever `entry_case` and `sheets_of` raise.
    """
    with house.database.writing() as session:
        case = entry_case(house, session, scope, code, entry.head, today)
        typed = sheets_of(case, entry.typed)
        if not typed or any(one.faults for one in typed):
            raise QolError(_("Not every box is right. Nothing was saved."))
        assessment = case.opened or _assessment(session, scope, case, entry.head, now)
        rows = _laid_out(house, session, case, assessment, [one.instrument.id for one in typed], entry.head, today)
        for one in typed:
            _keep(session, scope, assessment, rows[one.instrument.id], one, entry.head, now)
        _close_where_whole(session, scope, assessment, entry, now)
        return assessment.id


def _assessment(session: Session, scope: Scope, case: EntryCase, head: Head, now: datetime) -> Assessment:
    row = Assessment(
        patient_id=case.patient.id, visit_id=case.visit.id if case.visit else None, protocol_id=case.protocol.id,
        protocol_version=case.protocol_version, occasion=case.occasion, facts=case.facts, language=head.language,
        created_at=now, created_by=scope.staff_id, on_date=head.completed_on,
    )  # fmt: skip
    return assessments.add(session, row)


def _laid_out(
    house: House, session: Session, case: EntryCase, assessment: Assessment, chosen: Collection[str], head: Head,
    today: date,
) -> Mapping[str, Form]:  # fmt: skip
    """The forms of the assessment, those of the visit that were not there yet added; instrument -> form."""
    rows = {form.instrument_id: form for form in case.forms}
    for position, one in enumerate(case.enterable, 1):
        name = one.instrument.id
        if name not in rows and (one.asked or name in chosen):
            kept = keep_definitions(house, session, one.instrument, case.study, today, head.language)
            rows[name] = forms.add(session, Form(assessment_id=assessment.id, position=position, **kept.columns))
    return rows


def _keep(
    session: Session, scope: Scope, assessment: Assessment, form: Form, typed: Sheet, head: Head, now: datetime
) -> None:
    """One form: its answers, its mode and dates, who typed it."""
    form.mode, form.status = head.mode, "open"
    before = of_forms(session, assessment, [form])
    (section,) = before.sections
    keep_all(session, before, section, typed.answers, now, scope.staff_id)
    forms.close(session, form, state_of(of_forms(session, assessment, [form]), section), now)
    forms.enter(session, form, completed_on=head.completed_on, received_on=head.received_on, now=now, by=scope.staff_id)
    audit.append(session, at=now, actor=scope.staff_id, action="form.entered", object_kind="form", object_id=form.id)


def _close_where_whole(session: Session, scope: Scope, assessment: Assessment, entry: Entry, now: datetime) -> None:
    """The assessment is over when nothing of it is open, or when staff say that nothing more comes."""
    session.flush()
    newest = forms.newest_attempts(forms.of_assessment(session, assessment.id))
    waiting = [form for form in newest if form.entered_at is None]
    if entry.whole:
        for form in waiting:
            if form.started_at is None:
                forms.close(session, form, "not_done", now)
                forms.enter(session, form, completed_on=None, received_on=None, now=now)
        waiting = [form for form in waiting if form.started_at is not None]
    if waiting:
        assessment.on_date = max(entry.head.completed_on, assessment.on_date or entry.head.completed_on)
        session.add(assessment)
        return
    session.flush()
    days = [form.completed_on for form in newest if form.completed_on]
    close(session, assessment, max(days), now, scope.staff_id, "survey.entered")
