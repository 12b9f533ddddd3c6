"""What the tests of patients' pages and of pages without a network begin with."""

from pathlib import Path

import pytest

from qol.storage import migrating
from qol.storage.database import Database
from tests.study.patients_side import settings_in


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated data folder that tests copy."""
    folder = tmp_path_factory.mktemp("migrated")
    database = Database(settings_in(folder))
    migrating.upgrade(database)
    database.close()
    return folder
