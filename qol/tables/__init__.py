"""Table files in and out, a run of rows at a time: CSV and Parquet, `-` for standard input and output.

A run is a `pyarrow.Table`. CSV cells come as text, an empty one as null, so that what nobody asked about passes
through as it was: leading zeros, dates, words.
"""

from qol.tables.reading import TableReader, open_table, read_table
from qol.tables.values import distinct, numbers
from qol.tables.writing import TableWriter, write_table, writing

__all__ = [
    "TableReader",
    "TableWriter",
    "distinct",
    "numbers",
    "open_table",
    "read_table",
    "write_table",
    "writing",
]
