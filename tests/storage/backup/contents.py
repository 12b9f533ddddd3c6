"""What an installation holds, to compare before and after."""

import hashlib
from pathlib import Path

from sqlalchemy import select

from qol.settings import Settings
from qol.storage.backup.folders import FOLDERS
from qol.storage.backup.rows import tables_in
from qol.storage.database import Database


def rows(settings: Settings) -> dict[str, list[str]]:
    """Every row of every table, in the order of its key, as the code reads it."""
    database = Database(settings)
    try:
        with database.reading() as session:
            connection = session.connection()
            return {
                table.name: [repr(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
                for table in tables_in(connection)
            }
    finally:
        database.close()


def files(folder: Path) -> dict[str, str]:
    """Every file below a folder with the hash of its bytes."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def belongings(settings: Settings) -> dict[str, str]:
    """The files of the data folder that a backup holds beside the rows."""
    return {name: digest for name, digest in files(settings.data_dir).items() if name.split("/")[0] in FOLDERS}


def everything(settings: Settings) -> tuple[object, object]:
    """The data folder byte by byte, SQLite's file included, and on PostgreSQL every row."""
    return files(settings.data_dir), None if settings.sqlite_file else rows(settings)
