"""What a report is before it is paper: HTML, the numbers in it, and how its file is called."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qol.reports._paper import Paper, laid_out, written


@dataclass(frozen=True)
class Document:
    """A report ready to be printed. numbers: every number on it, see `_printed.Printed`.

    pages: how many it may have, None for any number. shorter: the same report saying less, for a report that
    must stay on its page; None where nothing can be left out.
    """

    html: str
    numbers: list[dict[str, Any]]
    file_name: str
    pages: int | None = None
    shorter: "Callable[[], Document] | None" = None


def printed(document: Document) -> tuple[Document, Paper]:
    """The document as PDF; one that does not fit its pages says less, step by step, until it does."""
    document, drawn = fitted(document)
    return document, written([drawn])


def fitted(document: Document) -> tuple[Document, Any]:
    """The document laid out and not yet written, saying less, step by step, until it fits its pages."""
    drawn = laid_out(document.html)
    while document.pages is not None and len(drawn.pages) > document.pages and document.shorter is not None:
        document = document.shorter()
        drawn = laid_out(document.html)
    return document, drawn
