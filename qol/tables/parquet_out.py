"""Parquet out."""

from typing import Any, BinaryIO

import pyarrow as pa
from pyarrow import parquet

from qol.tables.writer import TableWriter


class ParquetWriter(TableWriter):
    """A Parquet file; see `TableWriter`."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._writer: Any = None

    def prepare(self, run: pa.Table) -> pa.Table:
        """The run as it is."""
        return run

    def put(self, prepared: pa.Table) -> None:
        """Adds rows; the first run's schema is the file's."""
        if self._writer is None:
            self._writer = parquet.ParquetWriter(self._file, prepared.schema)
        self._writer.write_table(prepared)

    def close(self) -> None:
        """Writes the file's end."""
        if self._writer is not None:
            self._writer.close()
