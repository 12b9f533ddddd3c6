"""Tries are counted once for all workers, in windows that end."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import text

from qol.storage import rates
from qol.storage.database import Database
from tests.storage.conftest import NOW

MINUTE = 60


def count(database: Database, key: str, seconds_later: int = 0) -> int:
    with database.writing() as session:
        return rates.count(session, key, MINUTE, NOW + timedelta(seconds=seconds_later))


def tries(database: Database, key: str, seconds_later: int = 0) -> int:
    with database.reading() as session:
        return rates.tries(session, key, MINUTE, NOW + timedelta(seconds=seconds_later))


def test_each_try_counts_for_its_own_key(database: Database) -> None:
    assert [count(database, "sign-in:keller") for _ in range(3)] == [1, 2, 3]
    assert count(database, "sign-in:okafor") == 1
    assert tries(database, "sign-in:keller") == 3


def test_workers_share_the_count(open_database: Callable[..., Database]) -> None:
    first, second = open_database(), open_database()
    assert [count(first, "k"), count(second, "k"), count(first, "k")] == [1, 2, 3]


def test_the_next_window_begins_from_nothing(database: Database) -> None:
    count(database, "k", 0)
    assert count(database, "k", 59) == 2
    assert count(database, "k", 60) == 1
    assert rates.next_window(MINUTE, NOW + timedelta(seconds=12)) == NOW + timedelta(seconds=60)


def test_a_try_that_opened_is_forgotten(database: Database) -> None:
    count(database, "k")
    with database.writing() as session:
        rates.forget(session, "k")
    assert tries(database, "k") == 0


def test_ended_windows_are_cleared(database: Database) -> None:
    count(database, "k", 0)
    count(database, "k", 61)
    with database.writing() as session:
        rates.clear(session, NOW + timedelta(seconds=61))
        assert session.execute(text("SELECT count(*) FROM rate_count")).scalar_one() == 1


def test_neither_logins_nor_addresses_are_kept(database: Database) -> None:
    count(database, "sign-in:keller:192.0.2.7")
    with database.reading() as session:
        stored = session.execute(text("SELECT key FROM rate_count")).scalar_one()
    assert "keller" not in stored and "192" not in stored


def test_a_try_that_opened_is_given_back_and_the_wrong_ones_are_not(database: Database) -> None:
    for _ in range(3):
        count(database, "k")
    with database.writing() as session:
        rates.give_back(session, "k", MINUTE, NOW)
        rates.give_back(session, "never tried", MINUTE, NOW)
    assert tries(database, "k") == 2
    assert tries(database, "never tried") == 0


def test_ended_windows_go_when_a_new_one_begins(database: Database) -> None:
    count(database, "k")
    count(database, "another", 61)
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM rate_count")).scalar() == 1
