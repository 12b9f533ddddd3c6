"""What a sealed stream holds, as lines of JSON: a manifest, the files of the data folder, every row, and an end."""

import gzip
import io
import json
from base64 import b64decode, b64encode
from collections.abc import Generator, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

from qol.errors import BackupRefused
from qol.storage.audit_head import Head
from qol.storage.backup.sealing import PIECE, SealedReader, SealedWriter


@dataclass(frozen=True)
class Manifest:
    """What a backup is of. rows: table -> how many; prints: key -> by what it is known; keys: empty if left out."""

    made_at: datetime
    version: str
    revision: str
    database: str
    installation: str
    demonstration: bool
    head: Head
    rows: Mapping[str, int]
    prints: Mapping[str, str]
    keys: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class FilePart:
    """Some bytes of a file of the data folder; `first` where the file begins."""

    path: str
    first: bool
    data: bytes


@dataclass(frozen=True)
class TableRow:
    """One row: column -> its value as JSON has it."""

    table: str
    values: Mapping[str, Any]


class RecordWriter:
    """Writes the records of one backup, compressed and sealed; `finish()` ends it."""

    def __init__(self, stream: BinaryIO, passphrase: str) -> None:
        self._sealed = SealedWriter(stream, passphrase)
        self._lines = gzip.GzipFile(fileobj=self._sealed, mode="wb", compresslevel=6, mtime=0)
        self._columns: tuple[str, tuple[str, ...]] | None = None

    def manifest(self, manifest: Manifest) -> None:
        """The first record."""
        self._line({"manifest": asdict(manifest) | {"made_at": manifest.made_at.isoformat()}})

    def part(self, part: FilePart) -> None:
        """Some bytes of a file."""
        self._line({"file": part.path, "first": part.first, "data": b64encode(part.data).decode("ascii")})

    def row(self, row: TableRow) -> None:
        """A row; its columns are said once for each table."""
        columns = (row.table, tuple(row.values))
        if columns != self._columns:
            self._line({"table": columns[0], "columns": columns[1]})
            self._columns = columns
        self._line(list(row.values.values()))

    def finish(self) -> None:
        """The last record, and the seal's last piece."""
        self._line({"end": True})
        self._lines.close()
        self._sealed.finish()

    def _line(self, record: object) -> None:
        self._lines.write(json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n")


def records(stream: BinaryIO, passphrase: str) -> Generator[Manifest | FilePart | TableRow, None, None]:
    """Every record in order, the manifest first. Raises BackupRefused where the stream is not whole, at the latest
    when its end is reached: nothing read may be relied on before that."""
    sealed = io.BufferedReader(SealedReader(stream, passphrase), PIECE)
    try:
        yield from _parsed(gzip.GzipFile(fileobj=sealed, mode="rb"))
    except (ValueError, KeyError, TypeError, EOFError, gzip.BadGzipFile) as error:
        raise BackupRefused("The backup does not hold what this version of the product writes.") from error
    if sealed.read(1):
        raise BackupRefused("The backup holds more after its end.")


def _parsed(lines: gzip.GzipFile) -> Iterator[Manifest | FilePart | TableRow]:
    table, columns = "", ()
    for line in lines:
        record = json.loads(line)
        if isinstance(record, list):
            yield TableRow(table, dict(zip(columns, record, strict=True)))
        elif "table" in record:
            table, columns = record["table"], tuple(record["columns"])
        elif "file" in record:
            yield FilePart(record["file"], record["first"], b64decode(record["data"]))
        elif "manifest" in record:
            yield _manifest(record["manifest"])
        elif "end" in record:
            break
    else:
        raise EOFError
    if lines.read(1):
        raise ValueError


def _manifest(found: dict[str, Any]) -> Manifest:
    made_at, head = datetime.fromisoformat(found["made_at"]), Head(**found["head"])
    return Manifest(**{**found, "made_at": made_at, "head": head})
