"""Invented and real patients are never in one database, and a demonstration stays one."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from qol.errors import QolError
from qol.storage import installation, patients, studies
from qol.storage.database import Database
from tests.storage.conftest import NOW


def enrol(database: Database, study_id: str, source: str) -> str:
    with database.writing() as session:
        site = studies.sites(session, study_id)[0]
        codes = patients.codes(session, study_id)
        return patients.add(
            session, study_id=study_id, site_id=site.id, code=f"P{len(codes)}", sex=None, enrolled_on=None,
            source=source, now=NOW,
        ).source  # fmt: skip


def mark(database: Database) -> None:
    with database.writing() as session:
        installation.mark_demonstration(session)


def is_demonstration(database: Database) -> bool:
    with database.reading() as session:
        return installation.is_demonstration(session)


def test_a_new_database_is_empty_and_no_demonstration(database: Database) -> None:
    assert not is_demonstration(database)
    with database.reading() as session:
        assert installation.is_empty(session)


def test_a_study_makes_it_no_longer_empty(database: Database, study_id: str) -> None:
    with database.reading() as session:
        assert not installation.is_empty(session)


def test_a_demonstration_takes_further_invented_patients_and_no_others(database: Database, study_id: str) -> None:
    mark(database)
    assert is_demonstration(database)
    assert enrol(database, study_id, "synthetic") == "synthetic"
    assert enrol(database, study_id, "enrolled") == "synthetic"
    with pytest.raises(QolError, match="real forms are not imported into it"):
        enrol(database, study_id, "imported")


def test_marking_again_changes_nothing(database: Database, study_id: str) -> None:
    mark(database)
    enrol(database, study_id, "synthetic")
    mark(database)
    assert is_demonstration(database)


@pytest.mark.parametrize("source", ["enrolled", "imported"])
def test_a_database_with_real_patients_cannot_become_a_demonstration(
    database: Database, study_id: str, source: str
) -> None:
    assert enrol(database, study_id, source) == source
    with pytest.raises(QolError, match="holds real patients"):
        mark(database)
    assert not is_demonstration(database)


def test_invented_patients_are_not_put_among_real_ones(database: Database, study_id: str) -> None:
    with pytest.raises(QolError, match="demonstration database only"):
        enrol(database, study_id, "synthetic")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE installation SET demonstration = false",
        "DELETE FROM installation",
        "UPDATE patient SET source = 'enrolled'",
        "INSERT INTO patient (id, study_id, site_id, code, source, created_at) "
        "SELECT 'x', study_id, id, 'x', 'enrolled', '2026-11-23 00:00:00' FROM site",
    ],
)
def test_the_database_itself_keeps_a_demonstration_one(database: Database, study_id: str, statement: str) -> None:
    mark(database)
    enrol(database, study_id, "synthetic")
    with pytest.raises(IntegrityError, match=r"for good|never removed|never in one"), database.writing() as session:
        session.execute(text(statement))
    assert is_demonstration(database)


def test_the_database_itself_refuses_the_mark_beside_real_patients(database: Database, study_id: str) -> None:
    enrol(database, study_id, "enrolled")
    with pytest.raises(IntegrityError, match="cannot become a demonstration"), database.writing() as session:
        session.execute(text("UPDATE installation SET demonstration = true"))


def test_a_code_is_given_once_in_a_study(database: Database, study_id: str, patient_id: str) -> None:
    with pytest.raises(QolError, match="A-001 is taken"), database.writing() as session:
        site = studies.sites(session, study_id)[0]
        patients.add(
            session, study_id=study_id, site_id=site.id, code="A-001", sex=None, enrolled_on=None,
            source="enrolled", now=NOW,
        )  # fmt: skip
