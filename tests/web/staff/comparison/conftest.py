"""Invented patients behind the page of the comparison, enough for ten scores in each group."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qol.study.demonstration.filling import fill
from tests.journeys.intruder import NOW, Demo, Intruder, served
from tests.study.houses import migrated


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The application on a demonstration."""
    folder: Path = tmp_path_factory.mktemp("compared")
    with migrated(folder / "built") as house:
        made = fill(house, 55, 5, NOW.date(), NOW)
    found = served(folder / "built", made, folder / "var")
    yield found
    found.database.close()


@pytest.fixture(scope="session")
def researcher(demo: Demo) -> Intruder:
    """Signed in."""
    return demo.staff("researcher")
