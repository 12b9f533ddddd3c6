"""Parquet in, with the types that it has."""

from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa
from pyarrow import parquet

from qol.errors import TableError
from qol.tables.labels import Labels

ROWS_TOGETHER = 65_536


class ParquetReader:
    """A Parquet table; see `TableReader`."""

    unit = "rows"

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name, self.labels, self.user_missing = name, Labels(), Counter[str]()
        try:
            self._file = parquet.ParquetFile(file)
        except (pa.ArrowInvalid, OSError) as error:
            raise TableError(f"{name}: this is not a Parquet file ({error}).") from None
        self.columns = tuple(self._file.schema_arrow.names)
        self.total: int | None = self._file.metadata.num_rows
        self._done = 0

    def done(self) -> int:
        """Rows read so far."""
        return self._done

    def __iter__(self) -> Iterator[pa.Table]:
        if not self.total:
            yield self._file.schema_arrow.empty_table()
        try:
            for batch in self._file.iter_batches(ROWS_TOGETHER):
                self._done += batch.num_rows
                yield pa.Table.from_batches([batch])
        except (pa.ArrowInvalid, OSError) as error:
            raise TableError(f"{self.name}: the Parquet file is damaged ({error}).") from None
