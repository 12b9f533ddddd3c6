"""The audit trail shows whatever is done to it from outside."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from qol.settings import Settings
from qol.storage import audit
from qol.storage.audit_check import check
from qol.storage.database import Database
from tests.storage.conftest import NOW

ENTRIES = 8


def entry(database: Database, number: int, reason: str | None = None) -> None:
    with database.writing() as session:
        audit.append(
            session,
            at=NOW + timedelta(seconds=number),
            actor="staff-1",
            action="save",
            object_kind="form",
            object_id=f"form-{number}",
            reason=reason,
        )


@pytest.fixture
def filled(database: Database) -> Database:
    for number in range(ENTRIES):
        entry(database, number, reason="misread" if number == 3 else None)
    return database


def tamper(database: Database, *statements: str) -> None:
    """What somebody with all rights in the database could do."""
    with database.writing() as session:
        if database.engine.dialect.name == "sqlite":
            for name in ("audit_entry_unchanged", "audit_entry_stays"):
                session.execute(text(f"DROP TRIGGER {name}"))
        else:
            session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
        for statement in statements:
            session.execute(text(statement))


def test_a_whole_trail_verifies(filled: Database) -> None:
    assert check(filled).entries == ENTRIES
    assert check(filled).problems == ()


def test_an_empty_trail_verifies(database: Database) -> None:
    assert check(database).problems == ()


def test_several_entries_of_one_transaction_follow_each_other(database: Database) -> None:
    with database.writing() as session:
        for number in range(3):
            audit.append(session, at=NOW, actor="a", action="b", object_kind="c", object_id=str(number))
    assert check(database).problems == ()
    with database.reading() as session:
        assert [row.object_id for row in audit.latest(session, 2)] == ["2", "1"]
        assert [row.seq for row in audit.of_object(session, "c", "1")] == [2]


def test_an_entry_goes_with_the_transaction_that_failed(filled: Database) -> None:
    with pytest.raises(ZeroDivisionError), filled.writing() as session:
        audit.append(session, at=NOW, actor="a", action="b", object_kind="c", object_id="d")
        _ = 1 / 0
    assert check(filled).entries == ENTRIES
    assert check(filled).problems == ()


def test_the_words_of_a_reason_are_not_in_the_trail(filled: Database) -> None:
    with filled.reading() as session:
        rows = audit.of_object(session, "form", "form-3")
    assert rows[0].reason_hash is not None
    assert "misread" not in repr(rows)


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_to_touch_an_entry(filled: Database, statement: str) -> None:
    with pytest.raises(IntegrityError, match="audit_entry rows are never"), filled.writing() as session:
        session.execute(text(statement))
    assert check(filled).problems == ()


@pytest.mark.parametrize("column", ["at", "actor", "action", "object_kind", "object_id", "reason_hash"])
def test_a_changed_entry_is_found(filled: Database, column: str) -> None:
    value = "'2020-01-01 00:00:00.000000'" if column == "at" else "'other'"
    tamper(filled, f"UPDATE audit_entry SET {column} = {value} WHERE seq = 4")
    assert check(filled).problems == ("Entry 4 was changed.",)


def test_a_removed_entry_is_found(filled: Database) -> None:
    tamper(filled, "DELETE FROM audit_entry WHERE seq = 4")
    assert check(filled).problems[0] == "Entry 4 is missing."


def test_an_entry_removed_and_the_others_moved_up_is_found(filled: Database) -> None:
    moves = [f"UPDATE audit_entry SET seq = {seq - 1} WHERE seq = {seq}" for seq in range(5, ENTRIES + 1)]
    tamper(filled, "DELETE FROM audit_entry WHERE seq = 4", *moves)
    assert "Entry 4 does not follow the entry before it" in check(filled).problems[0]


def test_two_entries_that_changed_places_are_found(filled: Database) -> None:
    steps = [(4, 99), (5, 4), (99, 5)]
    tamper(filled, *(f"UPDATE audit_entry SET seq = {new} WHERE seq = {old}" for old, new in steps))
    assert len([p for p in check(filled).problems if "reordered or replaced" in p]) == 3


def test_a_cut_end_is_found_even_when_the_head_was_moved_back(filled: Database) -> None:
    with filled.reading() as session:
        last = session.execute(text("SELECT hash FROM audit_entry WHERE seq = 6")).scalar_one()
    tamper(
        filled,
        "DELETE FROM audit_entry WHERE seq > 6",
        f"UPDATE audit_head SET seq = 6, hash = '{last}'",
    )
    problems = check(filled).problems
    assert problems == ("Entries 7 to 8 are missing. The end was cut, or an older copy of the database was put back.",)


def test_an_end_that_was_cut_and_written_anew_is_found(filled: Database) -> None:
    with filled.reading() as session:
        last = session.execute(text("SELECT hash FROM audit_entry WHERE seq = 6")).scalar_one()
    tamper(
        filled,
        "DELETE FROM audit_entry WHERE seq > 6",
        f"UPDATE audit_head SET seq = 6, hash = '{last}'",
    )
    for number in (20, 21, 22):
        entry(filled, number)  # by somebody who even has the key
    assert any("was noted outside the database" in problem for problem in check(filled).problems)


def test_a_moved_head_is_found(filled: Database) -> None:
    tamper(filled, "UPDATE audit_head SET seq = 3")
    assert "its head in the database is entry 3" in check(filled).problems[0]


def test_a_lost_or_forged_head_outside_is_found(filled: Database, settings: Settings) -> None:
    (file,) = (settings.data_dir / "audit").iterdir()
    whole = file.read_text()
    file.write_text(whole.replace("000000000008", "000000000006"))
    assert "missing or forged" in check(filled).problems[0]
    file.unlink()
    assert "missing or forged" in check(filled).problems[0]
    file.write_text(whole)
    assert check(filled).problems == ()


def test_another_key_finds_every_entry_changed(filled: Database, settings: Settings) -> None:
    other = Database(replace(settings, audit_key="another key " * 4))
    problems = check(other).problems
    assert problems[:2] == ("Entry 1 was changed.", "Entry 2 was changed.")
    other.close()


def test_the_head_outside_catches_up_after_a_crash_before_it_was_noted(filled: Database, settings: Settings) -> None:
    (file,) = (settings.data_dir / "audit").iterdir()
    lagging = file.read_text()
    entry(filled, 20)
    entry(filled, 21)
    file.write_text(lagging)
    assert check(filled).problems == ()
    entry(filled, 22)
    assert check(filled).problems == ()
    assert file.read_text().startswith(f"{ENTRIES + 3:012d} ")
    assert len(file.read_text().splitlines()) == 1


def test_writers_of_two_processes_make_one_chain(filled: Database, open_database: Callable[..., Database]) -> None:
    second = open_database()
    for number in range(10, 20):
        entry(second if number % 2 else filled, number)
    assert check(filled).entries == ENTRIES + 10
    assert check(filled).problems == ()
