"""`qol export`: write a dataset."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from sys import stdout
from typing import TYPE_CHECKING

from qol.settings import Settings

if TYPE_CHECKING:
    from qol.study.house import House

NAME = "export"
HELP = "Write a dataset; without a format, list the formats."
EXAMPLE = "python -m qol export dataset --out dataset.zip"


def add_arguments(parser: ArgumentParser) -> None:
    """Format, file and study."""
    parser.add_argument("format", nargs="?", help="which table; without it the formats are listed")
    parser.add_argument("--out", default="-", metavar="PATH", help="file to write, - for standard output (default)")
    parser.add_argument("--freeze", metavar="NAME", help="from a frozen data cut (`qol freeze`), not from today's data")
    parser.add_argument("--study", metavar="NAME", help="which study, where there are several")


def run(arguments: Namespace, settings: Settings) -> int:
    """List the formats or write one."""
    from qol.exports import exports
    from qol.exports._package import HELP as PACKAGE_HELP
    from qol.exports._package import NAME as PACKAGE

    names = {PACKAGE: PACKAGE_HELP} | {name: export.HELP for name, export in exports().items()}
    if arguments.format is None:
        for name, words in names.items():
            print(f"{name:12} {words}")
        return 0
    return _write(arguments, settings, tuple(names))


def _write(arguments: Namespace, settings: Settings, names: tuple[str, ...]) -> int:
    from qol.errors import QolError
    from qol.study.house import opened
    from qol.study.results.datasets import content
    from qol.study.results.freezing import frozen
    from qol.study.trail.taking import note_taking

    if arguments.format not in names:
        raise QolError(f"There is no format {arguments.format!r}. Formats: {', '.join(names)}.")
    with opened(settings) as house:
        body = b""
        labelled = Path(arguments.out).suffix.lower() in (".parquet", ".sav", ".dta")
        if labelled:
            _save(arguments, house)
        elif arguments.freeze:
            body = frozen(house, arguments.freeze, arguments.format, arguments.study)
        else:
            body = content(house, arguments.format, arguments.study, datetime.now(UTC))
        note_taking(house, f"export.{arguments.format}", arguments.study, datetime.now(UTC))
    if labelled:
        return 0
    if arguments.out == "-":
        stdout.buffer.write(body)
    else:
        Path(arguments.out).write_bytes(body)
    return 0


def _save(arguments: Namespace, house: "House") -> None:
    """A single table in a statistics program's own format."""
    from qol.errors import QolError
    from qol.exports._package import NAME as PACKAGE
    from qol.study.results.datasets import save

    if arguments.freeze or arguments.format == PACKAGE:
        raise QolError("A frozen data cut and the whole dataset are CSV: leave .parquet, .sav or .dta for one table.")
    save(house, arguments.format, arguments.study, datetime.now(UTC), Path(arguments.out))
