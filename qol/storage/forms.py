"""Forms: one instrument of an assessment; a restarted one is a further attempt, and both are kept."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from qol.errors import NotFound
from qol.storage.tables import Form

MOMENTS = frozenset({"started_at", "completed_at", "completed_on", "entered_at", "entered_by", "received_on"})


def add(session: Session, form: Form) -> Form:
    """Keep a new form."""
    session.add(form)
    session.flush()
    return form


def by_id(session: Session, form_id: str) -> Form:
    """A form; raises NotFound."""
    row = session.get(Form, form_id)
    if row is None:
        raise NotFound("There is no such form.")
    return row


def of_assessment(session: Session, assessment_id: str) -> Sequence[Form]:
    """The forms of an assessment by position and attempt."""
    return of_assessments(session, [assessment_id]).get(assessment_id, [])


def of_assessments(session: Session, assessment_ids: Collection[str]) -> Mapping[str, list[Form]]:
    """Assessment id -> forms by position and attempt."""
    ids = sorted(assessment_ids)
    found: dict[str, list[Form]] = {assessment_id: [] for assessment_id in ids}
    for start_at in range(0, len(ids), 500):
        query = select(Form).where(col(Form.assessment_id).in_(ids[start_at : start_at + 500]))
        for row in session.exec(query.order_by(col(Form.position), col(Form.attempt))):
            found[row.assessment_id].append(row)
    return found


def newest_attempts(forms: Sequence[Form]) -> list[Form]:
    """Of each instrument the latest attempt, in the order of the forms."""
    latest = {form.instrument_id: form for form in sorted(forms, key=lambda form: form.attempt)}
    return [form for form in forms if latest[form.instrument_id] is form]


def start(session: Session, form: Form, now: datetime) -> None:
    """Note when the first answer came; a second call changes nothing."""
    if form.started_at is None:
        form.started_at = now
        session.add(form)


def close(session: Session, form: Form, status: str, now: datetime) -> None:
    """Note that nothing more is answered: completed, partial or not_done."""
    form.status = status
    form.completed_at = now
    session.add(form)


def restate(session: Session, form: Form, status: str) -> None:
    """Note what a closed form is after a correction; when it was completed stays."""
    form.status = status
    session.add(form)


def enter(
    session: Session,
    form: Form,
    *,
    completed_on: date | None,
    received_on: date | None,
    now: datetime,
    by: str | None = None,
) -> None:
    """Note when a form was finished, when the clinic had it, when its answers came in, and who typed them."""
    form.completed_on, form.received_on = completed_on, received_on
    form.entered_at, form.entered_by = now, by
    session.add(form)


def again(session: Session, form: Form) -> Form:
    """A further, empty attempt of a form; the first one keeps its answers."""
    kept = form.model_dump(exclude={"id", "attempt", "status", *MOMENTS})
    return add(session, Form(**kept, attempt=form.attempt + 1))


def reword(session: Session, form: Form, columns: Mapping[str, str]) -> None:
    """Show a form in other words of the same definition from here on."""
    for name in ("wording_hash", "wording_kind", "wording_notice", "language"):
        setattr(form, name, columns[name])
    session.add(form)
