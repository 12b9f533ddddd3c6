"""Table files in and out, a run of rows at a time: CSV, Parquet, SPSS and Stata; `-` for standard input and output.

A run is a `pyarrow.Table`. CSV cells come as text, an empty one as null, so that what nobody asked about passes
through as it was: leading zeros, dates, words.
"""

from qol.tables.formats import format_of
from qol.tables.labels import Labels
from qol.tables.overlap import InOrder, in_order
from qol.tables.reading import TableReader, open_table, read_table
from qol.tables.values import distinct, numbers
from qol.tables.writer import TableWriter
from qol.tables.writing import write_table, writing

__all__ = [
    "InOrder",
    "Labels",
    "TableReader",
    "TableWriter",
    "distinct",
    "format_of",
    "in_order",
    "numbers",
    "open_table",
    "read_table",
    "write_table",
    "writing",
]
