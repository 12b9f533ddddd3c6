"""CSV out: UTF-8, comma, point, full precision, empty for missing, quotes only where a cell needs them."""

import csv
from io import StringIO
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from qol.errors import TableError
from qol.tables.writer import TableWriter

BARE = arrow_csv.WriteOptions(include_header=False, quoting_style="none")
NEEDS_QUOTES = '[",\r\n]'


class CsvWriter(TableWriter):
    """A CSV file; see `TableWriter`."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file, self._name = file, name
        self._has_header = False

    def prepare(self, run: pa.Table) -> tuple[list[str], pa.Buffer]:
        """The names of the columns and the lines of a run. Raises TableError on a column that is no cell's worth."""
        nested = [field.name for field in run.schema if pa.types.is_nested(field.type)]
        if nested:
            raise TableError(f"{self._name}: CSV cannot hold the columns {', '.join(nested)}.")
        return run.column_names, _lines([_text(column) for column in run.columns])

    def put(self, prepared: tuple[list[str], pa.Buffer]) -> None:
        """Adds lines, and before the first of them the header."""
        names, lines = prepared
        if not self._has_header:
            self._header(names)
        self._file.write(lines)

    def _header(self, names: list[str]) -> None:
        line = StringIO()
        csv.writer(line, lineterminator="\n").writerow(names)
        self._file.write(line.getvalue().encode())
        self._has_header = True


def _text(column: pa.ChunkedArray) -> pa.Array:
    """A column as text. Each different number is written once, the shortest way that reads back as the same number."""
    array = column.combine_chunks()
    if pa.types.is_string(array.type):
        return array
    if pa.types.is_floating(array.type):
        array = array.dictionary_encode()
    if pa.types.is_dictionary(array.type):
        return array.dictionary.cast(pa.string()).take(array.indices)
    return array.cast(pa.string())


def _lines(columns: list[pa.Array]) -> pa.Buffer:
    sink = pa.BufferOutputStream()
    try:
        arrow_csv.write_csv(pa.table(columns, names=[str(place) for place in range(len(columns))]), sink, BARE)
    except pa.ArrowInvalid:  # some cell needs quotes, and Arrow would put them round every text
        sink = pa.BufferOutputStream()
        sink.write(_joined([_quoted(column) for column in columns]))
    return sink.getvalue()


def _quoted(text: pa.Array) -> pa.Array:
    needy = pc.match_substring_regex(text, NEEDS_QUOTES)
    if not pc.any(needy).as_py():
        return text
    quoted = pc.binary_join_element_wise('"', pc.replace_substring(text, '"', '""'), '"', "")
    return pc.if_else(needy, quoted, text)


def _joined(columns: list[pa.Array]) -> pa.Buffer:
    """Cells by commas and rows by line ends; the rows of an Arrow column stand one after the other in one buffer."""
    cells = [column.cast(pa.large_string()) for column in columns]
    rows = pc.binary_join_element_wise(*cells, pa.scalar(",", pa.large_string()),
                                       null_handling="replace", null_replacement="")  # fmt: skip
    ended = pc.binary_join_element_wise(rows, pa.scalar("", pa.large_string()), pa.scalar("\n", pa.large_string()))
    _, offsets, data = ended.buffers()
    ends = np.frombuffer(offsets, dtype=np.int64)[ended.offset : ended.offset + len(ended) + 1]
    return data.slice(int(ends[0]), int(ends[-1] - ends[0]))
