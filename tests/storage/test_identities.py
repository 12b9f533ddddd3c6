"""Identity is apart, encrypted field by field, and found by keyed hashes only."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from qol.errors import SettingsError
from qol.settings import Settings
from qol.storage import identities, patients
from qol.storage.database import Database
from qol.storage.identities import Person
from tests.storage.conftest import NOW, on_sqlite

JUNE = Person("June Åse Whitcombe", date(1958, 3, 2), "H-0042 17", "en", "june@example.org")


@pytest.fixture
def saved(database: Database, patient_id: str) -> Database:
    with database.writing() as session:
        identities.save(session, patient_id, JUNE)
    return database


def search(database: Database, study_id: str, words: str) -> set[str]:
    with database.reading() as session:
        return identities.search(session, study_id, words)


def test_a_person_comes_back_as_saved(saved: Database, patient_id: str) -> None:
    with saved.reading() as session:
        assert identities.read(session, patient_id) == JUNE
        assert identities.birth_date(session, patient_id) == date(1958, 3, 2)
        assert identities.read(session, "nobody") is None


def test_no_column_of_the_database_names_the_person(saved: Database) -> None:
    with saved.reading() as session:
        rows = [tuple(row) for row in session.execute(text("SELECT * FROM identity"))]
        rows += [tuple(row) for row in session.execute(text("SELECT * FROM identity_word"))]
    for words in ("June", "Whitcombe", "1958", "0042", "example.org"):
        assert words.casefold() not in repr(rows).casefold()


@on_sqlite
def test_no_byte_of_the_files_names_the_person(saved: Database, settings: Settings) -> None:
    saved.close()
    files = [file for file in settings.data_dir.rglob("*") if file.is_file()]
    assert Path(settings.data_dir / "qol.sqlite") in files
    for file in files:
        assert b"Whitcombe" not in file.read_bytes()


def test_equal_names_are_not_equal_in_the_database(saved: Database, study_id: str) -> None:
    with saved.writing() as session:
        twin = patients.add(
            session, study_id=study_id, site_id=patients.of_study(session, study_id)[0].site_id, code="A-002",
            sex=None, enrolled_on=None, source="enrolled", now=NOW,
        )  # fmt: skip
        identities.save(session, twin.id, JUNE)
    with saved.reading() as session:
        names = session.execute(text("SELECT name FROM identity")).scalars().all()
    assert len(set(names)) == 2


@pytest.mark.parametrize("number", ["H-0042 17", "h004217", "H 0042/17", "H۰۰۴۲۱۷"])
def test_a_hospital_number_is_found_however_it_is_typed(
    saved: Database, study_id: str, patient_id: str, number: str
) -> None:
    with saved.reading() as session:
        assert identities.with_hospital_number(session, study_id, number) == patient_id
        assert identities.with_hospital_number(session, "another study", number) is None


def test_another_hospital_number_is_not_found(saved: Database, study_id: str) -> None:
    with saved.reading() as session:
        assert identities.with_hospital_number(session, study_id, "H-0042 18") is None


@pytest.mark.parametrize("words", ["whitcombe", "JUNE whitcombe", "åse", "ÅSE", "h004217", "h-004217 june"])
def test_a_patient_is_found_by_whole_words(saved: Database, study_id: str, patient_id: str, words: str) -> None:
    assert search(saved, study_id, words) == {patient_id}


@pytest.mark.parametrize("words", ["whit", "june okafor", "", "  ", "-"])
def test_other_words_find_nobody(saved: Database, study_id: str, words: str) -> None:
    assert search(saved, study_id, words) == set()


def test_a_changed_name_is_found_and_the_old_one_is_not(saved: Database, study_id: str, patient_id: str) -> None:
    with saved.writing() as session:
        identities.save(session, patient_id, replace(JUNE, name="June Okafor", hospital_number=None))
    assert search(saved, study_id, "okafor") == {patient_id}
    assert search(saved, study_id, "whitcombe") == set()
    with saved.reading() as session:
        assert identities.with_hospital_number(session, study_id, "H-0042 17") is None


def test_another_key_reads_nothing_and_says_which_option_is_wrong(
    saved: Database, settings: Settings, patient_id: str
) -> None:
    other = Database(replace(settings, identity_key="another key " * 4))
    with other.reading() as session, pytest.raises(SettingsError, match="QOL_IDENTITY_KEY is not the key"):
        identities.read(session, patient_id)
    other.close()


def test_an_encrypted_field_put_into_another_column_is_not_read(saved: Database, patient_id: str) -> None:
    with saved.writing() as session:
        session.execute(text("UPDATE identity SET contact = name"))
    with saved.reading() as session, pytest.raises(SettingsError, match=r"identity\.contact cannot be read"):
        identities.read(session, patient_id)
