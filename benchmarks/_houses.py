"""A house of its own for a measurement: a folder that goes afterwards, its database migrated and empty."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from qol.settings import Settings
from qol.storage import migrating
from qol.storage.database import Database
from qol.study.house import House, opened


@contextmanager
def empty_house() -> Iterator[House]:
    """Open while the block runs."""
    with TemporaryDirectory() as folder:
        settings = Settings.from_environment({"QOL_DATA_DIR": str(Path(folder) / "var")})
        database = Database(settings)
        migrating.upgrade(database)
        database.close()
        with opened(settings) as house:
            yield house
