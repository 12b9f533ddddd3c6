"""Which rows are a patient's, found by what refers to what, and what of them goes."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, or_, select, update
from sqlmodel import Session

from qol.course.event_details import DETAILS
from qol.course.events import EventKind
from qol.storage.tables import Row

WITH_ANSWERS = {
    "patient": (),
    "assessment": (),
    "form": (),
    "answer": ("text", "reason"),
    "form_mark": ("reason",),
    "event": ("reason", "details"),
    "characteristic": ("reason",),
    "consent": (),
}
"""Tables that stay where the coded answers are kept, with the columns that hold somebody's words; all others go."""


def of_patient(table: Table, patient_id: str) -> ColumnElement[bool] | None:
    """Which rows of a table belong to a patient, through as many references as it takes; None: no row of it can."""
    if table.name == "patient":
        return table.c.id == patient_id
    found = []
    for key in table.foreign_keys:
        theirs = of_patient(key.column.table, patient_id) if key.column.table is not table else None
        if theirs is not None:
            found.append(key.parent.in_(select(key.column).where(theirs)))
    return or_(*found) if found else None


def patient_tables() -> list[Table]:
    """Every table that can hold a patient's rows, those that refer before those referred to."""
    return [table for table in reversed(Row.metadata.sorted_tables) if of_patient(table, "") is not None]


def erase_rows(session: Session, patient_id: str, *, keep_answers: bool) -> None:
    """Take a patient's rows away, all of them or all but the coded answers; the tombstone must stand already."""
    session.flush()
    connection = session.connection()
    for table in patient_tables():
        theirs = of_patient(table, patient_id)
        if theirs is None:
            continue
        if keep_answers and table.name in WITH_ANSWERS:
            if words := WITH_ANSWERS[table.name]:
                kept = [
                    _without_words(row, words) for row in connection.execute(select(table).where(theirs)).mappings()
                ]
                connection.execute(delete(table).where(theirs))
                _put_back(connection, table, kept)
        else:
            connection.execute(delete(table).where(theirs))
    session.expire_all()


def rename(session: Session, patient_id: str, code: str) -> None:
    """Give a patient another study code, as the old one stands on paper beside a name."""
    patient = Row.metadata.tables["patient"]
    session.connection().execute(update(patient).where(patient.c.id == patient_id).values(code=code))


def _put_back(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """A row that the guards let nobody change is taken out and comes back without its words."""
    if rows:
        connection.execute(insert(table), rows)


def _without_words(row: Any, words: Iterable[str]) -> dict[str, Any]:
    kept = dict(row)
    for name in words:
        kept[name] = _coded(kept) if name == "details" else None
    return kept


def _coded(event: dict[str, Any]) -> dict[str, str]:
    """The details of an event that are codes of a list."""
    known = DETAILS.get(EventKind(event["kind"]), {})
    return {name: value for name, value in event["details"].items() if value in known.get(name, ())}
