"""`qol check`: every problem of instruments, protocols, wording and references at once."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qol.errors import Problem
    from qol.settings import Settings

NAME = "check"
HELP = "Check instruments, protocols, wording packs and references; every problem as file:line: message."
EXAMPLE = "python -m qol check instruments/lars.yaml"


def add_arguments(parser: ArgumentParser) -> None:
    """Files or folders; without any, everything that the installation uses."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders (default: all in use)")


def run(arguments: Namespace, settings: "Settings") -> int:
    """Print every problem; 0 when there is none."""
    in_use = (settings.instruments_dir, settings.data_dir / "wording")
    paths = arguments.paths or [folder for folder in in_use if folder.is_dir()]
    checked, problems = 0, []
    for file in (file for path in paths for file in _files(path)):
        checked += 1
        problems += _problems(file, settings)
    for problem in sorted(set(problems)):
        print(problem)
    if problems:
        return 1
    print(f"{checked} files checked, no problems.")
    return 0


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(path.rglob("*.yaml"))
    return [path] if path.exists() or path.suffix == ".yaml" else _absent(path)


def _absent(path: Path) -> list[Path]:
    from qol.errors import QolError

    raise QolError(f"There is nothing at {path}. Give a file that ends in .yaml, or a folder.")


def _problems(path: Path, settings: "Settings") -> "list[Problem]":
    """The problems of one file, read as what its folder says it is."""
    from qol.errors import SourceError

    try:
        _read(path, settings)
    except SourceError as error:
        return list(error.problems)
    return []


def _read(path: Path, settings: "Settings") -> None:
    from qol.instruments.library import load, shown

    folder = path.absolute().parent.name
    if folder == "protocols":
        from qol.course.protocol import read_protocol
        from qol.instruments.library import Library

        read_protocol(path, Library(settings.instruments_dir))
    elif folder == "references":
        from qol.instruments.references import read_references

        read_references(path, shown(path))
    elif folder == "wording":
        from qol.instruments.wording import read_pack

        read_pack(path)
    else:
        load(path)
