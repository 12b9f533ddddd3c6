"""An empty, migrated database for each test, once on SQLite and once on PostgreSQL."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from qol.settings import Settings
from qol.storage import assessments, forms, migrating, patients, studies
from qol.storage.database import Database
from qol.storage.tables import Assessment, Form, Row

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]

on_sqlite = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
"""For what is a matter of SQLite's file."""


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that tests copy."""
    settings = Settings.from_environment({"QOL_DATA_DIR": str(tmp_path_factory.mktemp("migrated"))})
    database = Database(settings)
    migrating.upgrade(database)
    database.close()
    assert settings.sqlite_file is not None
    return settings.sqlite_file


@pytest.fixture(scope="session")
def migrated_server(postgresql_socket: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a migrated PostgreSQL database that tests share one after the other."""
    with psycopg.connect(host=str(postgresql_socket), user="postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE shared")
    url = f"postgresql://postgres@/shared?host={postgresql_socket}"
    folder = str(tmp_path_factory.mktemp("shared"))
    database = Database(Settings.from_environment({"QOL_DATA_DIR": folder, "QOL_DATABASE_URL": url}))
    migrating.upgrade(database)
    database.close()
    return url


@pytest.fixture
def emptied_server(migrated_server: str) -> str:
    """That database without rows, as a new one is: much faster than a new one."""
    origin = str(uuid4())
    with psycopg.connect(migrated_server) as connection:
        connection.execute("SET session_replication_role = replica")  # neither triggers nor references
        for table in Row.metadata.tables:
            connection.execute(f'DELETE FROM "{table}"')
        connection.execute("INSERT INTO installation VALUES (1, %s, false, now())", [origin])
        connection.execute("INSERT INTO audit_head VALUES (1, 0, %s)", [origin])
        connection.execute("ALTER TABLE audit_entry ENABLE TRIGGER USER")
    return migrated_server


@pytest.fixture(params=BOTH)
def bare_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings for a database without tables."""
    environ = {"QOL_DATA_DIR": str(tmp_path / "var")}
    if request.param == "postgresql":
        environ["QOL_DATABASE_URL"] = request.getfixturevalue("postgresql_url")
    return Settings.from_environment(environ)


@pytest.fixture(params=BOTH)
def settings(request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path) -> Settings:
    """Settings for a database with tables and nothing in them."""
    environ = {"QOL_DATA_DIR": str(tmp_path / "var")}
    if request.param == "postgresql":
        environ["QOL_DATABASE_URL"] = request.getfixturevalue("emptied_server")
        return Settings.from_environment(environ)
    (tmp_path / "var").mkdir()
    shutil.copy(migrated_file, tmp_path / "var" / "qol.sqlite")
    return Settings.from_environment(environ)


@pytest.fixture
def open_database(settings: Settings) -> Iterator[Callable[..., Database]]:
    """Opens the test's database once more, as another process would, and closes it at the end."""
    opened: list[Database] = []

    def open_one(patience: float = 10.0) -> Database:
        opened.append(Database(settings, patience))
        return opened[-1]

    yield open_one
    for database in opened:
        database.close()


@pytest.fixture
def database(open_database: Callable[..., Database]) -> Database:
    """An empty, migrated database."""
    return open_database()


@pytest.fixture
def study_id(database: Database) -> str:
    """A study with one site, `Alder`."""
    with database.writing() as session:
        study = studies.add(
            session,
            name="nomis",
            title="NOM in rectal cancer",
            protocol_id="stage_1_3",
            protocol_body={"id": "stage_1_3"},
            groups=[{"id": "nom", "label": "Watch and wait"}],
            now=NOW,
        )
        studies.add_site(session, study.id, "Alder", "555 0100")
    return study.id


@pytest.fixture
def patient_id(database: Database, study_id: str) -> str:
    """A patient of the site `Alder`."""
    with database.writing() as session:
        site = studies.site_named(session, study_id, "Alder")
        patient = patients.add(
            session,
            study_id=study_id,
            site_id=site.id,
            code="A-001",
            sex="female",
            enrolled_on=date(2026, 9, 1),
            source="enrolled",
            now=NOW,
        )
    return patient.id


@pytest.fixture
def assessment_id(database: Database, patient_id: str) -> str:
    """A questionnaire of that patient at month 3."""
    with database.writing() as session:
        row = Assessment(
            patient_id=patient_id,
            visit_id="month_3",
            protocol_id="stage_1_3",
            protocol_version="1.0",
            occasion="follow_up",
            facts={"sex": "female", "stoma": "no"},
            language="en",
            created_at=NOW,
        )
        return assessments.add(session, row).id


@pytest.fixture
def form_id(database: Database, assessment_id: str) -> str:
    """The LARS form of that questionnaire."""
    with database.writing() as session:
        row = Form(
            assessment_id=assessment_id,
            position=1,
            instrument_id="lars",
            scoring_hash="s" * 64,
            wording_hash="w" * 64,
            wording_kind="paraphrase",
            wording_notice="paraphrased wording, not the validated instrument",
            language="en",
        )
        return forms.add(session, row).id
