"""An erased patient cannot be found in any row, in any byte of the files, or after a restore."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Integer, insert, select, text
from sqlmodel import Session

from qol.errors import BackupRefused, NotFound
from qol.settings import Settings
from qol.storage import accesses, answers, consents, envelopes, events, form_marks, identities, submissions, surveys
from qol.storage.answers import NewAnswer
from qol.storage.audit_check import check
from qol.storage.backup.restoring import restore
from qol.storage.backup.writing import write_backup_file
from qol.storage.database import Database
from qol.storage.erasing.erasure import erase, refuse_erased
from qol.storage.erasing.listed import ErasedList
from qol.storage.erasing.rows import WITH_ANSWERS, of_patient, patient_tables
from qol.storage.erasing.sweeping import sweep
from qol.storage.identities import Person
from qol.storage.installation import installation
from qol.storage.tables import CharacteristicRow, Erasure, LinkRequest, Patient, Row
from tests.storage.conftest import NOW, on_sqlite

PASSPHRASE = "six quiet herons at the weir"
CANARY = "heron-on-the-weir"
HASH = "c4" * 32
KINDS = {DateTime: NOW, Date: NOW.date(), Boolean: True, Integer: 1, JSON: {"said": CANARY}}


@pytest.fixture
def filled(database: Database, patient_id: str, study_id: str, assessment_id: str, form_id: str) -> Database:
    """A patient with a row in every table that can hold one."""
    with database.writing() as session:
        identities.save(
            session, patient_id, Person("June Whitcombe", date(1950, 2, 3), "H 12", "en", "june@mail.example")
        )
        given = [NewAnswer("q1", 3), NewAnswer("q2", text=CANARY)]
        answers.append(session, form_id, given, at=NOW, language="en")
        answers.append(session, form_id, [NewAnswer("q1", 2)], at=NOW, language="en", by="s", reason=CANARY)
        details = {"strategy": "nom", "reason": CANARY, "offered": "both"}
        decided = events.record(
            session, patient_id=patient_id, kind="decision", on=NOW.date(), details=details, now=NOW
        )
        events.correct(session, decided.event_id, on=NOW.date(), details=details, now=NOW, by="s", reason=CANARY)
        access = accesses.add(
            session, assessment_id=assessment_id, kind="link", secret_hash=HASH, now=NOW, expires_at=NOW
        )
        surveys.begin(session, token_hash=HASH, assessment_id=assessment_id, access_id=access.id, device="home",
                      now=NOW, ends_at=NOW)  # fmt: skip
        session.add(LinkRequest(patient_id=patient_id, asked_at=NOW))
        session.add(CharacteristicRow(patient_id=patient_id, name="ecog", value="1", recorded_at=NOW, reason=CANARY))
        for digest in ("1", "2"):
            submissions.take(session, submission_id="s", assessment_id=assessment_id, content_hash=digest,
                             content=CANARY, now=NOW)  # fmt: skip
        envelopes.add(session, envelope_id="e", content_hash=HASH, assessment_id=assessment_id, now=NOW,
                      state="refused", reason="closed", sealed=CANARY)  # fmt: skip
        signed = consents.add_text(
            session, study_id=study_id, version="1", language="en", body="I agree.", renews=False, now=NOW, by="s"
        )
        consents.record(
            session, patient_id=patient_id, kind="signed", text_id=signed.id, said_on=NOW.date(), now=NOW, by="s"
        )
        form_marks.add(session, form_id, "in_error", reason=CANARY, now=NOW, by="s")
        fill_the_rest(session, patient_id)
    return database


def fill_the_rest(session: Session, patient_id: str) -> None:
    """A row of the patient, with the canary in every column of words, in each table that has none yet."""
    session.flush()
    for table in reversed(patient_tables()):
        theirs = of_patient(table, patient_id)
        assert theirs is not None
        if session.execute(select(table).where(theirs)).first() is None:
            values = {column.name: some_value(session, column) for column in table.columns}
            session.execute(insert(table), [values])


def some_value(session: Session, column: Column[Any]) -> object:
    """Whatever the column takes; of a reference the first row there is."""
    for key in column.foreign_keys:
        return session.execute(select(key.column).limit(1)).scalar()
    for kind, value in KINDS.items():
        if isinstance(getattr(column.type, "impl_instance", column.type), kind):
            return value
    return CANARY


def left(session: Session, patient_id: str) -> dict[str, int]:
    """Table -> rows of the patient."""
    found = {}
    for table in patient_tables():
        theirs = of_patient(table, patient_id)
        assert theirs is not None
        rows = session.execute(select(table).where(theirs)).all()
        found[table.name] = len(rows)
    return found


def gone(database: Database, patient_id: str, *, keep_answers: bool = False) -> bool:
    with database.writing() as session:
        return erase(session, patient_id, keep_answers=keep_answers, at=NOW, by="staff", reason="asked for it")


def every_text(database: Database) -> Iterator[str]:
    with database.reading() as session:
        for table in Row.metadata.sorted_tables:
            for row in session.execute(select(table)):
                yield from (str(value) for value in row)


def test_the_fixture_has_a_row_in_every_table_that_can_hold_a_patients(filled: Database, patient_id: str) -> None:
    with filled.reading() as session:
        assert [name for name, rows in left(session, patient_id).items() if not rows] == []


def test_no_table_speaks_of_a_patient_without_a_reference_by_which_it_is_erased() -> None:
    known = {table.name for table in patient_tables()} | {"erasure"}  # the tombstone stays
    speak = {
        table.name
        for table in Row.metadata.sorted_tables
        if {"patient_id", "assessment_id", "form_id", "access_id"} & set(table.columns.keys())
    }
    assert speak - known == set()
    assert set(WITH_ANSWERS) <= known


def test_nothing_is_left_but_the_tombstone_and_the_chain_still_holds(filled: Database, patient_id: str) -> None:
    assert gone(filled, patient_id)
    with filled.reading() as session:
        assert set(left(session, patient_id).values()) == {0}
        stone = session.get(Erasure, patient_id)
    assert stone is not None and (stone.by, stone.answers_kept) == ("staff", False)
    assert CANARY not in " ".join(every_text(filled))
    assert "asked for it" not in " ".join(every_text(filled))
    assert check(filled).problems == ()
    assert not gone(filled, patient_id)


def test_kept_answers_stay_as_codes_and_nothing_else_does(filled: Database, patient_id: str, form_id: str) -> None:
    assert gone(filled, patient_id, keep_answers=True)
    with filled.reading() as session:
        rows = left(session, patient_id)
        history = answers.history(session, form_id, "q1")
        (words,) = answers.history(session, form_id, "q2")
        happened = events.history(session, patient_id)
    assert {name for name, count in rows.items() if count} == set(WITH_ANSWERS)
    assert [(one.value, one.by, one.reason) for one in history] == [(3, None, None), (2, "s", None)]
    assert (words.text, words.state) == (None, "answered")
    assert [row.details for row in happened] == [{"strategy": "nom", "offered": "both"}] * 2
    assert CANARY not in " ".join(every_text(filled))
    assert check(filled).problems == ()


def test_kept_answers_can_be_erased_later_and_never_come_back(filled: Database, patient_id: str) -> None:
    assert gone(filled, patient_id, keep_answers=True)
    assert not gone(filled, patient_id, keep_answers=True)
    assert gone(filled, patient_id)
    with filled.reading() as session:
        assert set(left(session, patient_id).values()) == {0}
    with pytest.raises(Exception, match="erasure rows are never"), filled.writing() as session:
        session.execute(text("UPDATE erasure SET answers_kept = true"))
    assert check(filled).problems == ()


def test_other_patients_keep_everything(filled: Database, study_id: str, patient_id: str) -> None:
    with filled.writing() as session:
        kept = session.get(Patient, patient_id)
        assert kept is not None
        other = Patient(study_id=study_id, site_id=kept.site_id, code="A-002", source="enrolled", created_at=NOW)
        session.add(other)
        session.flush()
        identities.save(session, other.id, Person("June Whitcombe", date(1950, 2, 3), "H 12", "en"))
    gone(filled, patient_id)
    with filled.reading() as session:
        person = identities.read(session, other.id)
        assert person is not None and person.name == "June Whitcombe"
        assert identities.search(session, study_id, "june") == {other.id}


def traces(database: Database, patient_id: str) -> list[bytes]:
    """What would betray the patient in the files: sealed fields, search hashes, codes, words."""
    with database.reading() as session:
        identity = session.execute(text("SELECT name, contact, hospital_number_index FROM identity")).one()
        words = session.execute(text("SELECT word_hash FROM identity_word")).scalars().all()
        sealed = session.execute(text("SELECT text FROM answer WHERE text IS NOT NULL")).scalars().all()
    return [value.encode() for value in (*identity, *words, *sealed, CANARY, "A-001")]


@on_sqlite
def test_a_raw_search_of_the_files_finds_nothing(filled: Database, settings: Settings, patient_id: str) -> None:
    sought = traces(filled, patient_id)
    found = b"".join(file.read_bytes() for file in settings.data_dir.glob("qol.sqlite*"))
    assert [one for one in sought if one not in found] == []
    gone(filled, patient_id)
    assert sweep(filled)
    found = b"".join(file.read_bytes() for file in settings.data_dir.rglob("*") if file.is_file())
    assert [one for one in sought if one in found] == []


@on_sqlite
def test_a_sweep_says_so_when_somebody_reads_too_long(filled: Database, patient_id: str, settings: Settings) -> None:
    hurried = Database(settings, patience=0.3)
    with filled.reading() as session:
        session.execute(text("SELECT count(*) FROM patient")).one()
        gone(hurried, patient_id)
        assert not sweep(hurried)
    assert sweep(hurried)
    hurried.close()


@pytest.mark.postgresql
@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_a_raw_search_of_the_tables_of_the_server_finds_nothing(
    filled: Database, settings: Settings, patient_id: str
) -> None:
    sought = traces(filled, patient_id)
    assert [one for one in sought if one not in tables_on_disk(settings)] == []
    gone(filled, patient_id)
    assert sweep(filled)
    found = tables_on_disk(settings)
    assert [one for one in sought if one in found] == []


@pytest.mark.postgresql
@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_a_reader_of_an_older_state_is_waited_for_and_told_of(
    filled: Database, settings: Settings, patient_id: str
) -> None:
    sought = traces(filled, patient_id)
    filled.patience = 0.5
    with psycopg.connect(settings.database_url.replace("+psycopg", "")) as reader:
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT count(*) FROM patient")
        gone(filled, patient_id)
        assert not sweep(filled)
    assert sweep(filled)
    found = tables_on_disk(settings)
    assert [one for one in sought if one in found] == []


def tables_on_disk(settings: Settings) -> bytes:
    """The files of every table and index of the database, written out first."""
    with psycopg.connect(settings.database_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        (folder,) = connection.execute("SHOW data_directory").fetchone() or ("",)
        files = connection.execute(
            "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 'i', 't') AND relfilenode <> 0"
            " AND oid > 16384"
        ).fetchall()
    return b"".join((Path(folder) / name).read_bytes() for (name,) in files)


def test_a_device_that_delivers_later_finds_nobody(filled: Database, patient_id: str, assessment_id: str) -> None:
    with filled.reading() as session:
        refuse_erased(session, assessment_id)
    gone(filled, patient_id, keep_answers=True)
    with filled.reading() as session, pytest.raises(NotFound):
        refuse_erased(session, assessment_id)
    gone(filled, patient_id)
    with filled.reading() as session, pytest.raises(NotFound):
        refuse_erased(session, assessment_id)


@pytest.mark.parametrize("keep_answers", [False, True])
def test_a_restore_of_an_older_backup_erases_again(
    filled: Database, patient_id: str, tmp_path: Path, keep_answers: bool
) -> None:
    backup = tmp_path / "before.backup"
    write_backup_file(filled, backup, PASSPHRASE, NOW)
    with filled.reading() as session:
        origin = installation(session).id
    ErasedList(filled.settings, filled.keys, origin).add(patient_id, keep_answers=keep_answers, at=NOW)
    elsewhere = Settings.from_environment({"QOL_DATA_DIR": str(tmp_path / "new machine")})
    elsewhere = replace(elsewhere, erasures_dir=filled.settings.erasures_dir)
    done = restore(elsewhere, backup, PASSPHRASE, NOW + timedelta(days=1))
    assert done.erased_again == (patient_id,)
    database = Database(elsewhere)
    with database.reading() as session:
        rows = {name for name, count in left(session, patient_id).items() if count}
        assert rows == (set(WITH_ANSWERS) if keep_answers else set())
        assert identities.read(session, patient_id) is None
    assert check(database).problems == ()
    database.close()
    assert all(CANARY.encode() not in f.read_bytes() for f in elsewhere.data_dir.rglob("*") if f.is_file())


@on_sqlite
def test_a_list_that_somebody_altered_stops_a_restore(filled: Database, patient_id: str, tmp_path: Path) -> None:
    backup = tmp_path / "before.backup"
    write_backup_file(filled, backup, PASSPHRASE, NOW)
    with filled.reading() as session:
        listed = ErasedList(filled.settings, filled.keys, installation(session).id)
    listed.add("somebody", keep_answers=False, at=NOW)
    listed.file.write_text(listed.file.read_text().replace("somebody", patient_id))
    elsewhere = Settings.from_environment({"QOL_DATA_DIR": str(tmp_path / "new")})
    with pytest.raises(BackupRefused, match=r"\.erased:1: this line of the list of erased patients"):
        restore(replace(elsewhere, erasures_dir=listed.file.parent), backup, PASSPHRASE, NOW)
    assert not (elsewhere.data_dir / "qol.sqlite").exists()


def test_the_list_remembers_the_wider_erasure(filled: Database, patient_id: str) -> None:
    with filled.reading() as session:
        listed = ErasedList(filled.settings, filled.keys, installation(session).id)
    assert listed.read() == {}
    listed.add("a", keep_answers=True, at=NOW)
    listed.add("b", keep_answers=True, at=NOW)
    listed.add("a", keep_answers=False, at=NOW)
    assert listed.read() == {"a": False, "b": True}
    assert listed.file.stat().st_mode & 0o077 == 0
