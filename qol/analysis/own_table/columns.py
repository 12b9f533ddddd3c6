"""Columns of a table that nobody has described: numbers, categories, or whichever of the two the cells are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from qol.errors import AnalysisRefused
from qol.tables import Labels, distinct, numbers, open_table

SHOWN = 3


@dataclass(frozen=True)
class Categories:
    """codes: place of each row's word among `words`, -1 for an empty cell. words: sorted, numbers by their size."""

    codes: NDArray[np.int64]
    words: tuple[str, ...]


@dataclass
class OwnTable:
    """A table whose columns are asked for one by one; faults are gathered until `refuse_faults`."""

    name: str
    cells: pa.Table
    labels: Labels
    faults: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return int(self.cells.num_rows)

    def numbers(self, column: str, option: str) -> NDArray[np.float64]:
        """A column of numbers, NaN for empty cells; `option` is what the user named it by, such as --outcome."""
        if not self._has(column, option):
            return np.full(self.rows, np.nan)
        values, strange = numbers(self.cells[column])
        strange = strange | np.isinf(values)
        if strange.any():
            self._strange(column, option, np.flatnonzero(strange))
        return values

    def categories(self, column: str, option: str) -> Categories:
        """A column of words or codes."""
        if not self._has(column, option):
            return Categories(np.full(self.rows, -1), ())
        places, values = distinct(self.cells[column])
        words = [_word(value) for value in values]
        known = tuple(sorted({word for word in words if word is not None}, key=_natural))
        order = {word: place for place, word in enumerate(known)}
        coded = np.array([-1 if word is None else order[word] for word in words] + [-1])
        return Categories(coded[places], known)

    def covariate(self, column: str, option: str) -> "NDArray[np.float64] | Categories":
        """Numbers where every cell is one and the file gives no words for them; categories elsewhere."""
        if self._has(column, option) and column not in self.labels.values:
            values, strange = numbers(self.cells[column])
            if not strange.any():
                return values
        return self.categories(column, option)

    def fault(self, sentence: str) -> None:
        """Note what is wrong, in the reader's words."""
        if sentence not in self.faults:
            self.faults.append(sentence)

    def refuse_faults(self) -> None:
        """Raises AnalysisRefused with everything that was found wrong, if anything was."""
        if self.faults:
            raise AnalysisRefused(f"{self.name}: {fault}" for fault in self.faults)

    def _has(self, column: str, option: str) -> bool:
        if column in self.cells.column_names:
            return True
        self.fault(f"there is no column {column} ({option}). Columns: {', '.join(self.cells.column_names)}.")
        return False

    def _strange(self, column: str, option: str, places: Sequence[int] | NDArray[np.int64]) -> None:
        shown = ", ".join(f"row {place + 1}: {self.cells[column][int(place)].as_py()}" for place in places[:SHOWN])
        more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
        self.fault(f"column {column} ({option}) needs numbers; {shown}{more}.")


def read_own_table(path: str | Path) -> OwnTable:
    """The whole of a CSV, Parquet, SPSS or Stata file, `-` for standard input; raises TableError in plain words."""
    with open_table(path) as reader:
        return OwnTable(reader.name, pa.concat_tables(list(reader)), reader.labels)


def _word(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def _natural(word: str) -> tuple[tuple[int, float, str], ...]:
    """Sorts VIS2 before VIS10, and 2 before 10."""
    try:
        return ((0, float(word), ""),)
    except ValueError:
        parts = re.findall(r"\d+|\D+", word)
        return tuple((0, float(part), "") if part.isdecimal() else (1, 0.0, part) for part in parts)
