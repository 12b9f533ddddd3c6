"""What every writer of a table file does."""

from abc import ABC, abstractmethod
from typing import Any

import pyarrow as pa


class TableWriter(ABC):
    """Takes runs of rows of one schema. cut_labels: columns whose label was too long for the format."""

    cut_labels: tuple[str, ...] = ()

    @abstractmethod
    def prepare(self, run: pa.Table) -> Any:
        """What `put` takes of a run; touches nothing else, so that several runs can be prepared at once."""

    @abstractmethod
    def put(self, prepared: Any) -> None:
        """Adds rows in the order of the calls."""

    def write(self, run: pa.Table) -> None:
        """Adds rows."""
        self.put(self.prepare(run))

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs to prepare runs: names and labels, not the file."""
        return {name: value for name, value in self.__dict__.items() if name not in ("_file", "_writer", "_runs")}

    def finish(self) -> None:  # noqa: B027  # most have nothing to do
        """Completes a table of which all rows have come."""

    def close(self) -> None:  # noqa: B027  # most have nothing to do
        """Lets go of the file, after an error too."""
