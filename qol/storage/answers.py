"""Answers, only ever appended: a change is a further version, with its time, language, hand and reason."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, tuple_
from sqlmodel import Session, col, func, select

from qol.errors import Conflict
from qol.storage.keys import keys_of
from qol.storage.tables import Answer


@dataclass(frozen=True)
class NewAnswer:
    """What was given to one item: state is answered, declined or cleared; free text is in plain words."""

    item_id: str
    value: int | None = None
    text: str | None = None
    state: str = "answered"


@dataclass(frozen=True)
class StoredAnswer:
    """One version of an answer as it was kept, its free text in plain words."""

    form_id: str
    item_id: str
    version: int
    value: int | None
    text: str | None
    state: str
    language: str
    at: datetime
    by: str | None
    reason: str | None


def append(
    session: Session,
    form_id: str,
    answers: Collection[NewAnswer],
    *,
    at: datetime,
    language: str,
    by: str | None = None,
    reason: str | None = None,
    seen: Mapping[str, int] | None = None,
) -> Mapping[str, int]:
    """Keep answers to items of one form; item id -> the version now in force.

    An answer equal to the one in force is not kept twice. seen: the version that the sender saw of each item (0
    for none); raises Conflict where another version came in between.
    """
    before = {answer.item_id: answer for answer in current(session, [form_id])}
    versions = {item: answer.version for item, answer in before.items()}
    for item, version in (seen or {}).items():
        if versions.get(item, 0) != version:
            raise Conflict("This answer was changed elsewhere in the meantime. Look at it again, then save.")
    new = [answer for answer in answers if not _same(answer, before.get(answer.item_id)) or reason]
    rows = [
        {
            "form_id": form_id,
            "item_id": answer.item_id,
            "version": versions.get(answer.item_id, 0) + 1,
            "value": answer.value,
            "text": _sealed(session, form_id, answer),
            "state": answer.state,
            "language": language,
            "at": at,
            "by": by,
            "reason": reason,
        }
        for answer in new
    ]
    if rows:
        session.execute(insert(Answer), rows)
    return {answer.item_id: versions.get(answer.item_id, 0) + (answer in new) for answer in answers}


def current(session: Session, form_ids: Collection[str]) -> Sequence[StoredAnswer]:
    """The version in force of every answer of some forms."""
    ids = sorted(form_ids)
    found: list[StoredAnswer] = []
    for start in range(0, len(ids), 500):
        of_forms = col(Answer.form_id).in_(ids[start : start + 500])
        latest = (
            select(Answer.form_id, Answer.item_id, func.max(Answer.version))
            .where(of_forms)
            .group_by(col(Answer.form_id), col(Answer.item_id))
        )
        key = tuple_(col(Answer.form_id), col(Answer.item_id), col(Answer.version))
        found += _stored(session, session.exec(select(Answer).where(of_forms, key.in_(latest))).all())
    return found


def history(session: Session, form_id: str, item_id: str) -> Sequence[StoredAnswer]:
    """Every version of one answer, oldest first."""
    query = select(Answer).where(Answer.form_id == form_id, Answer.item_id == item_id)
    return _stored(session, session.exec(query.order_by(col(Answer.version))).all())


def plain_text(session: Session, form_id: str, item_id: str, sealed: str | None) -> str | None:
    """The words of an encrypted free text."""
    return None if sealed is None else keys_of(session).open(sealed, _place(form_id, item_id))


def _stored(session: Session, rows: Sequence[Answer]) -> list[StoredAnswer]:
    return [
        StoredAnswer(
            form_id=row.form_id,
            item_id=row.item_id,
            version=row.version,
            value=row.value,
            text=plain_text(session, row.form_id, row.item_id, row.text),
            state=row.state,
            language=row.language,
            at=row.at,
            by=row.by,
            reason=row.reason,
        )
        for row in rows
    ]


def _same(new: NewAnswer, old: StoredAnswer | None) -> bool:
    if old is None:
        return False
    return (new.value, new.text or None, new.state) == (old.value, old.text or None, old.state)


def _sealed(session: Session, form_id: str, answer: NewAnswer) -> str | None:
    return keys_of(session).seal(answer.text, _place(form_id, answer.item_id)) if answer.text else None


def _place(form_id: str, item_id: str) -> str:
    return f"answer.text:{form_id}:{item_id}"
