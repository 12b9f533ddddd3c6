"""CSV out: UTF-8, comma, point, full precision, empty for missing, quotes only where a cell needs them."""

import csv
from io import StringIO
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from qol.errors import TableError

BARE = arrow_csv.WriteOptions(include_header=False, quoting_style="none")
NEEDS_QUOTES = '[",\r\n]'


class CsvWriter:
    """A CSV file; see `TableWriter`."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file, self._name = file, name
        self._has_header = False

    def write(self, run: pa.Table) -> None:
        """Adds rows, and before the first of them the header. Raises TableError on a column that is no cell's worth."""
        if not self._has_header:
            self._header(run.column_names)
        run = _without_dictionaries(run)
        try:
            self._rows(run)
        except (pa.ArrowNotImplementedError, pa.ArrowTypeError):
            nested = [field.name for field in run.schema if pa.types.is_nested(field.type)]
            raise TableError(f"{self._name}: CSV cannot hold the columns {', '.join(nested)}.") from None

    def close(self) -> None:
        """Nothing is left to do."""

    def _header(self, names: list[str]) -> None:
        line = StringIO()
        csv.writer(line, lineterminator="\n").writerow(names)
        self._file.write(line.getvalue().encode())
        self._has_header = True

    def _rows(self, run: pa.Table) -> None:
        sink = pa.BufferOutputStream()
        try:
            arrow_csv.write_csv(run, sink, BARE)
        except pa.ArrowInvalid:  # some cell needs quotes, and Arrow would put them round every text
            sink = pa.BufferOutputStream()
            lines = pc.binary_join_element_wise(*(_cells(column) for column in run.columns), ",")
            sink.write("".join(f"{line}\n" for line in lines.to_pylist()).encode())
        self._file.write(sink.getvalue())


def _without_dictionaries(run: pa.Table) -> pa.Table:
    fields = [
        field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field for field in run.schema
    ]
    return run.cast(pa.schema(fields))


def _cells(column: pa.ChunkedArray) -> pa.ChunkedArray:
    text = pc.fill_null(column.cast(pa.string()), "")
    quoted = pc.binary_join_element_wise('"', pc.replace_substring(text, '"', '""'), '"', "")
    return pc.if_else(pc.match_substring_regex(text, NEEDS_QUOTES), quoted, text)
