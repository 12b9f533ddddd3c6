"""What the cells of a column say, whatever the file's type of it."""

import math
import re
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def distinct(column: pa.ChunkedArray) -> tuple[NDArray[np.int64], list[Any]]:
    """The different values of a column, text without blanks around it, and the place of each cell's value among them.

    -1 stands for an empty cell: null, NaN, or nothing but blanks.
    """
    array = column.combine_chunks()
    if pa.types.is_null(array.type):
        return np.full(len(array), -1), []
    coded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    values = [_tidy(value) for value in coded.dictionary.to_pylist()]
    places = np.array([-1 if value is None else place for place, value in enumerate(values)] + [-1])
    codes = coded.indices.cast(pa.int64()).fill_null(len(values)).to_numpy(zero_copy_only=False)
    return places[codes], values


def numbers(column: pa.ChunkedArray) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """A column as float64, NaN for empty cells, and which cells hold something that is no number, NaN there too."""
    places, values = distinct(column)
    read = [_number(value) for value in values]
    strange = [value is not None and number is None for value, number in zip(values, read, strict=True)]
    table = np.array([math.nan if number is None else number for number in read] + [math.nan])
    return table[places], np.array([*strange, False])[places]


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip() or None
    return None if isinstance(value, float) and math.isnan(value) else value


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or (isinstance(value, str) and not NUMBER.fullmatch(value)):
        return None
    return float(value) if isinstance(value, str | int | float | Decimal) else None
