"""What a table holds that cannot be scored: the first of it in full, the rest as a number."""

from bisect import insort
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qol.errors import ImpossibleAnswers

SHOWN = 20
WRITTEN_FOR_MISSING = {"NA", "N/A", "NaN", "nan", "NULL", "null", "None", "."}


@dataclass(frozen=True, order=True)
class Found:
    """A cell that is no answer. row from 0; place: of the item on the form."""

    row: int
    place: int
    column: str
    cell: Any = field(compare=False)
    offer: str = field(compare=False)

    def __str__(self) -> str:
        whole = isinstance(self.cell, float) and self.cell.is_integer()
        cell = f"{self.cell:.0f}" if whole else str(self.cell)
        return f"row {self.row + 1}, column {self.column}: {cell} is not an answer ({self.offer})"


class Problems:
    """Collected over a whole table, so that all of it can be said at once."""

    def __init__(self) -> None:
        self.by_column: Counter[str] = Counter()
        self._first: list[Found] = []
        self._facts: dict[tuple[str, str], tuple[int, int, tuple[str, ...]]] = {}
        self._words_for_missing: set[str] = set()

    @property
    def answers(self) -> int:
        """How many cells are no answer."""
        return self.by_column.total()

    def count(self, column: str, wrong: NDArray[np.bool_]) -> NDArray[np.intp]:
        """Counts the impossible answers of a column in the next run of rows; gives those that may have to be shown."""
        if wrong.any():
            self.by_column[column] += int(wrong.sum())
        return np.flatnonzero(wrong)[:SHOWN]

    def show(self, found: Found) -> None:
        """Keeps one impossible answer if it is among the first."""
        if str(found.cell).strip() in WRITTEN_FOR_MISSING:
            self._words_for_missing.add(str(found.cell).strip())
        insort(self._first, found)
        del self._first[SHOWN:]

    def add_fact(self, row: int, rows: int, column: str, value: Any, known: tuple[str, ...]) -> None:
        """Notes a fact in so many rows, the first of them `row` (from 0), that the instrument does not know."""
        first, before, _ = self._facts.get((column, str(value)), (row, 0, known))
        self._facts[column, str(value)] = (first, before + rows, known)

    def take(self, later: "Problems") -> None:
        """Adds what was found in the runs of rows after these."""
        self.by_column += later.by_column
        self._words_for_missing |= later._words_for_missing
        for found in later._first:
            insort(self._first, found)
        del self._first[SHOWN:]
        for (column, value), (row, rows, known) in later._facts.items():
            self.add_fact(row, rows, column, value, known)

    def refuse(self, impossible_is_missing: bool) -> None:
        """Raises ImpossibleAnswers where anything stands in the way of scores."""
        lines = [
            f"row {row + 1}, column {column}: {value} is not one of {', '.join(known)}"
            + (f" (in {rows} rows)" if rows > 1 else "")
            for (column, value), (row, rows, known) in self._facts.items()
        ]
        if not impossible_is_missing:
            lines += self._answer_lines()
        if lines:
            raise ImpossibleAnswers(
                [
                    "Nothing was scored. Rows count from 1 below the header.",
                    *lines,
                    *self._advice(impossible_is_missing),
                ]
            )

    def _answer_lines(self) -> list[str]:
        more = self.answers - len(self._first)
        return [*map(str, self._first), *([f"and {more} more such answers"] if more else [])]

    def _advice(self, impossible_is_missing: bool) -> list[str]:
        if impossible_is_missing or not self.answers:
            return []
        words = ", ".join(sorted(self._words_for_missing))
        empty = [f"A missing answer is an empty cell, not {words}."] if words else []
        return [*empty, "Correct the table, or count these answers as missing with --impossible missing."]
