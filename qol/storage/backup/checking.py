"""Checks a whole backup without restoring it: every piece, every count, and the chain of the audit."""

from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import BinaryIO

from qol.errors import BackupRefused
from qol.settings import Settings
from qol.storage.audit_check import chain_problems
from qol.storage.audit_head import Head
from qol.storage.backup.key_texts import knows, with_keys
from qol.storage.backup.records import FilePart, Manifest, TableRow, records
from qol.storage.backup.writing import Progress
from qol.storage.keys import Keys, keys_for
from qol.storage.tables import AuditEntry

SHOWN = 20


@dataclass(frozen=True)
class Checked:
    """What a whole backup holds. chain: whether the audit could be checked, for which its key must be at hand."""

    manifest: Manifest
    files: int
    chain: bool


def check_backup(
    stream: BinaryIO, passphrase: str, settings: Settings, progress: Progress = lambda _done, _total: None
) -> Checked:
    """Read all of a backup; raises BackupRefused, with every reason, where it is not whole."""
    with closing(records(stream, passphrase)) as found:
        manifest = next(found)
        if not isinstance(manifest, Manifest):
            raise BackupRefused("The backup does not begin as this version of the product writes it.")
        with_its_keys = with_keys(settings, manifest.keys)
        keys = keys_for(with_its_keys) if knows(with_its_keys, manifest, "audit") else None
        counts: Counter[str] = Counter()
        total = sum(manifest.rows.values())
        problems = list(_problems(_counting(found, counts, total, progress), manifest, keys))
    files = counts.pop("", 0)
    problems += [
        f"The backup holds {counts[table]} rows of {table}, not {rows}."
        for table, rows in manifest.rows.items()
        if counts[table] != rows
    ]
    if problems:
        raise BackupRefused("\n".join(problems[:SHOWN]))
    return Checked(manifest, files, keys is not None)


def _counting(found: Iterable[object], counts: Counter[str], total: int, progress: Progress) -> Iterator[TableRow]:
    """The rows, counted by table as they pass, and files under the empty name."""
    done = 0
    for record in found:
        if isinstance(record, TableRow):
            counts[record.table] += 1
            done += 1
            if done % 1000 == 0:
                progress(done, total)
            yield record
        elif isinstance(record, FilePart):
            counts[""] += record.first


def _problems(rows: Iterable[TableRow], manifest: Manifest, keys: Keys | None) -> Iterator[str]:
    end = Head(0, manifest.installation)
    for table, of_table in groupby(rows, lambda row: row.table):
        if table == "audit_entry" and keys is not None:
            end = yield from _chain(of_table, manifest, keys)
    if keys is not None and end != manifest.head:
        yield f"The audit of the backup ends at entry {end.seq}, not {manifest.head.seq}."


def _chain(rows: Iterable[TableRow], manifest: Manifest, keys: Keys) -> Generator[str, None, Head]:
    entries = (_entry(row) for row in rows)
    return (yield from chain_problems(entries, manifest.installation, keys))


def _entry(row: TableRow) -> AuditEntry:
    return AuditEntry(**{**row.values, "at": datetime.fromisoformat(row.values["at"])})
