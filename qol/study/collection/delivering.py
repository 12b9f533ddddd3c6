"""Envelopes of a patient's device, opened and applied exactly once, through the same functions as a page's answers."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session

from qol.errors import EnvelopeRefused, EnvelopeUnreadable, LinkExpired
from qol.storage import answers, assessments, envelopes
from qol.storage.database import Database
from qol.storage.erasing.erasure import refuse_erased
from qol.storage.sealing import Lock
from qol.storage.submissions import receipt_for
from qol.storage.tables import Envelope
from qol.study.collection import answering
from qol.study.collection.answering import Questionnaire, questionnaire
from qol.study.collection.path import Given, Step
from qol.study.collection.reply import Reply
from qol.study.collection.sealed_page import SealedPage, page_in
from qol.study.collection.submitting import submit_within

Read = Callable[[Step, Given | None, str], Reply | None]
"""What a page's field makes of what was written in it; raises EnvelopeRefused where the page would refuse it."""


@dataclass(frozen=True)
class Sent:
    """One envelope as it came: the id that the device made, the assessment of its pass, the sealed bytes."""

    id: str
    assessment_id: str
    sealed: bytes

    @property
    def content_hash(self) -> str:
        """SHA-256 of the sealed bytes, which are made once and sent again unchanged."""
        return sha256(self.sealed).hexdigest()

    @property
    def bound_to(self) -> str:
        """What the seal is bound to besides the key."""
        return f"{self.id} {self.assessment_id}"


@dataclass(frozen=True)
class Outcome:
    """What became of an envelope; its receipt says that it is kept, not that it was applied."""

    id: str
    content_hash: str
    state: str
    reason: str | None
    received_at: datetime
    came_before: bool = field(default=False, compare=False)
    """Whether the same bytes had come already, so that nothing was done now."""

    @property
    def receipt(self) -> str:
        """The words that the device compares before it forgets its copy."""
        return receipt_for(self.id, self.content_hash)


def deliver(database: Database, lock: Lock, sent: Sent, read: Read, now: datetime) -> Outcome:
    """Keep an envelope and apply it; the same bytes again give the same outcome and do nothing.

    What cannot be applied is kept sealed with its reason: unreadable, closed, restarted, not_asked, impossible,
    other_assessment or sent_before. Raises DatabaseBusy where nothing could be kept, NotFound for an erased patient.
    """
    with database.writing() as session:
        refuse_erased(session, sent.assessment_id)
        copies = envelopes.copies(session, sent.id)
        same = [copy for copy in copies if copy.content_hash == sent.content_hash]
        if same:
            return replace(_outcome(same[0], sent), came_before=True)
        if copies:
            return _outcome(_noted(session, sent, now, "conflict", "sent_before"), sent)
        return _outcome(_opened(session, lock, sent, read, now), sent)


def _opened(session: Session, lock: Lock, sent: Sent, read: Read, now: datetime) -> Envelope:
    try:
        page = page_in(lock.open(sent.sealed, sent.bound_to))
    except EnvelopeUnreadable:
        return _noted(session, sent, now, "refused", "unreadable")
    page = replace(page, at=_possible(session, sent, page.at, now))
    try:
        late = _apply(session, sent, page, read, now)
    except EnvelopeRefused as refusal:
        return _noted(session, sent, now, "refused", refusal.reason, page.at)
    except LinkExpired:
        return _noted(session, sent, now, "refused", "closed", page.at)
    return _noted(session, sent, now, "late" if late else "applied", None, page.at)


def _apply(session: Session, sent: Sent, page: SealedPage, read: Read, now: datetime) -> bool:
    """Do what the page did; whether a later answer stands, which is then left as it is."""
    if page.move == "submit":
        if submit_within(session, sent.assessment_id, sent.id, now, page.at) is None:
            raise EnvelopeRefused("sent_before", "These answers were sent before with other content.")
        return False
    opened = questionnaire(session, sent.assessment_id)
    step = _step(opened, page)
    reply = read(step, opened.given(step), page.answer) if page.move == "keep" else None
    if _is_late(session, opened, step, page):
        return True
    if page.move == "skip":
        answering.decline(session, opened, step, page.at)
    elif page.move == "clear":
        answering.clear(session, opened, step, page.at)
    else:
        answering.leave(session, opened, step, reply, page.at, asking=False)
    return False


def _step(opened: Questionnaire, page: SealedPage) -> Step:
    if opened.assessment.closed_as is not None:
        raise EnvelopeRefused("closed", "These questions are closed.")
    if page.form_id not in {form.id for form in opened.forms}:
        raise EnvelopeRefused("restarted", "This form was begun again in the meantime.")
    key = (page.form_id, page.item_id)
    step = next((step for step in opened.path.steps if step.key == key), None)
    if step is None:
        raise EnvelopeRefused("not_asked", "This question is not asked of this patient.")
    return step


def _is_late(session: Session, opened: Questionnaire, step: Step, page: SealedPage) -> bool:
    """Whether another device gave a later answer than the one that this device saw."""
    given = opened.given(step)
    if given is None or given.version <= page.seen:
        return False
    return answers.history(session, *step.key)[-1].at > page.at


def _possible(session: Session, sent: Sent, at: datetime, now: datetime) -> datetime:
    """A device's moment, not before the questionnaire was opened and not after it came."""
    return max(min(at, now), assessments.by_id(session, sent.assessment_id).created_at)


def _noted(
    session: Session, sent: Sent, now: datetime, state: str, reason: str | None, at: datetime | None = None
) -> Envelope:
    kept = None if state == "applied" else base64.b64encode(sent.sealed).decode()
    return envelopes.add(
        session, envelope_id=sent.id, content_hash=sent.content_hash, assessment_id=sent.assessment_id,
        now=now, state=state, reason=reason, given_at=at, sealed=kept,
    )  # fmt: skip


def _outcome(row: Envelope, sent: Sent) -> Outcome:
    if row.assessment_id != sent.assessment_id:  # nothing of another assessment is told
        return Outcome(sent.id, sent.content_hash, "conflict", "other_assessment", row.received_at)
    return Outcome(row.id, row.content_hash, row.state, row.reason, row.received_at)
