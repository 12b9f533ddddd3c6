"""A restored SQLite file, made beside the one in use and put in its place by one renaming."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, NullPool

from qol.errors import BackupRefused
from qol.settings import Settings, private_folder
from qol.storage.backup.places import IN_USE
from qol.storage.connections import PATIENCE, engine_for
from qol.storage.writing_turns import WritingTurns

BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file while it is in use."""


class SQLitePlace:
    """The file of the settings, and the one that is made beside it."""

    def __init__(self, settings: Settings, token: str) -> None:
        if settings.sqlite_file is None:
            raise ValueError("the settings name no SQLite file")
        self._settings = settings
        self._live = settings.sqlite_file
        self._new = self._live.with_name(f"{self._live.name}.{token}")

    def url(self) -> str:
        """The address of the new file."""
        return f"sqlite:///{self._new}"

    def engine(self) -> Engine | None:
        """The file in use, if there is one."""
        return engine_for(self._settings, poolclass=NullPool) if self._live.exists() else None

    def prepare(self) -> None:
        """Its folder, and nobody in the old file."""
        private_folder(self._live.parent)
        self._refuse_other_users()

    def swap(self, keep_as: str | None) -> str | None:
        """The old file keeps its content under another name, then the new one takes its name."""
        with WritingTurns(self._live).turn(PATIENCE):
            self._refuse_other_users()
            _fold(self._new)
            kept = self._live.with_name(f"{self._live.name}.{keep_as}") if keep_as and self._live.exists() else None
            if kept is not None:
                os.link(self._live, kept)
            for name in BESIDE:  # of a file that could not be read; they must not meet the new one
                beside = Path(f"{self._live}{name}")
                if beside.exists():
                    beside.rename(f"{kept}{name}") if kept else beside.unlink()
            self._new.replace(self._live)
            _on_disk(self._live.parent)
        return str(kept) if kept else None

    def discard(self) -> None:
        """The new file and what lies beside it, its lock files too."""
        for name in ("", *BESIDE, ".queue", ".turn"):
            Path(f"{self._new}{name}").unlink(missing_ok=True)

    def _refuse_other_users(self) -> None:
        """SQLite leaves its log mode only where nobody else has the file open."""
        if not self._live.exists():
            return
        try:
            left = _fold(self._live)
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise BackupRefused(IN_USE) from error
            return
        except sqlite3.DatabaseError:  # a damaged file is replaced all the same
            return
        if not left:
            raise BackupRefused(IN_USE)


def _fold(file: Path) -> bool:
    """Put the whole database into its one file; whether that could be done."""
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as raw:
        return bool(raw.execute("PRAGMA journal_mode = DELETE").fetchone()[0] == "delete")


def _on_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
