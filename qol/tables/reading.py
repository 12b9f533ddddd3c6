"""Reading a table file in runs of rows, never the whole of it at once."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from qol.errors import MissingColumns, TableError
from qol.tables.csv_in import CsvReader
from qol.tables.formats import STANDARD, format_of
from qol.tables.parquet_in import FIRST_BYTES, ParquetReader

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

READERS: dict[str, type[CsvReader] | type[ParquetReader]] = {"csv": CsvReader, "parquet": ParquetReader}


class TableReader(Protocol):
    """A table to be gone through once; it gives at least one run, of no rows where the table has none.

    columns: their names. total: how much there is to read, in `unit` (bytes or rows), None where nobody knows.
    """

    columns: tuple[str, ...]
    total: int | None
    unit: str

    def __iter__(self) -> Iterator[pa.Table]: ...

    def done(self) -> int:
        """How much of `total` has been read."""


@contextmanager
def open_table(path: str | Path) -> Iterator[TableReader]:
    """A reader of a file, whose ending says CSV or Parquet, or of `-`, whose first bytes do.

    Raises TableError in plain words: no such file, no header, columns that share a name, a row with too many or
    too few cells, text that is not UTF-8.
    """
    if str(path) == STANDARD:
        yield _checked(_standard_input())
        return
    read = READERS[format_of(path)]
    with _opened(Path(path)) as file:
        yield _checked(read(file, str(path), Path(path).stat().st_size))


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


def _standard_input() -> CsvReader | ParquetReader:
    stream: BinaryIO = sys.stdin.buffer
    if isinstance(stream, BufferedReader) and stream.peek(len(FIRST_BYTES)).startswith(FIRST_BYTES):
        return ParquetReader(BytesIO(stream.read()), "standard input", None)  # Parquet is read from its end
    return CsvReader(stream, "standard input", None)


def _checked(reader: CsvReader | ParquetReader) -> CsvReader | ParquetReader:
    twice = [name for name, times in Counter(reader.columns).items() if times > 1]
    if twice:
        raise TableError(f"{reader.name}: columns share a name: {', '.join(twice)}. Rename them.")
    return reader
