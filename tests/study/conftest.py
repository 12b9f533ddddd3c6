"""A clinic with staff, built once and copied for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.study import clinic as clinics


@pytest.fixture(scope="session")
def built_clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "var"
    clinics.build(folder)
    return folder


@pytest.fixture
def staffed(built_clinic: Path, tmp_path: Path) -> Iterator[clinics.Clinic]:
    clinic = clinics.opened(built_clinic, tmp_path / "clinic")
    yield clinic
    clinic.house.database.close()
