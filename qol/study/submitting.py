"""The end of a questionnaire: sent exactly once, whatever is pressed twice."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlmodel import Session

from qol.errors import Conflict, QolError
from qol.language import gettext as _
from qol.storage import accesses, assessments, audit, forms, submissions, surveys
from qol.storage.database import Database
from qol.study.answering import PATIENT, Questionnaire, questionnaire
from qol.study.path import Section, is_settled


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
        opened = questionnaire(session, assessment_id)
        content = content_of(opened)
        taken = submissions.take(
            session,
            submission_id=identifier,
            assessment_id=assessment_id,
            content_hash=sha256(content.encode()).hexdigest(),
            content=content,
            now=now,
        )
        received_at = opened.assessment.submitted_at or now
        if opened.assessment.submitted_at is None and not taken.conflict:
            _close(session, opened, now)
    if taken.conflict:
        raise Conflict(_("These answers were sent before with other content. Both are kept; please call us."))
    return Receipt(taken.receipt, received_at)


def content_of(opened: Questionnaire) -> str:
    """What is sent, in one fixed spelling: every answer in force by form, item and version."""
    rows = [
        [form, item, given.version, given.state, given.value, given.text]
        for (form, item), given in sorted(opened.store.items())
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


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


def _close(session: Session, opened: Questionnaire, now: datetime) -> None:
    states = []
    for form, section in zip(opened.forms, opened.sections, strict=True):
        states.append(state_of(opened, section))
        forms.close(session, form, states[-1], now)
    assessments.start(session, opened.assessment, now)
    closed_as = "completed" if set(states) == {"completed"} else "partial"
    assessments.close(session, opened.assessment, closed_as, now)
    accesses.end(session, opened.assessment.id, now)
    surveys.end_all(session, opened.assessment.id, now)
    audit.append(
        session, at=now, actor=PATIENT, action="survey.submitted", object_kind="assessment",
        object_id=opened.assessment.id,
    )  # fmt: skip


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError as error:
        raise QolError(_("This page was sent incompletely. Please go back and send it again.")) from error
