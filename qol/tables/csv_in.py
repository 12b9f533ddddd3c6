"""CSV in: UTF-8, separated by comma, semicolon or tab, every cell as text."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa
from pyarrow import csv as arrow_csv

from qol.errors import TableError
from qol.tables.labels import Labels

BYTES_TOGETHER = 1 << 20
SEPARATORS = (",", ";", "\t")
CELLS = re.compile(r"Row #(\d+): Expected (\d+) columns, got (\d+)")


class CsvReader:
    """A CSV table; see `TableReader`. The longest row may have 1 MB."""

    unit = "B"

    def __init__(self, file: BinaryIO, name: str, size: int | None) -> None:
        self.name, self.total = name, size
        self.labels, self.user_missing = Labels(), Counter[str]()
        self._file = file
        header = self._header()
        self._separator = next((mark for mark in SEPARATORS if mark in header), ",")
        self.columns = tuple(next(csv.reader([header], delimiter=self._separator)))

    def done(self) -> int:
        """Bytes read so far."""
        return self._file.tell() if self.total is not None else 0

    def __iter__(self) -> Iterator[pa.Table]:
        schema = pa.schema([(name, pa.string()) for name in self.columns])
        found = False
        for batch in self._batches(schema):
            found = True
            yield pa.Table.from_batches([batch])
        if not found:
            yield schema.empty_table()

    def _header(self) -> str:
        """The first record: the first line, and more where a name in quotes holds a line's end."""
        record = b""
        while (line := self._file.readline(BYTES_TOGETHER)) and (record := record + line).count(b'"') % 2:
            pass
        try:
            header = record.decode("utf-8-sig").rstrip("\r\n")
        except UnicodeDecodeError:
            raise TableError(f"{self.name}: the text is not UTF-8. Save it as CSV UTF-8.") from None
        if not header.strip():
            raise TableError(f"{self.name}: there is no header; the first line must name the columns.")
        return header

    def _batches(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        try:
            yield from arrow_csv.open_csv(
                pa.PythonFile(self._file, mode="r"),
                arrow_csv.ReadOptions(column_names=list(self.columns), block_size=BYTES_TOGETHER, use_threads=False),
                arrow_csv.ParseOptions(delimiter=self._separator, newlines_in_values=True),
                arrow_csv.ConvertOptions(
                    column_types=schema,
                    null_values=[""],
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=True,
                ),
            )
        except pa.ArrowInvalid as error:
            if "Empty CSV file" not in str(error):
                raise TableError(f"{self.name}: {_plain(str(error))}") from None


def _plain(message: str) -> str:
    if cells := CELLS.search(message):
        row, expected, got = cells.groups()
        return f"row {row} has {got} cells where the header has {expected}. Rows count from 1 below the header."
    if "UTF8" in message:
        return "the text is not UTF-8. Save it as CSV UTF-8."
    return f"this is not the CSV that its header promises ({message})."
