"""Parquet out."""

from typing import Any, BinaryIO

import pyarrow as pa
from pyarrow import parquet


class ParquetWriter:
    """A Parquet file; see `TableWriter`."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._writer: Any = None

    def write(self, run: pa.Table) -> None:
        """Adds rows; the first run's schema is the file's."""
        if self._writer is None:
            self._writer = parquet.ParquetWriter(self._file, run.schema)
        self._writer.write_table(run)

    def close(self) -> None:
        """Writes the file's end."""
        if self._writer is not None:
            self._writer.close()
