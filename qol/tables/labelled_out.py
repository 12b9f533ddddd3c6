"""SPSS (.sav) and Stata (.dta) out, with words for columns and codes.

Neither can be written piece by piece: the whole table is gathered first, so memory grows with it.
"""

from typing import Any, BinaryIO

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyreadstat

from qol.errors import TableError
from qol.tables.labelled_names import PROGRAM, refuse_names
from qol.tables.labels import Labels
from qol.tables.writer import TableWriter

LONGEST_LABEL = {"sav": (256, "bytes"), "dta": (80, "characters")}
LONGEST_WORD = {"sav": (120, "bytes"), "dta": (32_000, "bytes")}
"""Of a code."""
LONGEST_TEXT = {"sav": 32_767, "dta": 2_000_000_000}
"""Bytes of a cell."""
LARGE = (pa.int64(), pa.uint64(), pa.uint32())
"""Whole numbers that become doubles, as SPSS has no others."""
NULLABLE = {pa.int8(): pd.Int16Dtype(), pa.int16(): pd.Int16Dtype(), pa.int32(): pd.Int32Dtype()}
HELD = (
    pa.types.is_string, pa.types.is_large_string, pa.types.is_boolean, pa.types.is_integer, pa.types.is_floating,
    pa.types.is_decimal, pa.types.is_date, pa.types.is_timestamp, pa.types.is_time, pa.types.is_null,
)  # fmt: skip


class LabelledWriter(TableWriter):
    """An SPSS or Stata file; see `TableWriter`."""

    def __init__(self, file: BinaryIO, name: str, format_: str, labels: Labels) -> None:
        self._path, self._name, self._format = file.name, name, format_
        self._labels, self.cut_labels = labels.cut(LONGEST_LABEL[format_], LONGEST_WORD[format_])
        self._runs: list[pa.Table] = []

    def prepare(self, run: pa.Table) -> pa.Table:
        """The run with columns as these formats have them. Raises TableError on names and columns that do not fit."""
        refuse_names(run.column_names, self._format, self._name)
        columns = {field.name: self._fitted(run.column(field.name), field.type) for field in run.schema}
        unfit = [name for name, column in columns.items() if column is None]
        if unfit:
            raise TableError(f"{self._name}: {PROGRAM[self._format]} cannot hold the columns {', '.join(unfit)}.")
        return pa.table(columns)

    def _fitted(self, column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray | None:
        """A column in the type that it has on its way out; None where something of it would be lost."""
        if not _fits(kind):
            return None
        try:
            column = column.cast(_plain(kind))
        except pa.ArrowInvalid:  # a whole number that no double holds
            return None
        if not pa.types.is_string(column.type):
            return column
        longest = pc.max(pc.binary_length(column)).as_py() or 0
        return column if longest <= LONGEST_TEXT[self._format] else None

    def put(self, prepared: pa.Table) -> None:
        """Keeps rows for the end."""
        self._runs.append(prepared)

    def finish(self) -> None:
        """Writes the file."""
        if not self._runs:
            return
        table = pa.concat_tables(self._runs, promote_options="permissive")
        self._runs.clear()
        try:
            self._write(table)
        except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError, OverflowError) as error:
            raise TableError(f"{self._name}: {PROGRAM[self._format]} cannot hold this table ({error}).") from None

    def _write(self, table: pa.Table) -> None:
        frame = table.to_pandas(types_mapper=NULLABLE.get)
        words: dict[str, Any] = {
            "column_labels": {name: self._labels.columns.get(name) for name in table.column_names},
            "variable_value_labels": {
                field.name: fitting
                for field in table.schema
                if (fitting := _fitting(self._labels.values.get(field.name, {}), field.type))
            },
        }
        if self._labels.format == self._format:
            words["variable_format"] = _of(self._labels.formats, table)
        if self._format == "dta":
            pyreadstat.write_dta(frame, self._path, **words)
            return
        if self._labels.format == "sav":
            words["variable_measure"] = _of(self._labels.measures, table)
            words["variable_display_width"] = _of(self._labels.widths, table)
        pyreadstat.write_sav(frame, self._path, **words)


def _of(said: Any, table: pa.Table) -> dict[str, Any]:
    return {name: what for name, what in said.items() if name in table.column_names}


def _fitting(words: Any, kind: pa.DataType) -> dict[Any, str]:
    """Words whose codes are of the column's type."""
    if pa.types.is_string(kind):
        return {code: word for code, word in words.items() if isinstance(code, str)}
    make = int if pa.types.is_integer(kind) else float
    return {make(code): word for code, word in words.items() if not isinstance(code, str) and code == make(code)}


def _fits(kind: pa.DataType) -> bool:
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return any(holds(kind) for holds in HELD)


def _plain(kind: pa.DataType) -> pa.DataType:
    """The type that a column has in a frame on its way out."""
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    if pa.types.is_boolean(kind):
        return pa.int8()
    if pa.types.is_decimal(kind) or pa.types.is_floating(kind) or kind in LARGE:
        return pa.float64()
    if pa.types.is_unsigned_integer(kind):
        return pa.int32()
    if pa.types.is_null(kind) or pa.types.is_large_string(kind):
        return pa.string()
    return pa.timestamp("us") if pa.types.is_timestamp(kind) else kind
