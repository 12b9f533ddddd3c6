"""SPSS (.sav) and Stata (.dta) in: codes as they are, their words beside them, user-missing values as missing."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyreadstat

from qol.errors import TableError
from qol.tables.labels import Labels

ROWS_TOGETHER = 65_536
READ = {"sav": pyreadstat.read_sav, "dta": pyreadstat.read_dta}
TIMES = {
    "DATE": pa.date32(), "ADATE": pa.date32(), "EDATE": pa.date32(), "JDATE": pa.date32(), "SDATE": pa.date32(),
    "DATETIME": pa.timestamp("us"), "YMDHMS": pa.timestamp("us"), "TIME": pa.time64("us"),
    "%td": pa.date32(), "%d": pa.date32(), "%tc": pa.timestamp("us"), "%tC": pa.timestamp("us"),
}  # fmt: skip
NUMBERS = {"int8": pa.int16(), "int16": pa.int16(), "int32": pa.int32(), "float": pa.float64(), "double": pa.float64()}


class LabelledReader:
    """An SPSS or Stata table; see `TableReader`. Read in runs, each of which opens the file anew."""

    unit = "rows"

    def __init__(self, path: Path, name: str, format_: str) -> None:
        self.name, self._path, self._read = name, path, READ[format_]
        about = self._part(0, 0, metadataonly=True)[1]
        self.columns = tuple(about.column_names)
        if None in self.columns:
            raise TableError(f"{name}: this cannot be read as SPSS or Stata (the name of a column is not text).")
        self.total: int | None = about.number_rows
        self.labels = _labels(about, format_)
        self.user_missing: Counter[str] = Counter()
        self._missing: Mapping[str, Sequence[Any]] = about.missing_ranges
        self._schema = pa.schema([(column, _type(about, column)) for column in self.columns])
        self._done = 0

    def done(self) -> int:
        """Rows read so far."""
        return self._done

    def __iter__(self) -> Iterator[pa.Table]:
        while True:
            cells, _ = self._part(self._done, ROWS_TOGETHER)
            rows = len(cells[self.columns[0]]) if self.columns else 0
            if rows or not self._done:
                yield pa.table([self._column(field, cells[field.name]) for field in self._schema], self._schema)
            self._done += rows
            if rows < ROWS_TOGETHER:
                return

    def _part(self, first: int, rows: int, metadataonly: bool = False) -> tuple[Mapping[str, list[Any]], Any]:
        try:
            found: tuple[Mapping[str, list[Any]], Any] = self._read(
                str(self._path),
                row_offset=first,
                row_limit=rows,
                user_missing=True,
                output_format="dict",
                metadataonly=metadataonly,
            )
        except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError, OverflowError) as error:
            raise TableError(f"{self.name}: this cannot be read as SPSS or Stata ({str(error).rstrip('.')}).") from None
        return found

    def _column(self, field: pa.Field, cells: list[Any]) -> pa.Array:
        cells = self._without_missing(field, cells)
        try:
            array = pa.array(cells, field.type, from_pandas=True)
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise TableError(f"{self.name}: the column {field.name} cannot be read ({error}).") from None
        if pa.types.is_string(field.type):
            return pc.if_else(pc.equal(array, ""), None, array)
        return array

    def _without_missing(self, field: pa.Field, cells: list[Any]) -> list[Any]:
        """The cells with None for what the file declares missing (SPSS), and for .a to .z (Stata)."""
        ranges = [_ends(one) for one in self._missing.get(field.name, ())]
        if ranges:
            cleared = [None if cell is not None and _within(cell, ranges) else cell for cell in cells]
        elif not pa.types.is_string(field.type) and any(isinstance(cell, str) for cell in cells):
            cleared = [None if isinstance(cell, str) else cell for cell in cells]
        else:
            return cells
        found = sum(new is None and old is not None for new, old in zip(cleared, cells, strict=True))
        if found:
            self.user_missing[field.name] += found
        return cleared


def _ends(declared: Any) -> tuple[Any, Any]:
    return (declared["lo"], declared["hi"]) if isinstance(declared, dict) else (declared, declared)


def _within(cell: Any, ranges: list[tuple[Any, Any]]) -> bool:
    return any(isinstance(cell, str) == isinstance(low, str) and low <= cell <= high for low, high in ranges)


def _type(about: Any, column: str) -> pa.DataType:
    if about.readstat_variable_types[column] == "string":
        return pa.string()
    shown = str(about.original_variable_types[column])
    kind = re.match(r"%t?[A-Za-z]|[A-Z]+", shown)
    if kind and kind[0] in TIMES:
        return TIMES[kind[0]]
    return NUMBERS[about.readstat_variable_types[column]]


def _labels(about: Any, format_: str) -> Labels:
    return Labels(
        columns={name: label for name, label in about.column_names_to_labels.items() if label},
        values=about.variable_value_labels,
        format=format_,
        formats={name: str(shown) for name, shown in about.original_variable_types.items() if shown},
        measures=about.variable_measure,
        widths={name: width for name, width in about.variable_display_width.items() if width},
    )
