"""Connections that are set up for durable writing, on SQLite and on PostgreSQL."""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event

from qol.settings import Settings
from qol.storage.production import refuse_unsafe_server

PATIENCE = 10.0
"""Seconds that a reader or writer waits before it says that the database is busy."""
WRITING = {"qol_writing": True}
"""Marks an engine whose transactions write."""


def engine_for(settings: Settings, patience: float = PATIENCE, **options: Any) -> Engine:
    """An engine over one pool of connections."""
    options = {"hide_parameters": True, **options}  # an error's text must not hold a name or an answer
    if settings.sqlite_file is not None:
        file = settings.sqlite_file
        engine = create_engine(f"sqlite:///{file}", creator=lambda: _sqlite(file, patience), **options)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    waiting = {"connect_timeout": max(1, round(patience))}
    engine = create_engine(settings.database_url, connect_args=waiting, pool_pre_ping=True, **options)
    event.listen(engine, "connect", lambda raw, _record: _prepare_postgresql(raw, settings, patience))
    return engine


def readers_and_writers(engine: Engine) -> tuple[Engine, Engine]:
    """Two faces of one pool: for one unchanging view, and for writing."""
    if engine.dialect.name == "sqlite":
        return engine, engine.execution_options(**WRITING)
    readers = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return readers, engine.execution_options(isolation_level="READ COMMITTED", postgresql_readonly=False)


def _sqlite(file: Path, patience: float) -> sqlite3.Connection:
    """A connection to a file that only its owner reads; the log files beside it get the same rights."""
    with suppress(OSError):  # SQLite says it better
        file.touch(mode=0o600)
    raw = sqlite3.connect(file, timeout=patience, check_same_thread=False, isolation_level=None)  # we say BEGIN
    if raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        raw.execute("PRAGMA journal_mode = WAL")
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        raw.execute(f"PRAGMA {pragma}")
    return raw


def _begin_sqlite(connection: Any) -> None:
    writing = connection.get_execution_options().get("qol_writing", False)
    connection.connection.dbapi_connection.execute(f"PRAGMA query_only = {'OFF' if writing else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _prepare_postgresql(raw: Any, settings: Settings, patience: float) -> None:
    with raw.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO on")
        cursor.execute(f"SET lock_timeout TO {round(patience * 1000)}")
        refuse_unsafe_server(settings, cursor)
    raw.commit()
