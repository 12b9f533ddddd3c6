"""A submission is taken once, however often and by however many it is sent."""

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from qol.storage import submissions
from qol.storage.database import Database
from qol.storage.submissions import Taken
from tests.storage.conftest import NOW

ID = "6f1f9c1e-2f0e-4a52-9d0e-000000000001"


def take(database: Database, assessment_id: str, content_hash: str = "a" * 64, content: str = "{}") -> Taken:
    with database.writing() as session:
        return submissions.take(
            session,
            submission_id=ID,
            assessment_id=assessment_id,
            content_hash=content_hash,
            content=content,
            now=NOW,
        )


def rows(database: Database) -> int:
    with database.reading() as session:
        return session.execute(text("SELECT count(*) FROM submission")).scalar_one()


def test_the_same_content_again_gets_the_same_receipt_and_nothing_new(database: Database, assessment_id: str) -> None:
    first = take(database, assessment_id)
    assert first == Taken(submissions.receipt_for(ID, "a" * 64))
    assert take(database, assessment_id) == Taken(first.receipt, repeated=True)
    assert rows(database) == 1


def test_other_content_under_the_same_id_is_a_conflict_and_both_are_kept(
    database: Database, assessment_id: str
) -> None:
    take(database, assessment_id)
    other = take(database, assessment_id, "b" * 64, '{"q1": 2}')
    assert other.conflict and not other.repeated
    assert rows(database) == 2
    assert take(database, assessment_id, "b" * 64).conflict
    assert rows(database) == 2
    with database.reading() as session:
        assert submissions.conflicting_content(session, ID) == ['{"q1": 2}']
        assert '"q1"' not in session.execute(text("SELECT content FROM submission WHERE conflict")).scalar_one()


def test_the_first_content_stays_the_accepted_one_after_a_conflict(database: Database, assessment_id: str) -> None:
    take(database, assessment_id)
    take(database, assessment_id, "b" * 64)
    again = take(database, assessment_id)
    assert again.repeated and not again.conflict


def test_many_copies_at_once_are_taken_once(database: Database, assessment_id: str) -> None:
    results: list[Taken] = []
    threads = [threading.Thread(target=lambda: results.append(take(database, assessment_id))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result.repeated for result in results) == [False, *[True] * 11]
    assert rows(database) == 1


def test_the_database_itself_keeps_submissions(database: Database, assessment_id: str) -> None:
    take(database, assessment_id)
    for statement in ("UPDATE submission SET receipt = 'x'", "DELETE FROM submission"):
        with pytest.raises(IntegrityError, match="submission rows are"), database.writing() as session:
            session.execute(text(statement))
