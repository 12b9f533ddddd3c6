"""Reading sees one state, writing is whole or not at all, and a database in trouble says so and loses nothing."""

import os
import resource
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError
from sqlmodel import select

from qol.errors import DatabaseBusy
from qol.settings import Settings
from qol.storage import audit, migrating, patients, studies
from qol.storage.database import Database
from qol.storage.tables import Site, Study
from tests.storage.conftest import NOW, on_sqlite

Open = Callable[..., Database]


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.exec(select(Site.name).order_by(Site.name)))


def add(database: Database, study_id: str, name: str) -> None:
    with database.writing() as session:
        studies.add_site(session, study_id, name)


@pytest.fixture
def sqlite_file(settings: Settings) -> Path:
    assert settings.sqlite_file is not None
    return settings.sqlite_file


def test_what_is_written_is_read(database: Database, study_id: str) -> None:
    assert names(database) == ["Alder"]


def test_an_error_takes_the_whole_transaction_back(database: Database, study_id: str) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        studies.add_site(session, study_id, "Birch")
        _ = 1 / 0
    assert names(database) == ["Alder"]


def test_reading_sees_one_state_while_others_write(database: Database, study_id: str) -> None:
    query = select(Site.name)
    with database.reading() as session:
        before = session.exec(query).all()
        add(database, study_id, "Birch")
        assert session.exec(query).all() == before
    assert names(database) == ["Alder", "Birch"]


def test_rows_cannot_be_added_while_reading(database: Database, study_id: str) -> None:
    with pytest.raises(RuntimeError, match="use writing"), database.reading() as session:
        studies.add_site(session, study_id, "Birch")


def test_statements_cannot_write_while_reading(database: Database, study_id: str) -> None:
    with pytest.raises(DatabaseBusy, match="only be read"), database.reading() as session:
        session.execute(text("UPDATE site SET name = 'Birch'"))
    assert names(database) == ["Alder"]


def test_rows_may_be_used_after_reading(database: Database, study_id: str) -> None:
    with database.reading() as session:
        study = studies.by_id(session, study_id)
    assert study.title == "NOM in rectal cancer"


def test_a_moment_without_a_zone_is_refused(database: Database, study_id: str) -> None:
    with pytest.raises(StatementError, match="timezone"), database.writing() as session:
        studies.add(
            session,
            name="naive",
            title="-",
            protocol_id="-",
            protocol_body={},
            groups=[],
            now=datetime(2026, 11, 23, 9, 0),  # noqa: DTZ001  # the mistake that is tested
        )


def test_moments_come_back_as_they_were_with_their_zone(database: Database, study_id: str) -> None:
    with database.reading() as session:
        assert session.exec(select(Study.created_at)).one() == NOW
        assert session.exec(select(Study.created_at)).one().utcoffset() == NOW.utcoffset()


def test_rows_that_refer_to_nothing_are_refused(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"), database.writing() as session:
        studies.add_site(session, "no such study", "Birch")


def test_writers_in_many_threads_each_get_their_turn(database: Database, study_id: str) -> None:
    def write(writer: int) -> None:
        for number in range(10):
            add(database, study_id, f"{writer}-{number}")

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names(database)) == 61


def test_a_writer_who_waits_too_long_hears_that_the_database_is_busy(open_database: Open, study_id: str) -> None:
    first, second = open_database(), open_database(patience=0.1)
    with first.writing() as session:
        studies.add_site(session, study_id, "Birch")
        with pytest.raises(DatabaseBusy, match="Nothing was lost; try again"):
            add(second, study_id, "Cedar")
    add(second, study_id, "Cedar")
    assert names(first) == ["Alder", "Birch", "Cedar"]


@on_sqlite
def test_sqlite_is_set_up_to_survive_a_power_cut(database: Database, sqlite_file: Path) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    with database.writing() as session:
        found = {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in wanted}
    assert found == wanted


