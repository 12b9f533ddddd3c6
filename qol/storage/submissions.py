"""Submissions: taken once under the id that the client made, however often they are sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert
from sqlmodel import Session, select

from qol.storage.keys import keys_of
from qol.storage.tables import Submission

COPIES = Submission.__table__.select().where(Submission.__table__.c.id == bindparam("sent"))  # type: ignore[attr-defined]
ADD = insert(Submission.__table__)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Taken:
    """What came of a submission.

    repeated: it was here already, so nothing is to be done again. conflict: other content under the same id; it
    is kept beside the first, and the caller raises Conflict after the transaction, so that it stays kept.
    """

    receipt: str
    repeated: bool = False
    conflict: bool = False


def receipt_for(submission_id: str, content_hash: str) -> str:
    """What the client compares before it forgets its copy; a login page of a network cannot say this."""
    return f"{submission_id} {content_hash}"


def take(
    session: Session,
    *,
    submission_id: str,
    assessment_id: str,
    content_hash: str,
    content: str,
    now: datetime,
) -> Taken:
    """Note a submission before its answers are kept; content is what was sent, kept only on a conflict."""
    session.flush()
    copies = session.connection().execute(COPIES, {"sent": submission_id}).all()
    receipt = receipt_for(submission_id, content_hash)
    for copy in copies:
        if copy.content_hash == content_hash and copy.assessment_id == assessment_id:
            return Taken(copy.receipt, repeated=True, conflict=copy.conflict)
    conflict = bool(copies)
    if any(copy.content_hash == content_hash for copy in copies):
        return Taken(receipt, conflict=True)  # the very same bytes sent for another assessment
    row = Submission(
        id=submission_id,
        content_hash=content_hash,
        assessment_id=assessment_id,
        received_at=now,
        receipt=receipt,
        conflict=conflict,
        content=keys_of(session).seal(content, _place(submission_id, content_hash)) if conflict else None,
    )
    session.connection().execute(ADD, row.model_dump())
    return Taken(receipt, conflict=conflict)


def conflicting_content(session: Session, submission_id: str) -> list[str]:
    """What was sent under an id after its first content, oldest first."""
    query = select(Submission).where(Submission.id == submission_id, Submission.content != None)  # noqa: E711
    rows = sorted(session.exec(query), key=lambda row: row.received_at)
    keys = keys_of(session)
    return [keys.open(row.content, _place(row.id, row.content_hash)) for row in rows if row.content]


def _place(submission_id: str, content_hash: str) -> str:
    return f"submission.content:{submission_id}:{content_hash}"
