"""Migrated installations for tests of whole studies."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qol.settings import Settings
from qol.storage import migrating
from qol.study.house import House, opened


def settings_in(folder: Path) -> Settings:
    """Settings of an installation that keeps everything in a folder."""
    return Settings.from_environment({"QOL_DATA_DIR": str(folder)})


@contextmanager
def migrated(folder: Path) -> Iterator[House]:
    """A house on a new, migrated SQLite database."""
    with opened(settings_in(folder)) as house:
        migrating.upgrade(house.database)
        yield house
