"""A form that was entered in error is marked: kept, out of scores and datasets, counted; and back again."""

from datetime import datetime

from sqlmodel import Session

from qol.errors import QolError
from qol.language import gettext as _
from qol.storage import assessments, audit, form_marks, forms
from qol.storage.form_marks import IN_ERROR, RESTORED
from qol.storage.tables import Assessment
from qol.study.corrections.form_record import FormRecord, read
from qol.study.corrections.reasons import OF_MARKS, OF_RETURN, ReasonGiven
from qol.study.house import House
from qol.study.queries.settling import settling
from qol.study.scope import Scope

MARKED, TAKEN_BACK = "form.in_error", "form.restored"


def mark(
    house: House, scope: Scope, code: str, form_id: str, reason: ReasonGiven, now: datetime, *, whole_visit: bool
) -> int:
    """Mark a form, with whole_visit all forms of its assessment; how many were marked.

    Raises NotFound for foreign forms, QolError for a form that is marked already or not sent yet, or for a reason
    that will not do.
    """
    why = reason.written(OF_MARKS)
    with house.database.writing() as session:
        record = read(session, scope, code, form_id)
        if record.in_error:
            raise QolError(_("This form is marked already."))
        if not record.has_come:
            raise QolError(_("This form has not been sent yet."))
        wanted = _of_the_visit(session, record) if whole_visit else [form_id]
        with settling(session, record.patient, "corrected", why, scope.staff_id, now):
            _say(session, scope, wanted, IN_ERROR, why, MARKED, now)
            _state_of_the_visit(session, record.assessment)
        return len(wanted)


def take_back(house: House, scope: Scope, code: str, form_id: str, reason: ReasonGiven, now: datetime) -> None:
    """The form counts again; raises as `mark` does."""
    why = reason.written(OF_RETURN)
    with house.database.writing() as session:
        record = read(session, scope, code, form_id)
        if not record.in_error:
            raise QolError(_("This form is not marked."))
        with settling(session, record.patient, "corrected", why, scope.staff_id, now):
            _say(session, scope, [form_id], RESTORED, why, TAKEN_BACK, now)
            _state_of_the_visit(session, record.assessment)


def _of_the_visit(session: Session, record: FormRecord) -> list[str]:
    every = [form.id for form in forms.of_assessment(session, record.assessment.id)]
    marked = form_marks.in_error(session, every)
    return [form_id for form_id in every if form_id not in marked]


def _say(session: Session, scope: Scope, wanted: list[str], what: str, why: str, action: str, now: datetime) -> None:
    for form_id in wanted:
        form_marks.add(session, form_id, what, reason=why, now=now, by=scope.staff_id)
        audit.append(
            session, at=now, actor=scope.staff_id, action=action, object_kind="form", object_id=form_id, reason=why
        )


def _state_of_the_visit(session: Session, assessment: Assessment) -> None:
    """A visit of which no form counts is open again; one of which some do not is partly answered."""
    if assessment.submitted_at is None:
        return
    newest = forms.newest_attempts(forms.of_assessment(session, assessment.id))
    marked = form_marks.in_error(session, [form.id for form in newest])
    counting = [form for form in newest if form.id not in marked]
    whole = len(counting) == len(newest) and {f.status for f in newest if f.entered_at is not None} == {"completed"}
    closed_as = "completed" if whole else "partial" if any(f.entered_at for f in counting) else assessments.IN_ERROR
    assessments.restate(session, assessment, closed_as)
