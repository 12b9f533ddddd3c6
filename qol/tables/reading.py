"""Reading a table file in runs of rows, never the whole of it at once."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, Protocol

from qol.errors import MissingColumns, TableError
from qol.tables.csv_in import CsvReader
from qol.tables.formats import FEW, FIRST_BYTES, STANDARD, format_of
from qol.tables.labels import Labels
from qol.tables.parquet_in import ParquetReader

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


class TableReader(Protocol):
    """A table to be gone through once; it gives at least one run, of no rows where the table has none.

    columns: their names. total: how much there is to read, in `unit` (bytes or rows), None where nobody knows.
    labels: words for columns and codes. user_missing: column -> cells read so far that the file declares missing.
    """

    name: str
    columns: tuple[str, ...]
    total: int | None
    unit: str
    labels: Labels
    user_missing: Counter[str]

    def __iter__(self) -> Iterator[pa.Table]: ...

    def done(self) -> int:
        """How much of `total` has been read."""


@contextmanager
def open_table(path: str | Path) -> Iterator[TableReader]:
    """A reader of a file, whose ending says its format, or of `-`, whose first bytes do.

    Raises TableError in plain words: no such file, no header, columns that share a name, a row with too many or
    too few cells, text that is not UTF-8, a file that is not what its ending says.
    """
    if str(path) == STANDARD:
        with _standard_input() as reader:
            yield _checked(reader)
        return
    format_ = format_of(path)
    with _opened(Path(path)) as file:
        yield _checked(_reader(format_, file, Path(path)))


def _reader(format_: str, file: BinaryIO, path: Path, name: str | None = None) -> TableReader:
    name = name or str(path)
    if format_ == "csv":
        return CsvReader(file, name, path.stat().st_size)
    if format_ == "parquet":
        return ParquetReader(file, name)
    from qol.tables.labelled_in import LabelledReader  # brings pandas and pyreadstat, which take their time

    return LabelledReader(path, name, format_)


def read_table(path: str | Path, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """A whole table as a pandas frame; CSV cells are text, empty ones missing.

    columns: only these, in this order. Raises TableError, and MissingColumns naming all that are absent.
    """
    import pyarrow as pa

    with open_table(path) as reader:
        absent = [name for name in columns or () if name not in reader.columns]
        if absent:
            raise MissingColumns(f"{path}: these columns are absent: {', '.join(absent)}.")
        wanted = list(columns or reader.columns)
        return pa.concat_tables(run.select(wanted) for run in reader).to_pandas()


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise TableError(f"{path}: cannot be read: {error.strerror}.") from None


@contextmanager
def _standard_input() -> Iterator[TableReader]:
    """CSV is read as it comes; the other formats are read from their end, or need a file of their own."""
    stream: BinaryIO = sys.stdin.buffer
    name = "standard input"
    format_ = _format_by(stream.peek(FEW)[:FEW]) if isinstance(stream, BufferedReader) else "csv"
    if format_ == "csv":
        yield CsvReader(stream, name, None)
        return
    with NamedTemporaryFile(suffix=f".{format_}") as file:
        shutil.copyfileobj(stream, file)
        file.flush()
        with Path(file.name).open("rb") as copy:
            yield _reader(format_, copy, Path(file.name), name)


def _format_by(first: bytes) -> str:
    return next((format_ for begin, format_ in FIRST_BYTES.items() if first.startswith(begin)), "csv")


def _checked(reader: TableReader) -> TableReader:
    twice = [name for name, times in Counter(reader.columns).items() if times > 1]
    if twice:
        raise TableError(f"{reader.name}: columns share a name: {', '.join(twice)}. Rename them.")
    return reader
