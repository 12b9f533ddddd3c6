"""An installation with every kind of value in it, and its backup."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from qol.settings import Settings
from qol.storage import answers, audit, identities
from qol.storage.answers import NewAnswer
from qol.storage.backup.writing import write_backup_file
from qol.storage.database import Database
from qol.storage.identities import Person
from tests.storage.conftest import NOW

PASSPHRASE = "six quiet herons at the weir"


@pytest.fixture
def filled(database: Database, patient_id: str, form_id: str) -> Database:
    """A named patient with answers, free text, an audit of three entries, and a wording pack in the data folder."""
    with database.writing() as session:
        identities.save(session, patient_id, Person("June Whitcombe", NOW.date(), "H 12", "en"))
        answers.append(session, form_id, [NewAnswer("q1", 3), NewAnswer("q2", text="yes")], at=NOW, language="en")
        for number in range(3):
            audit.append(session, at=NOW, actor="x", action="save", object_kind="form", object_id=str(number))
    folder = database.settings.data_dir / "wording" / "study"
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_bytes(Random(1).randbytes(300_000))  # so that the backup has several pieces
    return database


@pytest.fixture
def backup(filled: Database, tmp_path: Path) -> Path:
    """A backup of it."""
    file = tmp_path / "night.backup"
    write_backup_file(filled, file, PASSPHRASE, NOW)
    return file


@pytest.fixture
def elsewhere(tmp_path: Path) -> Settings:
    """A new machine: SQLite, no keys, no tables."""
    return Settings.from_environment({"QOL_DATA_DIR": str(tmp_path / "elsewhere")})


@pytest.fixture
def new_server(elsewhere: Settings, postgresql_url: str) -> Settings:
    """A new machine with PostgreSQL."""
    return replace(elsewhere, database_url=postgresql_url)
