"""CSV as the field reads it: UTF-8, comma, point, ISO dates, empty = missing, nothing a spreadsheet would run."""

from io import StringIO

import pandas as pd

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Also as full-width signs, which some spreadsheets take for the others."""


def guarded(cell: object) -> object:
    """A text cell that no spreadsheet takes for a formula; other cells as they are."""
    if isinstance(cell, str) and cell.startswith(RUNS):
        return "'" + cell
    return cell


def as_csv(rows: pd.DataFrame) -> str:
    """The rows as CSV text, numbers in full precision, text cells guarded against formulas."""
    out = rows.copy()
    for name in out.columns:
        if out[name].dtype == object or pd.api.types.is_string_dtype(out[name].dtype):
            out[name] = out[name].map(guarded)
    text = StringIO()
    out.to_csv(text, index=False, date_format="%Y-%m-%d", lineterminator="\n")
    return text.getvalue()