def test_only_its_owner_reads_what_the_installation_keeps(tmp_path: Path) -> None:
    fresh = Settings.from_environment({"QOL_DATA_DIR": str(tmp_path / "fresh")})
    database = Database(fresh)
    migrating.upgrade(database)
    with database.writing() as session:
        audit.append(session, at=NOW, actor="a", action="b", object_kind="c", object_id="d")
    for path in [fresh.data_dir, *fresh.data_dir.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path
    database.close()


@on_sqlite
def test_a_write_begins_with_the_lock_so_that_it_cannot_lose_it_later(database: Database, sqlite_file: Path) -> None:
    other = sqlite3.connect(sqlite_file, timeout=0)
    with database.writing(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.close()


@on_sqlite
def test_a_file_that_another_program_locks_is_busy_and_recovers(
    open_database: Open, study_id: str, sqlite_file: Path
) -> None:
    database = open_database(patience=0.1)
    other = sqlite3.connect(sqlite_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseBusy, match="locked by another program"):
        add(database, study_id, "Birch")
    other.execute("ROLLBACK")
    other.close()
    add(database, study_id, "Birch")
    assert names(database) == ["Alder", "Birch"]


@on_sqlite
def test_a_disk_that_is_full_says_so_and_recovers(database: Database, study_id: str, sqlite_file: Path) -> None:
    with database.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(DatabaseBusy, match="disk of the database is full"), database.writing() as session:
        for number in range(200):
            studies.add_site(session, study_id, f"{number}" * 100)
    assert names(database) == ["Alder"]
    with database.engine.connect() as connection:
        connection.execute(text("PRAGMA max_page_count = 1000000"))
    add(database, study_id, "Birch")
    assert names(database) == ["Alder", "Birch"]


@on_sqlite
def test_a_file_that_may_not_grow_says_so_and_recovers(database: Database, study_id: str, sqlite_file: Path) -> None:
    """The write-ahead log cannot be extended, which is how a full disk looks to SQLite."""
    add(database, study_id, "Birch")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (sqlite_file.with_name("qol.sqlite-wal").stat().st_size, hard))
    try:
        with pytest.raises(DatabaseBusy, match=r"full|does not answer"), database.writing() as session:
            for number in range(200):
                studies.add_site(session, study_id, f"{number}" * 100)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    add(database, study_id, "Cedar")
    assert names(database) == ["Alder", "Birch", "Cedar"]


def test_a_file_that_can_only_be_read_says_so_and_can_be_read(migrated_file: Path) -> None:
    with TemporaryDirectory() as folder:
        settings = Settings.from_environment({"QOL_DATA_DIR": folder})
        assert settings.sqlite_file is not None
        shutil.copy(migrated_file, settings.sqlite_file)
        database = Database(settings)
        with database.reading() as session:
            session.execute(text("SELECT 1 FROM study"))
            with _without_rights(Path(folder)):
                with pytest.raises(DatabaseBusy, match="cannot be written"), database.writing():
                    pass
                assert names(database) == []
        database.close()


@contextmanager
def _without_rights(folder: Path) -> Iterator[None]:
    """A folder that may be read; root becomes nobody for as long."""
    root = os.geteuid() == 0
    folder.chmod(0o555)
    for file in folder.glob("qol.sqlite*"):
        file.chmod(0o444)
    try:
        if root:
            os.seteuid(65534)
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)


def test_a_folder_that_is_gone_says_that_the_file_cannot_be_opened(tmp_path: Path) -> None:
    settings = Settings.from_environment({"QOL_DATA_DIR": str(tmp_path / "var")})
    database = Database(settings)
    shutil.rmtree(tmp_path / "var")
    with pytest.raises(DatabaseBusy, match="cannot be opened"), database.reading() as session:
        session.execute(text("SELECT 1"))
    database.close()


def test_a_server_that_is_away_is_busy_and_not_a_traceback(tmp_path: Path) -> None:
    url = f"postgresql://nobody@/nothing?host={tmp_path}"
    settings = Settings.from_environment({"QOL_DATA_DIR": str(tmp_path), "QOL_DATABASE_URL": url})
    with (
        pytest.raises(DatabaseBusy, match="cannot be reached"),
        Database(settings, patience=1).reading() as session,
    ):
        session.execute(text("SELECT 1"))


def test_patients_of_another_site_do_not_exist(database: Database, study_id: str, patient_id: str) -> None:
    with database.reading() as session:
        assert patients.by_id(session, patient_id).code == "A-001"
        with pytest.raises(Exception, match="no such patient"):
            patients.by_id(session, patient_id, site_ids={"another"})
        with pytest.raises(Exception, match="no such patient"):
            patients.by_code(session, study_id, "A-001", site_ids=set())
        assert patients.of_study(session, study_id, site_ids={"another"}) == []


def test_an_error_of_the_database_shows_no_values(database: Database) -> None:
    with pytest.raises(StatementError) as raised, database.writing() as session:
        session.execute(text("INSERT INTO no_such_table VALUES (:name)"), {"name": "Dunmore"})
    assert "no_such_table" in str(raised.value)
    assert "Dunmore" not in str(raised.value)
