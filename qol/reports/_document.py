"""What a report is before it is paper: HTML, the numbers in it, and how its file is called."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Document:
    """A report ready to be printed. numbers: every number on it, see `_printed.Printed`."""

    html: str
    numbers: list[dict[str, Any]]
    file_name: str
