"""What staff said of answers is kept as it was said, changed by nobody, removed with the patient only."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from qol.storage import attention_seen, form_marks, query_answers
from qol.storage.database import Database
from qol.storage.tables import Erasure, QueryAnswer
from tests.storage.conftest import NOW


def fill(database: Database, patient_id: str, form_id: str) -> None:
    with database.writing() as session:
        form_marks.add(session, form_id, "in_error", reason="twice", now=NOW, by="x")
        form_marks.add(session, form_id, "restored", reason="right_patient", now=NOW, by="x")
        attention_seen.add(session, (form_id, "q1", 1), now=NOW, by="x")
        answer = QueryAnswer(
            patient_id=patient_id, query_id="q", kind="age", fingerprint="f", since=NOW.date(), answer="confirmed",
            reason="checked", at=NOW, by="x",
        )  # fmt: skip
        query_answers.add(session, answer)


def test_the_latest_mark_of_a_form_is_in_force(database: Database, patient_id: str, form_id: str) -> None:
    with database.writing() as session:
        form_marks.add(session, form_id, "in_error", reason="twice", now=NOW, by="x")
        assert form_marks.in_error(session, [form_id]) == {form_id}
        form_marks.add(session, form_id, "restored", reason="right_patient", now=NOW, by="x")
        assert form_marks.in_error(session, [form_id]) == frozenset()
    with database.reading() as session:
        assert [row.mark for row in form_marks.of_form(session, form_id)] == ["in_error", "restored"]


def test_a_flag_is_seen_once_by_each(database: Database, form_id: str) -> None:
    place = (form_id, "q1", 1)
    with database.writing() as session:
        assert [attention_seen.add(session, place, now=NOW, by=who) for who in ("x", "x", "y")] == [True, False, True]
        assert [row.by for row in attention_seen.of_forms(session, [form_id])[place]] == ["x", "y"]


@pytest.mark.parametrize("table", ["form_mark", "query_answer", "attention_seen"])
def test_the_database_itself_keeps_the_rows(database: Database, patient_id: str, form_id: str, table: str) -> None:
    fill(database, patient_id, form_id)
    column = "answer" if table == "query_answer" else "by"
    for statement in (f"UPDATE {table} SET {column} = 'z'", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError, match=f"{table} rows are"), database.writing() as session:
            session.execute(text(statement))
    with database.writing() as session:
        session.add(Erasure(patient_id=patient_id, at=NOW))
        session.flush()
        session.execute(text(f"DELETE FROM {table}"))
