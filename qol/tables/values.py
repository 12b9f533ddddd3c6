"""What the cells of a column say, whatever the file's type of it."""

import math
import re
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
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
    array = column.combine_chunks()
    values_of = _digits(array) if pa.types.is_string(array.type) else _floats(array)
    if values_of is not None:
        return values_of, np.zeros(len(array), dtype=bool)
    places, values = distinct(column)
    read = [_number(value) for value in values]
    strange = [value is not None and number is None for value, number in zip(values, read, strict=True)]
    table = np.array([math.nan if number is None else number for number in read] + [math.nan])
    return table[places], np.array([*strange, False])[places]


def _digits(array: pa.StringArray) -> NDArray[np.float64] | None:
    """The cells of a column that holds single digits and empty cells only, as most answers are; else None."""
    _, offsets, data = array.buffers()
    if data is None:
        return np.full(len(array), math.nan)
    ends = np.frombuffer(offsets, dtype=np.int32)[array.offset : array.offset + len(array) + 1]
    digits = np.frombuffer(data, dtype=np.uint8)[ends[0] : ends[-1]] - ord("0")  # what stands before 0 wraps around
    lengths = np.diff(ends)
    if (lengths > 1).any() or (digits > 9).any() or np.count_nonzero(lengths) > len(array) - array.null_count:
        return None
    read = np.full(len(array), math.nan)
    read[lengths == 1] = digits
    return read


def _floats(array: pa.Array) -> NDArray[np.float64] | None:
    """The cells of a column of numbers; None for a column of another type."""
    if not (pa.types.is_integer(array.type) or pa.types.is_floating(array.type)):
        return None
    whole = array.cast(pa.float64(), safe=False)
    return np.array(pc.fill_null(whole, math.nan))


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip() or None
    return None if isinstance(value, float) and math.isnan(value) else value


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or (isinstance(value, str) and not NUMBER.fullmatch(value)):
        return None
    return float(value) if isinstance(value, str | int | float | Decimal) else None
