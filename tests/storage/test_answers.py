"""Answers are versions: appended, never changed, removed only with an erased patient."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from qol.errors import Conflict, SettingsError
from qol.storage import answers
from qol.storage.answers import NewAnswer
from qol.storage.database import Database
from qol.storage.tables import Erasure
from tests.storage.conftest import NOW


def save(database: Database, form_id: str, *given: NewAnswer, **more: object) -> dict[str, int]:
    with database.writing() as session:
        return dict(answers.append(session, form_id, given, at=NOW, language="en", **more))  # type: ignore[arg-type]


def current(database: Database, form_id: str) -> dict[str, tuple[int, int | None, str | None, str]]:
    with database.reading() as session:
        rows = answers.current(session, [form_id])
    return {row.item_id: (row.version, row.value, row.text, row.state) for row in rows}


def test_a_change_is_a_further_version_and_the_first_one_stays(database: Database, form_id: str) -> None:
    assert save(database, form_id, NewAnswer("q1", 3), NewAnswer("q2", 1)) == {"q1": 1, "q2": 1}
    assert save(database, form_id, NewAnswer("q1", 2), by="staff", reason="misread") == {"q1": 2}
    assert current(database, form_id) == {"q1": (2, 2, None, "answered"), "q2": (1, 1, None, "answered")}
    with database.reading() as session:
        first, second = answers.history(session, form_id, "q1")
    assert (first.value, first.by, first.reason) == (3, None, None)
    assert (second.value, second.by, second.reason, second.at) == (2, "staff", "misread", NOW)


def test_a_cleared_or_declined_answer_is_a_version_too(database: Database, form_id: str) -> None:
    save(database, form_id, NewAnswer("q1", 3))
    save(database, form_id, NewAnswer("q1", state="cleared"))
    save(database, form_id, NewAnswer("q1", state="declined"))
    assert current(database, form_id) == {"q1": (3, None, None, "declined")}


def test_the_same_answer_sent_again_is_kept_once(database: Database, form_id: str) -> None:
    assert save(database, form_id, NewAnswer("q1", 3), NewAnswer("q9", text="twice")) == {"q1": 1, "q9": 1}
    assert save(database, form_id, NewAnswer("q1", 3), NewAnswer("q9", text="twice")) == {"q1": 1, "q9": 1}


def test_a_page_that_saw_an_older_version_is_refused(database: Database, form_id: str) -> None:
    save(database, form_id, NewAnswer("q1", 3), seen={"q1": 0})
    save(database, form_id, NewAnswer("q1", 2), seen={"q1": 1})
    with pytest.raises(Conflict, match="changed elsewhere"):
        save(database, form_id, NewAnswer("q1", 1), seen={"q1": 1})
    assert current(database, form_id) == {"q1": (2, 2, None, "answered")}


def test_free_text_is_encrypted_in_the_database_and_plain_to_its_reader(database: Database, form_id: str) -> None:
    words = 'Better since June; <b>"thank you"</b> سپاس'
    save(database, form_id, NewAnswer("q9", text=words))
    assert current(database, form_id) == {"q9": (1, None, words, "answered")}
    with database.reading() as session:
        stored = session.execute(text("SELECT text FROM answer")).scalar_one()
    assert stored.startswith("1:") and "June" not in stored


def test_an_encrypted_text_moved_to_another_answer_is_not_read(database: Database, form_id: str) -> None:
    save(database, form_id, NewAnswer("q9", text="mine"))
    with database.reading() as session:
        stored = session.execute(text("SELECT text FROM answer")).scalar_one()
        assert answers.plain_text(session, form_id, "q9", stored) == "mine"
        with pytest.raises(SettingsError, match=r"answer\.text cannot be read"):
            answers.plain_text(session, form_id, "q8", stored)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE answer SET value = 1",
        "UPDATE answer SET text = NULL",
        "DELETE FROM answer",
    ],
)
def test_the_database_itself_refuses_to_change_or_remove_an_answer(
    database: Database, form_id: str, statement: str
) -> None:
    save(database, form_id, NewAnswer("q1", 3), NewAnswer("q9", text="mine"))
    before = current(database, form_id)
    with pytest.raises(IntegrityError, match="answer"), database.writing() as session:
        session.execute(text(statement))
    assert current(database, form_id) == before


def test_with_a_tombstone_free_text_can_be_emptied_and_answers_removed(
    database: Database, form_id: str, patient_id: str
) -> None:
    save(database, form_id, NewAnswer("q1", 3), NewAnswer("q9", text="mine"))
    with database.writing() as session:
        session.add(Erasure(patient_id=patient_id, at=NOW))
        session.flush()
        session.execute(text("UPDATE answer SET text = NULL, reason = NULL"))
    assert current(database, form_id)["q1"] == (1, 3, None, "answered")
    assert current(database, form_id)["q9"] == (1, None, None, "answered")
    with pytest.raises(IntegrityError, match="never changed"), database.writing() as session:
        session.execute(text("UPDATE answer SET value = 2 WHERE item_id = 'q1'"))
    with database.writing() as session:
        session.execute(text("DELETE FROM answer"))
    assert current(database, form_id) == {}


def test_a_tombstone_opens_no_other_patients_answers(database: Database, form_id: str) -> None:
    save(database, form_id, NewAnswer("q1", 3))
    with database.writing() as session:
        session.add(Erasure(patient_id="somebody else", at=NOW))
    with pytest.raises(IntegrityError, match="only with an erased patient"), database.writing() as session:
        session.execute(text("DELETE FROM answer"))


def test_a_tombstone_stays(database: Database) -> None:
    with database.writing() as session:
        session.add(Erasure(patient_id="p", at=NOW))
    for statement in ("DELETE FROM erasure", "UPDATE erasure SET patient_id = 'q'"):
        with pytest.raises(IntegrityError, match="erasure rows are never"), database.writing() as session:
            session.execute(text(statement))


def test_many_forms_are_read_at_once(database: Database, form_id: str) -> None:
    save(database, form_id, *(NewAnswer(f"q{number}", number) for number in range(60)))
    with database.reading() as session:
        found = answers.current(session, [form_id, *(f"unknown {number}" for number in range(1200))])
    assert len(found) == 60
