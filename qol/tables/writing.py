"""Writing a table file in runs of rows. The file is there when all of it is, and not before."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa

from qol.errors import TableError
from qol.tables.csv_out import CsvWriter
from qol.tables.formats import STANDARD, format_of
from qol.tables.labels import Labels
from qol.tables.parquet_out import ParquetWriter
from qol.tables.writer import TableWriter

if TYPE_CHECKING:
    import pandas as pd


@contextmanager
def writing(path: str | Path, labels: Labels | None = None) -> Iterator[TableWriter]:
    """A writer of a file, whose ending says its format, or of CSV to `-`. After an error nothing is left behind.

    labels: words for columns and codes, for formats that hold them. Raises TableError where the file cannot be
    written or a column does not fit the format.
    """
    format_ = format_of(path)
    with _standard_output() if str(path) == STANDARD else _replaced(Path(path)) as file:
        writer = _writer(format_, file, str(path), labels or Labels())
        try:
            yield writer
            writer.finish()
        finally:
            writer.close()  # after an error too, while its file is open; the file is then thrown away


def _writer(format_: str, file: BinaryIO, name: str, labels: Labels) -> TableWriter:
    if format_ == "csv":
        return CsvWriter(file, name)
    if format_ == "parquet":
        return ParquetWriter(file, name)
    from qol.tables.labelled_out import LabelledWriter  # brings pandas and pyreadstat, which take their time

    return LabelledWriter(file, name, format_, labels)


def write_table(frame: pd.DataFrame, path: str | Path) -> None:
    """A pandas frame as a file, without its index."""
    with writing(path) as writer:
        writer.write(pa.Table.from_pandas(frame, preserve_index=False))


@contextmanager
def _standard_output() -> Iterator[BinaryIO]:
    with TemporaryFile() as file:
        yield file
        file.seek(0)
        shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()


@contextmanager
def _replaced(path: Path) -> Iterator[BinaryIO]:
    """A new file beside the old one that takes its place at the end."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        file: BinaryIO = part.open("wb")
    except OSError as error:
        raise TableError(f"{path}: cannot be written: {error.strerror}.") from None
    try:
        with file:
            yield file
        part.replace(path)
    except OSError as error:
        raise TableError(f"{path}: cannot be written: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)
