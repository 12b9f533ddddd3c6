"""Every exception of the product.

QolError                      one plain sentence (or several lines) for the reader
├── SettingsError             an option cannot be used
├── SourceError               problems in instrument, protocol, wording or reference files, all at once
├── WordingRefused            an instrument may not be shown: licensed wording missing, expired or incomplete
├── ModeRefused               an instrument may not be answered in this mode
├── TableError                a table file cannot be read or written
├── MissingColumns            a table lacks item or fact columns
├── ImpossibleAnswers         a table or form holds answers that the instrument does not offer
├── AnalysisRefused           a table or model that an analysis cannot use, all reasons at once
├── TimelineRefused           a set of dated events that cannot be true
├── ImportRefused             rows of an import that cannot be taken, all at once
├── NotFound                  no such patient, form, study; also what belongs to another site
├── BackupRefused             a backup that cannot be opened, is not whole, or does not fit this installation
├── OrderRefused              a print that cannot be ordered: nobody, too many, or too much is waiting
├── Conflict                  the same submission id with other content
├── AccessRefused             sign-in, link or code that does not open
│   ├── TooManyTries          wait before the next try
│   ├── LinkExpired           the link has ended; a new one can be had
│   └── BirthDateWrong        the second fact does not match
├── EnvelopeUnreadable        a device's sealed page cannot be opened here
├── EnvelopeRefused           a device's sealed page cannot be applied; it is kept for staff
└── DatabaseBusy              the database is locked, full or read-only; nothing was lost
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in a file, at its line (1-based), in the reader's words."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class QolError(Exception):
    """What went wrong, where, and what to do, in the reader's words."""


class SettingsError(QolError):
    """An option cannot be used."""


class _Listed(QolError):
    """An error that carries every problem found."""

    def __init__(self, problems: Iterable[object]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class SourceError(_Listed):
    """Problems in instrument, protocol, wording or reference files."""

    problems: tuple[Problem, ...]


class WordingRefused(QolError):
    """An instrument may not be shown, naming the file that is missing, expired or incomplete."""


class ModeRefused(QolError):
    """An instrument may not be answered in this mode."""


class TableError(QolError):
    """A table file cannot be read or written."""


class MissingColumns(QolError):
    """A table lacks columns that the instrument needs."""


class ImpossibleAnswers(_Listed):
    """Answers that the instrument does not offer, with row, column and value."""


class AnalysisRefused(_Listed):
    """What an analysis cannot use, each reason a sentence; nothing was computed."""


class TimelineRefused(_Listed):
    """Dated events that cannot be true together."""


class ImportRefused(_Listed):
    """Rows that cannot be imported, each with its reason; nothing was imported."""


class NotFound(QolError):
    """No such thing, or it belongs to another site."""


class OrderRefused(QolError):
    """A print that cannot be ordered."""


class Conflict(QolError):
    """The same submission id came with other content; both are kept."""


class BackupRefused(QolError):
    """A backup cannot be opened, is not whole, or does not fit; nothing was changed."""


class AccessRefused(QolError):
    """A sign-in, link or code does not open anything."""


class TooManyTries(AccessRefused):
    """Too many tries; the message says when the next is possible."""


class LinkExpired(AccessRefused):
    """The link or code has ended; the message says how to get a new one."""


class BirthDateWrong(AccessRefused):
    """The date of birth does not match the link."""


class EnvelopeUnreadable(QolError):
    """What a device sealed was sealed for another key, or was changed on the way."""


class EnvelopeRefused(QolError):
    """What a device sealed cannot be applied; reason is one word for it."""

    def __init__(self, reason: str, sentence: str) -> None:
        self.reason = reason
        super().__init__(sentence)


class DatabaseBusy(QolError):
    """The database is locked, full or read-only; nothing was lost."""
