"""The end of a questionnaire: sent exactly once, whatever is pressed twice."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from sqlmodel import Session

from qol.errors import Conflict, QolError
from qol.language import gettext as _
from qol.storage import accesses, answers, assessments, audit, forms, submissions, surveys
from qol.storage.database import Database
from qol.storage.tables import Assessment
from qol.study.collection.answering import PATIENT, Questionnaire, questionnaire, store_of
from qol.study.collection.path import Section, is_settled


@dataclass(frozen=True)
class Receipt:
    """What the patient is told: the words that the client compares, and when the answers arrived."""

    words: str
    received_at: datetime


def submit(database: Database, assessment_id: str, submission_id: str, now: datetime) -> Receipt:
    """Send an assessment with whatever it holds, gaps included; the same id again gives the same receipt.

    Closes its forms, ends every link, code and session of it. Raises QolError where the id is no UUID, and
    Conflict where other content was sent under it before; both copies are then kept.
    """
    identifier = _uuid(submission_id)
    with database.writing() as session:
        receipt = submit_within(session, assessment_id, identifier, now)
    if receipt is None:
        raise Conflict(_("These answers were sent before with other content. Both are kept; please call us."))
    return receipt


def submit_within(
    session: Session, assessment_id: str, submission_id: str, now: datetime, given_at: datetime | None = None
) -> Receipt | None:
    """The same inside a transaction that goes on; None where other content was sent under the id before.

    given_at: when the patient sent it, where it was under way for a while.
    """
    opened = questionnaire(session, assessment_id)
    content = content_of(opened if opened.assessment.submitted_at is None else _as_sent(session, opened))
    taken = submissions.take(
        session,
        submission_id=submission_id,
        assessment_id=assessment_id,
        content_hash=sha256(content.encode()).hexdigest(),
        content=content,
        now=now,
    )
    if taken.conflict:
        return None
    received_at = opened.assessment.submitted_at or now
    if opened.assessment.submitted_at is None:
        _sent(session, opened, given_at or now, now)
    return Receipt(taken.receipt, received_at)


def content_of(opened: Questionnaire) -> str:
    """What is sent, in one fixed spelling: every answer in force by form, item and version."""
    rows = [
        [form, item, given.version, given.state, given.value, given.text]
        for (form, item), given in sorted(opened.store.items())
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _as_sent(session: Session, opened: Questionnaire) -> Questionnaire:
    """A questionnaire as its patient sent it: what staff corrected since then is no other content."""
    given = answers.as_given(session, [form.id for form in opened.forms])
    return replace(opened, store=store_of(given))


def state_of(opened: Questionnaire, section: Section) -> str:
    """What a form is when it is sent.

    completed: every question on its path answered or declined (also where none was asked); not_done: nothing
    was answered or declined; partial: the rest.
    """
    steps = opened.path.of(section)
    settled = [step for step in steps if is_settled(step, opened.store)]
    if len(settled) == len(steps):
        return "completed"
    return "partial" if settled else "not_done"


def close(session: Session, assessment: Assessment, on: date, now: datetime, actor: str, action: str) -> None:
    """Close an assessment whose forms are all closed, and every way into it. on: the day it was completed."""
    newest = forms.newest_attempts(forms.of_assessment(session, assessment.id))
    states = {form.status for form in newest if form.entered_at is not None}
    assessments.start(session, assessment, now)
    assessments.close(session, assessment, "completed" if states == {"completed"} else "partial", now, on)
    accesses.end(session, assessment.id, now)
    surveys.end_all(session, assessment.id, now)
    audit.append(session, at=now, actor=actor, action=action, object_kind="assessment", object_id=assessment.id)


def _sent(session: Session, opened: Questionnaire, given_at: datetime, now: datetime) -> None:
    """Close what the patient was shown: completed when it was sent, received and entered when it came."""
    done, came = given_at.astimezone().date(), now.astimezone().date()
    for form, section in zip(opened.forms, opened.sections, strict=True):
        state = state_of(opened, section)
        completed_on, received_on = (None, None) if state == "not_done" else (done, came)
        forms.close(session, form, state, given_at)
        forms.enter(session, form, completed_on=completed_on, received_on=received_on, now=now)
    session.flush()
    close(session, opened.assessment, done, now, PATIENT, "survey.submitted")


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError as error:
        raise QolError(_("This page was sent incompletely. Please go back and send it again.")) from error
