"""Accounts, roles and sign-ins."""

from datetime import timedelta

import pytest

from qol.errors import NotFound, QolError
from qol.storage import staff, studies
from qol.storage.database import Database
from tests.storage.conftest import NOW

HOUR = timedelta(hours=1)


@pytest.fixture
def keller(database: Database) -> str:
    with database.writing() as session:
        return staff.add(session, login="Keller", display_name="Dr Keller", password_hash="$argon2", now=NOW).id


def test_a_login_does_not_tell_capitals_from_small_letters(database: Database, keller: str) -> None:
    with database.reading() as session:
        row = staff.by_login(session, " KELLER ")
        assert row is not None and row.id == keller
    with pytest.raises(QolError, match="account named keller already"), database.writing() as session:
        staff.add(session, login="KELLER", display_name="-", password_hash="-", now=NOW)
    with database.reading() as session, pytest.raises(NotFound, match="no account named okafor"):
        staff.named(session, "Okafor")


def test_a_role_given_twice_is_given_once(database: Database, keller: str, study_id: str) -> None:
    with database.writing() as session:
        site = studies.site_named(session, study_id, "Alder")
        for _ in range(2):
            staff.grant(session, keller, "clinician", study_id, site.id)
            staff.grant(session, keller, "administrator")
    with database.reading() as session:
        found = [(row.role, row.study_id, row.site_id) for row in staff.roles(session, keller)]
    assert found == [("administrator", None, None), ("clinician", study_id, site.id)]


def test_a_sign_in_is_known_until_it_ends(database: Database, keller: str) -> None:
    with database.writing() as session:
        staff.begin_session(session, token_hash="t", staff_id=keller, now=NOW, ends_at=NOW + HOUR)
    with database.reading() as session:
        found = staff.session_of(session, "t", NOW)
        assert found is not None and found[1].id == keller
        assert staff.session_of(session, "t", NOW + HOUR) is None
        assert staff.session_of(session, "another", NOW) is None
    with database.writing() as session:
        found = staff.session_of(session, "t", NOW)
        assert found is not None
        staff.end_session(session, found[0], NOW)
    with database.reading() as session:
        assert staff.session_of(session, "t", NOW) is None


def test_shutting_an_account_ends_its_sign_ins(database: Database, keller: str) -> None:
    with database.writing() as session:
        staff.begin_session(session, token_hash="t", staff_id=keller, now=NOW, ends_at=NOW + HOUR)
        staff.disable(session, staff.named(session, "keller"), NOW)
    with database.reading() as session:
        assert staff.session_of(session, "t", NOW) is None
        assert [row.active for row in staff.every(session)] == [False]


def test_another_password_ends_the_sign_ins(database: Database, keller: str) -> None:
    with database.writing() as session:
        staff.begin_session(session, token_hash="t", staff_id=keller, now=NOW, ends_at=NOW + HOUR)
        staff.set_password(session, staff.named(session, "keller"), "$argon2$new", NOW)
    with database.reading() as session:
        assert staff.session_of(session, "t", NOW) is None
        assert staff.named(session, "keller").password_hash == "$argon2$new"
