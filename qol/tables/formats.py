"""Which format a table file has."""

from pathlib import Path

from qol.errors import TableError

STANDARD = "-"
"""Stands for standard input or output."""

ENDINGS = {".csv": "csv", ".parquet": "parquet"}


def format_of(path: str | Path) -> str:
    """`csv` or `parquet` by the ending of a file's name, `csv` for `-`. Raises TableError on another ending."""
    if str(path) == STANDARD:
        return "csv"
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        raise TableError(f"{path}: the name of a table file ends in {' or '.join(ENDINGS)}.")
    return ENDINGS[ending]
