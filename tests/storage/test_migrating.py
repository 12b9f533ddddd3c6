"""The tables come and go step by step, with rows in them, on both databases."""

import hashlib
import multiprocessing
import shutil
from datetime import date
from pathlib import Path

import pytest
import sqlmodel
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text

from qol.errors import DatabaseBusy, QolError, SettingsError
from qol.settings import Settings
from qol.storage import answers, audit, envelopes, identities, mail_consents, mails, migrating
from qol.storage.answers import NewAnswer
from qol.storage.database import REVISION, Database
from qol.storage.identities import Person
from qol.storage.tables import Form, Mail, Row
from tests.storage.conftest import NOW
from tests.storage.upgrading import upgrade_together


def contents(database: Database) -> dict[tuple[str, str], list[str]]:
    """Every value of every column that is there and that the code knows, by table and column."""
    there = inspect(database.engine)
    found: dict[tuple[str, str], list[str]] = {}
    with database.reading() as session:
        for table in Row.metadata.sorted_tables:
            names = {column["name"] for column in there.get_columns(table.name)} if there.has_table(table.name) else ()
            columns = [column for column in table.columns if column.name in names]
            if columns:
                rows = session.execute(select(*columns).order_by(*table.primary_key.columns)).all()
                for number, column in enumerate(columns):
                    found[table.name, column.name] = [repr(row[number]) for row in rows]
    return found


def checksum(database: Database) -> str:
    """One hash over every row of every table."""
    return hashlib.sha256(repr(sorted(contents(database).items())).encode()).hexdigest()


@pytest.fixture
def settings(bare_settings: Settings) -> Settings:
    """A database of the test's own, as it is taken to pieces here."""
    database = Database(bare_settings)
    migrating.upgrade(database)
    database.close()
    return bare_settings


@pytest.fixture
def filled(database: Database, patient_id: str, form_id: str) -> Database:
    with database.writing() as session:
        identities.save(session, patient_id, Person("June Whitcombe", NOW.date(), "H 12", "en"))
        answers.append(session, form_id, [NewAnswer("q1", 3), NewAnswer("q2", text="yes")], at=NOW, language="en")
        audit.append(session, at=NOW, actor="x", action="save", object_kind="form", object_id=form_id)
    return database


def test_a_new_database_comes_to_the_revision_that_the_code_works_with(bare_settings: Settings) -> None:
    database = Database(bare_settings)
    assert database.revision() is None
    with pytest.raises(SettingsError, match=r"no tables yet\. Run `python -m qol db upgrade`"):
        database.require_current()
    migrating.upgrade(database)
    assert database.revision() == REVISION
    database.require_current()
    database.close()


def test_the_revision_in_the_code_is_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(migrating.config_for()).get_heads() == [REVISION]


def test_the_migrations_make_the_tables_that_the_code_describes(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Row.metadata) == []


@pytest.mark.parametrize("revision", ["0006", "0003", "0002", "0001"])
def test_every_step_goes_down_and_up_again_with_the_same_rows(filled: Database, revision: str) -> None:
    before = contents(filled)
    migrating.downgrade(filled, revision)
    kept = contents(filled)
    assert kept == {place: values for place, values in before.items() if place in kept}
    assert len(kept) > 100
    migrating.upgrade(filled)
    assert contents(filled) == before


def test_the_dates_of_a_form_sent_before_follow_from_its_assessment(filled: Database) -> None:
    migrating.downgrade(filled, "0002")
    with filled.writing() as session:
        session.execute(
            text("UPDATE assessment SET on_date = '2026-09-14', submitted_at = created_at, mode = 'tablet'")
        )
        session.execute(text("UPDATE form SET status = 'completed'"))
    migrating.upgrade(filled)
    with filled.reading() as session:
        form = session.exec(sqlmodel.select(Form)).one()
    assert (form.mode, form.completed_on, form.received_on) == ("self", date(2026, 9, 14), date(2026, 9, 14))
    assert form.entered_at == NOW
    migrating.downgrade(filled, "0002")
    with filled.reading() as session:
        assert session.execute(text("SELECT mode FROM assessment")).scalar_one() == "electronic"
    migrating.upgrade(filled)


def test_envelopes_go_with_their_table_and_nothing_else_does(filled: Database, assessment_id: str) -> None:
    before = contents(filled)
    with filled.writing() as session:
        envelopes.add(
            session, envelope_id="e", content_hash="h", assessment_id=assessment_id, now=NOW, state="refused",
            reason="closed", sealed="AAAA",
        )  # fmt: skip
    assert contents(filled) != before
    migrating.downgrade(filled, "0004")
    migrating.upgrade(filled)
    assert contents(filled) == before


def test_the_log_of_mail_goes_with_its_tables_and_nothing_else_does(filled: Database, patient_id: str) -> None:
    before = contents(filled)
    with filled.writing() as session:
        mail_consents.save(session, patient_id, agreed=True, new_address=True, now=NOW, by="x")
        sent = Mail(key="k", patient_id=patient_id, kind="link", message_id="<k>", state="sent", claimed_at=NOW, by="x")
        assert mails.claim(session, sent)
    assert contents(filled) != before
    migrating.downgrade(filled, "0007")
    migrating.upgrade(filled)
    assert contents(filled) == before


def test_down_to_nothing_leaves_no_table_trigger_or_function(filled: Database) -> None:
    migrating.downgrade(filled, "base")
    if filled.engine.dialect.name == "sqlite":
        left = "SELECT name FROM sqlite_master WHERE name NOT LIKE 'alembic%' AND name NOT LIKE 'sqlite_%'"
    else:
        left = (
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'alembic%'"
            " UNION SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        )
    with filled.reading() as session:
        assert session.execute(text(left)).all() == []
    migrating.upgrade(filled)
    assert migrating.rows_kept(filled) == 0


def test_upgrading_twice_changes_nothing(filled: Database) -> None:
    before = checksum(filled)
    migrating.upgrade(filled)
    assert checksum(filled) == before


def test_an_unknown_revision_is_refused_in_a_sentence(database: Database) -> None:
    with pytest.raises(QolError, match="cannot be brought there"):
        migrating.upgrade(database, "9999")


def test_a_migration_waits_for_the_writers_turn(tmp_path: Path, migrated_file: Path) -> None:
    settings = Settings.from_environment({"QOL_DATA_DIR": str(tmp_path)})
    assert settings.sqlite_file is not None
    shutil.copy(migrated_file, settings.sqlite_file)
    writer, other = Database(settings), Database(settings, patience=0.05)
    with writer.writing(), pytest.raises(DatabaseBusy):
        migrating.downgrade(other, "0001")
    assert writer.revision() == REVISION
    writer.close()
    other.close()


def test_processes_that_start_together_on_a_new_database_all_find_it_ready(bare_settings: Settings) -> None:
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.storage.upgrading"])
    together = processes.Barrier(4)
    starters = [processes.Process(target=upgrade_together, args=(bare_settings, together)) for _ in range(4)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join(60)
    assert [starter.exitcode for starter in starters] == [0, 0, 0, 0]
    database = Database(bare_settings)
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM installation")).scalar_one() == 1
    database.close()
