"""Takes what erased rows left in the database's files: free space, log, moved copies of rows."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from qol.storage.database import Database
from qol.storage.erasing.rows import patient_tables

PAUSE = 0.2
READERS = (
    "SELECT pid, xact_start FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL"
)
"""Whoever looks at an older state: for them the server keeps erased rows, also in files written anew."""


def sweep(database: Database) -> bool:
    """Write the files anew without what is no row any more; False where others read too long meanwhile.

    SQLite: the whole file, then its log is emptied. PostgreSQL: the tables of patients; its own write-ahead log
    passes by the server's rule. Nothing is changed that a reader could see.
    """
    if database.settings.sqlite_file is None or database.turns is None:
        return _sweep_server(database)
    with database.turns.turn(database.patience):
        return _sweep_file(database.settings.sqlite_file, database.patience)


def _sweep_file(file: Path, patience: float) -> bool:
    until = time.monotonic() + patience
    with closing(sqlite3.connect(file, timeout=patience, isolation_level=None)) as raw:
        raw.execute("PRAGMA secure_delete = ON")
        try:
            raw.execute("VACUUM")
        except sqlite3.OperationalError:  # locked or full; the rows are gone, what they left is not
            return False
        while raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] != 0:
            if time.monotonic() > until:
                return False
            time.sleep(PAUSE)
    return True


def _sweep_server(database: Database) -> bool:
    alone = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    try:
        with alone.connect() as connection:
            if not _readers_are_gone(connection, database.patience):
                return False
            for table in patient_tables():
                connection.exec_driver_sql(f'VACUUM (FULL) "{table.name}"')
    except DBAPIError:
        return False
    return True


def _readers_are_gone(connection: Connection, patience: float) -> bool:
    """Wait for those who began to read before now; False where one reads on."""
    until = time.monotonic() + patience
    before = set(connection.exec_driver_sql(READERS).fetchall())
    while before:
        if time.monotonic() > until:
            return False
        time.sleep(PAUSE)
        before &= set(connection.exec_driver_sql(READERS).fetchall())
    return True
