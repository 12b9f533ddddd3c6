"""Staff answer a query: it is right as it is, with a reason; corrections settle theirs by themselves."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from sqlmodel import Session

from qol.errors import Conflict, NotFound, QolError
from qol.language import gettext as _
from qol.storage import audit, query_answers
from qol.study.house import House
from qol.study.queries.settling import said
from qol.study.queries.standing import CONFIRMED, Query, standing
from qol.study.scope import Scope

ANSWERED = "query.answered"
SHORTEST, LONGEST = 3, 500

ANSWERS: Mapping[str, Callable[[], str]] = {
    CONFIRMED: lambda: _("Right as it is"),
    "corrected": lambda: _("Answers were corrected"),
    "timeline_changed": lambda: _("The timeline was changed"),
}
"""What can have been said of a query; only the first is said by hand."""


def query_of(house: House, scope: Scope, code: str, query_id: str, today: date) -> Query:
    """One query of a patient in scope; raises NotFound, also for a foreign patient's."""
    with house.database.reading() as session:
        return _one(session, scope, code, query_id, today)


def confirm(house: House, scope: Scope, code: str, query_id: str, fingerprint: str, reason: str, now: datetime) -> None:
    """Say that what is in doubt is right as it is, and why.

    fingerprint: of the facts that were looked at. Raises QolError where the reason will not do or the query is
    settled, Conflict where the facts are others by now.
    """
    words = " ".join(reason.split())
    if not SHORTEST <= len(words) <= LONGEST:
        raise QolError(_("Write in a few words why it is right as it is."))
    with house.database.writing() as session:
        query = _one(session, scope, code, query_id, now.astimezone().date())
        if query.finding is None:
            raise QolError(_("This query is settled already."))
        if query.finding.fingerprint != fingerprint:
            raise Conflict(_("The facts have changed in the meantime. Look at the query again."))
        query_answers.add(session, said(query, CONFIRMED, words, scope.staff_id, now))
        audit.append(
            session, at=now, actor=scope.staff_id, action=ANSWERED, object_kind="query", object_id=query.id,
            reason=words,
        )  # fmt: skip


def _one(session: Session, scope: Scope, code: str, query_id: str, today: date) -> Query:
    patient = scope.patient(session, code)
    for query in standing(session, [patient], today)[patient.id]:
        if query.id == query_id:
            return query
    raise NotFound("There is no such query.")
