"""Answers, only ever appended: a change is a further version, with its time, language, hand and reason."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, insert, select, tuple_
from sqlmodel import Session

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


class CodeGiven(NamedTuple):
    """An answer in force that is a code."""

    form_id: str
    item_id: str
    value: int
    version: int
    at: datetime


TABLE = Answer.__table__.c  # type: ignore[attr-defined]
COLUMNS: Select[Any] = select(*(TABLE[field.name] for field in fields(StoredAnswer)))
"""What is read of an answer, in the order of `StoredAnswer`. Built once: building costs more than asking."""


def _in_force(forms: ColumnElement[bool]) -> Select[Any]:
    newest = select(TABLE.form_id, TABLE.item_id, func.max(TABLE.version)).where(forms)
    newest = newest.group_by(TABLE.form_id, TABLE.item_id)
    return COLUMNS.where(forms, tuple_(TABLE.form_id, TABLE.item_id, TABLE.version).in_(newest))


ADD = insert(Answer.__table__)  # type: ignore[attr-defined]
OF_ONE_FORM = _in_force(TABLE.form_id == bindparam("form"))
OF_FORMS = _in_force(TABLE.form_id.in_(bindparam("forms", expanding=True)))
CODES_OF_FORMS = OF_FORMS.with_only_columns(TABLE.form_id, TABLE.item_id, TABLE.value, TABLE.version, TABLE.at).where(
    TABLE.state == "answered", TABLE.value.is_not(None)
)
AS_GIVEN = _in_force(TABLE.form_id.in_(bindparam("forms", expanding=True)) & TABLE.reason.is_(None))
"""The versions before any correction: one that somebody else made says why."""
CORRECTED = (
    select(TABLE.form_id, TABLE.item_id)
    .where(TABLE.form_id.in_(bindparam("forms", expanding=True)), TABLE.reason.is_not(None))
    .distinct()
)
VERSIONS_OF_CORRECTED = COLUMNS.where(
    TABLE.form_id.in_(bindparam("forms", expanding=True)), tuple_(TABLE.form_id, TABLE.item_id).in_(CORRECTED)
).order_by(TABLE.form_id, TABLE.item_id, TABLE.version)
OF_WHOLE_FORM = COLUMNS.where(TABLE.form_id == bindparam("form")).order_by(TABLE.item_id, TABLE.version)
OF_ONE_ITEM = COLUMNS.where(TABLE.form_id == bindparam("form"), TABLE.item_id == bindparam("item")).order_by(
    TABLE.version
)


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
    session.flush()
    before = {answer.item_id: answer for answer in _stored(session, OF_ONE_FORM, {"form": form_id})}
    versions = {item: answer.version for item, answer in before.items()}
    for item, version in (seen or {}).items():
        if versions.get(item, 0) != version:
            raise Conflict("This answer was changed elsewhere in the meantime. Look at it again, then save.")
    new = [answer for answer in answers if reason or not _same(answer, before.get(answer.item_id))]
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
        session.connection().execute(ADD, rows)
    now = versions | {answer.item_id: versions.get(answer.item_id, 0) + 1 for answer in new}
    return {answer.item_id: now[answer.item_id] for answer in answers}


def codes(session: Session, form_ids: Collection[str]) -> Iterator[CodeGiven]:
    """Every answer in force of some forms that is a code; no text is decrypted."""
    ids = sorted(form_ids)
    session.flush()
    for start in range(0, len(ids), 500):
        for row in session.connection().execute(CODES_OF_FORMS, {"forms": ids[start : start + 500]}):
            yield CodeGiven(*row)


def current(session: Session, form_ids: Collection[str]) -> Sequence[StoredAnswer]:
    """The version in force of every answer of some forms."""
    ids = sorted(form_ids)
    session.flush()
    runs = (ids[start : start + 500] for start in range(0, len(ids), 500))
    return [answer for run in runs for answer in _stored(session, OF_FORMS, {"forms": run})]


def as_given(session: Session, form_ids: Collection[str]) -> Sequence[StoredAnswer]:
    """The last version of every answer of some forms that is no correction."""
    session.flush()
    return _stored(session, AS_GIVEN, {"forms": sorted(form_ids)})


def corrected(session: Session, form_ids: Collection[str]) -> Sequence[StoredAnswer]:
    """Every version, oldest first, of the answers of some forms that somebody corrected."""
    ids = sorted(form_ids)
    session.flush()
    runs = (ids[start : start + 500] for start in range(0, len(ids), 500))
    return [answer for run in runs for answer in _stored(session, VERSIONS_OF_CORRECTED, {"forms": run})]


def histories(session: Session, form_id: str) -> Mapping[str, Sequence[StoredAnswer]]:
    """Item -> every version of its answer, oldest first, of one form."""
    session.flush()
    found: dict[str, list[StoredAnswer]] = {}
    for answer in _stored(session, OF_WHOLE_FORM, {"form": form_id}):
        found.setdefault(answer.item_id, []).append(answer)
    return found


def history(session: Session, form_id: str, item_id: str) -> Sequence[StoredAnswer]:
    """Every version of one answer, oldest first."""
    session.flush()
    return _stored(session, OF_ONE_ITEM, {"form": form_id, "item": item_id})


def plain_text(session: Session, form_id: str, item_id: str, sealed: str | None) -> str | None:
    """The words of an encrypted free text."""
    return None if sealed is None else keys_of(session).open(sealed, _place(form_id, item_id))


def _stored(session: Session, query: Select[Any], values: Mapping[str, Any]) -> list[StoredAnswer]:
    answers = [StoredAnswer(*row) for row in session.connection().execute(query, values)]
    return [replace(a, text=plain_text(session, a.form_id, a.item_id, a.text)) if a.text else a for a in answers]


def _same(new: NewAnswer, old: StoredAnswer | None) -> bool:
    if old is None:
        return False
    return (new.value, new.text or None, new.state) == (old.value, old.text or None, old.state)


def _sealed(session: Session, form_id: str, answer: NewAnswer) -> str | None:
    return keys_of(session).seal(answer.text, _place(form_id, answer.item_id)) if answer.text else None


def _place(form_id: str, item_id: str) -> str:
    return f"answer.text:{form_id}:{item_id}"
