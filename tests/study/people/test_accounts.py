"""Accounts are opened with a password that cannot be guessed, and a role."""

from pathlib import Path

import pytest
from argon2 import PasswordHasher

from qol.errors import NotFound, QolError
from qol.settings import Settings
from qol.storage import audit, migrating, staff
from qol.storage.audit_check import check
from qol.storage.database import Database
from qol.study.people.accounts import Grant, open_account, shut_account
from qol.study.people.passwords import password_problems
from tests.storage.conftest import NOW

PASSWORD = "seven quiet herons at dusk"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(Settings.from_environment({"QOL_DATA_DIR": str(tmp_path)}))
    migrating.upgrade(database)
    return database


def opened(database: Database, login: str = "keller", password: str = PASSWORD, *roles: str) -> str:
    with database.writing() as session:
        grants = [Grant(role) for role in roles or ("clinician",)]
        return open_account(
            session, login=login, display_name="", password=password, grants=grants, now=NOW
        ).password_hash


def test_an_account_keeps_only_an_argon2id_hash_of_its_password(database: Database) -> None:
    kept = opened(database)
    assert kept.startswith("$argon2id$") and PASSWORD not in kept
    assert PasswordHasher().verify(kept, PASSWORD)


def test_opening_and_shutting_are_in_the_audit(database: Database) -> None:
    opened(database)
    with database.writing() as session:
        row = shut_account(session, "KELLER", now=NOW)
    with database.reading() as session:
        assert [entry.action for entry in audit.of_object(session, "staff", row.id)] == ["open_account", "shut_account"]
        assert not staff.named(session, "keller").active
    assert check(database).problems == ()


@pytest.mark.parametrize("password", [PASSWORD, "mwiqpzrtsnvbkdh", "Tr4in-7-left-at-Noon!", "پانزده حرف یا بیشتر"])
def test_a_long_password_of_ones_own_is_taken(password: str) -> None:
    assert password_problems(password, ["keller"]) == []


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password123456789",
        "aaaaaaaaaaaaaaaa",
        "123456789012345678",
        "qwertyuiopasdfghjkl",
        "kellerkellerkeller1",
        "keller1234567890",
        "welcomewelcome2026",
        "abcabcabcabcabc",
        "ababababababababab",
    ],
)
def test_a_common_password_is_refused_however_long(password: str) -> None:
    (problem,) = password_problems(password, ["keller"])
    assert "common" in problem
    assert password not in problem


def test_a_short_password_is_told_how_long_it_should_be() -> None:
    assert password_problems("short herons 7", ["keller"]) == [
        "The password has 14 characters; take at least 15, several words for example."
    ]
    assert "longer than" in password_problems("x" * 10_000, ["keller"])[0]


def test_every_reason_is_named_at_once_and_nothing_is_kept(database: Database) -> None:
    with pytest.raises(QolError) as refused:
        opened(database, "two words", "short", "surgeon")
    assert len(str(refused.value).splitlines()) == 3
    with database.reading() as session:
        assert staff.every(session) == []


def test_an_unknown_account_cannot_be_shut(database: Database) -> None:
    with pytest.raises(NotFound, match="no account named okafor"), database.writing() as session:
        shut_account(session, "okafor", now=NOW)
