"""What staff change may settle queries: those that are gone afterwards are kept as answered by that change."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlmodel import Session

from qol.storage import query_answers
from qol.storage.tables import Patient, QueryAnswer
from qol.study.queries.finding import Finding
from qol.study.queries.standing import Query, standing


@contextmanager
def settling(session: Session, patient: Patient, answer: str, reason: str, by: str, now: datetime) -> Iterator[None]:
    """Around a change of one patient's answers (`corrected`) or events (`timeline_changed`), in its transaction."""
    today = now.astimezone().date()
    before = [one for one in standing(session, [patient], today)[patient.id] if one.finding]
    yield
    session.flush()
    left = {one.id for one in standing(session, [patient], today)[patient.id] if one.finding}
    for query in before:
        if query.id not in left:
            query_answers.add(session, said(query, answer, reason, by, now))


def said(query: Query, answer: str, reason: str, by: str, now: datetime) -> QueryAnswer:
    """What is kept of an answer to a query whose doubt is there."""
    finding: Finding | None = query.finding
    if finding is None:
        raise ValueError("this query is settled")
    return QueryAnswer(
        patient_id=query.patient.id, query_id=query.id, kind=query.kind, fingerprint=finding.fingerprint,
        since=query.since, form_id=finding.form_id, item_id=finding.item_id, visit_id=finding.visit_id,
        event_id=finding.event_id, answer=answer, reason=reason, at=now, by=by,
    )  # fmt: skip
