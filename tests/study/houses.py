"""Migrated installations for tests of whole studies."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qol.settings import Settings
from qol.storage import migrating
from qol.study.house import House, furnish


def settings_in(folder: Path, **more: str) -> Settings:
    """Settings of an installation that keeps everything in a folder."""
    return Settings.from_environment({"QOL_DATA_DIR": str(folder)} | more)


@contextmanager
def migrated(folder: Path, **more: str) -> Iterator[House]:
    """A house on a new, migrated database; SQLite unless further settings say otherwise."""
    house = furnish(settings_in(folder, **more))
    try:
        migrating.upgrade(house.database)
        yield house
    finally:
        house.database.close()
