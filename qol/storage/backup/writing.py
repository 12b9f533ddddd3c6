"""Writes a backup: everything of one moment, while others go on writing."""

import os
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection, Table
from sqlmodel import Session, select

from qol import __version__
from qol.errors import BackupRefused
from qol.storage.audit_head import Head
from qol.storage.backup.folders import AUDIT, FOLDERS, parts
from qol.storage.backup.key_texts import prints, texts
from qol.storage.backup.records import Manifest, RecordWriter
from qol.storage.backup.rows import counted, rows_of, tables_in
from qol.storage.database import Database
from qol.storage.installation import installation
from qol.storage.tables import AuditHead

SHORTEST_PASSPHRASE = 20
Progress = Callable[[int, int], None]
"""Told how many rows are done, of how many."""


def write_backup(
    database: Database, stream: BinaryIO, passphrase: str, now: datetime, *, keys: bool = True,
    progress: Progress = lambda _done, _total: None,
) -> Manifest:  # fmt: skip
    """Write one to a stream. keys: whether the keys travel in it. Raises BackupRefused for a short passphrase."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise BackupRefused(
            f"The passphrase has {len(passphrase)} signs; take at least {SHORTEST_PASSPHRASE}, such as six words."
        )
    heads = list(parts(database.settings.data_dir, (AUDIT,)))
    with database.reading() as session:
        connection = session.connection()
        tables = tables_in(connection)
        manifest = _manifest(database, session, counted(connection, tables), now, keys)
        writer = RecordWriter(stream, passphrase)
        writer.manifest(manifest)
        for part in (*heads, *parts(database.settings.data_dir, FOLDERS)):
            writer.part(part)
        _write_rows(writer, connection, tables, lambda done: progress(done, sum(manifest.rows.values())))
        writer.finish()
    return manifest


def write_backup_file(
    database: Database, file: Path, passphrase: str, now: datetime, *, keys: bool = True,
    progress: Progress = lambda _done, _total: None,
) -> Manifest:  # fmt: skip
    """Write one to a new file that only its owner reads; it has its name only once it is whole and on the disk.

    Raises BackupRefused where the file is there already.
    """
    if file.exists():
        raise BackupRefused(f"{file} is there already; a backup is not written over another. Give another name.")
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            manifest = write_backup(database, stream, passphrase, now, keys=keys, progress=progress)
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _manifest(database: Database, session: Session, rows: dict[str, int], now: datetime, keys: bool) -> Manifest:
    origin = installation(session)
    return Manifest(
        made_at=now,
        version=__version__,
        revision=database.revision() or "",
        database=database.engine.dialect.name,
        installation=origin.id,
        demonstration=origin.demonstration,
        head=Head(*session.exec(select(AuditHead.seq, AuditHead.hash)).one()),
        rows=rows,
        prints=prints(database.settings),
        keys=texts(database.settings) if keys else {},
    )


def _write_rows(
    writer: RecordWriter, connection: Connection, tables: list[Table], progress: Callable[[int], None]
) -> None:
    done = 0
    for table in tables:
        for row in rows_of(connection, table):
            writer.row(row)
            done += 1
            if done % 1000 == 0:
                progress(done)
