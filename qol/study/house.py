"""One of each thing that every use of the product needs: settings, database, instruments, protocols, wording."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from qol.course.protocol import Protocol, load_protocols
from qol.instruments.build_references import load_references
from qol.instruments.library import Library
from qol.instruments.references import References
from qol.settings import Settings
from qol.storage.database import Database


@dataclass(frozen=True)
class House:
    """What study functions are given; web and command line build it the same way."""

    settings: Settings
    database: Database
    library: Library
    protocols: Mapping[str, Protocol]

    @cached_property
    def references(self) -> References:
        """Published thresholds, norms and differences, read once like the instruments."""
        return load_references(self.settings.instruments_dir / "references")

    @property
    def wording_folders(self) -> tuple[Path, ...]:
        """Where licensed wording packs lie: beside the instruments and in the installation's data folder."""
        return (self.settings.instruments_dir / "wording", self.settings.data_dir / "wording")


def furnish(settings: Settings) -> House:
    """Build one of each; the database must be migrated (`qol db upgrade`) before it is used.

    Raises SourceError with every problem of the instrument and protocol files.
    """
    library = Library(settings.instruments_dir)
    return House(
        settings=settings,
        database=Database(settings),
        library=library,
        protocols=load_protocols(settings.instruments_dir / "protocols", library),
    )


@contextmanager
def opened(settings: Settings) -> Iterator[House]:
    """A house for one command, its database closed at the end. Raises SettingsError where it is not migrated."""
    house = furnish(settings)
    try:
        house.database.require_current()
        yield house
    finally:
        house.database.close()
