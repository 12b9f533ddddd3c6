"""A spreadsheet saved as CSV, as it comes: comma, semicolon or tab, with or without a mark at its beginning."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from qol.language import gettext
from qol.study.patients.visible import visible

MOST_ROWS = 5000
LONGEST_FILE = 400_000
LONGEST_CELL = 500


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong at one place, and what would be right. row: as the spreadsheet counts, the heading is row 1."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return (
            f"{self.file}:{self.row}: {self.column}: {self.message}"
            if self.column
            else f"{self.file}:{self.row}: {self.message}"
        )


@dataclass(frozen=True)
class Line:
    """One row with its cells by column; empty cells are empty texts."""

    row: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """The rows of one file, and what is wrong with it as a file."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]


def read_sheet(content: bytes, file: str, columns: Sequence[str], needed: Sequence[str]) -> Sheet:
    """Read a file; blank rows are passed over, columns in any order and any case."""
    text = _text(content)
    if len(content) > LONGEST_FILE or text is None:
        return _refused(file, gettext("Save the table as CSV (UTF-8), at most 400 kB."))
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=True))
    except csv.Error:
        return _refused(file, gettext("A quotation mark is opened and not closed. Save the table as CSV again."))
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if numbered and numbered[0][1][0].lower().startswith("sep="):
        numbered = numbered[1:]
    if len(numbered) < 2 or len(numbered) > MOST_ROWS:
        return _refused(file, gettext("There must be a heading and 1 to 5000 rows below it."))
    (top, names), *below = numbered
    heading = [visible(name).lower().replace(" ", "_") for name in names]
    faults = list(_heading_faults(file, top, heading, columns, needed))
    if faults:
        return Sheet((), tuple(faults))
    return _read_rows(file, heading, below)


def _read_rows(file: str, heading: list[str], below: list[tuple[int, list[str]]]) -> Sheet:
    lines, faults = [], []
    for number, row in below:
        if any(cell.strip() for cell in row[len(heading) :]):
            faults.append(Fault(file, number, "", gettext("This row has more cells than the heading.")))
            continue
        cells = dict(zip(heading, (visible(cell) for cell in row), strict=False))
        for name, cell in cells.items():
            if len(cell) > LONGEST_CELL or cell[:1] in ("=", "@"):
                faults.append(Fault(file, number, name, gettext("This cell holds a formula or is too long.")))
        lines.append(Line(number, {name: cells.get(name, "") for name in heading if name}))
    return Sheet(tuple(lines), tuple(faults))


def _heading_faults(
    file: str, row: int, heading: Sequence[str], columns: Sequence[str], needed: Sequence[str]
) -> list[Fault]:
    found = []
    possible = ", ".join(columns)
    for name in dict.fromkeys(name for name in heading if name):
        if name not in columns:
            said = gettext("There is no such column. Possible: %(columns)s.") % {"columns": possible}
            found.append(Fault(file, row, name, said))
        elif heading.count(name) > 1:
            found.append(Fault(file, row, name, gettext("This column stands there twice.")))
    missing = [name for name in needed if name not in heading]
    return found + [Fault(file, row, name, gettext("This column is missing.")) for name in missing]


def _separator(text: str) -> str:
    """What the heading is separated by."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lower().startswith("sep=")]
    heading = lines[0] if lines else ""
    return max(",;\t", key=heading.count)


def _text(content: bytes) -> str | None:
    for name in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            return None
        return None if "\0" in text else text
    return None


def _refused(file: str, message: str) -> Sheet:
    return Sheet((), (Fault(file, 1, "", message),))
