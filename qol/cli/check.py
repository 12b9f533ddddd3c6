"""`qol check`: every problem of instruments, translations, protocols, wording and references at once."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qol.errors import Problem
    from qol.instruments.definition import Instrument
    from qol.settings import Settings

NAME = "check"
HELP = "Check instruments, translations, protocols, wording packs and references; every problem as file:line: message."
EXAMPLE = "python -m qol check instruments/lars.yaml"


def add_arguments(parser: ArgumentParser) -> None:
    """Files or folders; without any, everything that the installation uses."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders (default: all in use)")


def run(arguments: Namespace, settings: "Settings") -> int:
    """Print every problem; 0 when there is none."""
    from qol.errors import SourceError
    from qol.instruments.library import sound

    in_use = (settings.instruments_dir, settings.data_dir / "wording")
    paths = arguments.paths or [folder for folder in in_use if folder.is_dir()]
    files = sorted({file for path in paths for file in _files(path)})
    library = sound(settings.instruments_dir)
    problems: list[Problem] = []
    for file in files:
        try:
            read_as_its_folder_says(file, library)
        except SourceError as error:
            problems += error.problems
    for problem in sorted(set(problems)):
        print(problem)
    if not problems:
        print(f"{len(files)} {'file' if len(files) == 1 else 'files'} checked, no problems.")
    return 1 if problems else 0


def _files(path: Path) -> list[Path]:
    from qol.errors import QolError

    found = sorted(path.rglob("*.yaml")) if path.is_dir() else [path] if path.exists() else []
    if not found:
        raise QolError(f"There is no instrument file at {path}. Give a file that ends in .yaml, or a folder of them.")
    return found


def read_as_its_folder_says(path: Path, library: "dict[str, Instrument]") -> None:
    """Read a file as what its folder says it is; raises SourceError."""
    from qol.instruments.library import shown

    folder = path.absolute().parent.name
    if folder == "protocols":
        from qol.course.protocol import read_protocol

        read_protocol(path, library)
    elif folder == "references":
        from qol.instruments.build_references import read_references

        read_references(path, shown(path), library)
    elif folder == "wording":
        from datetime import UTC, datetime

        from qol.instruments.wording_check import check_pack

        check_pack(path, library, datetime.now(UTC).astimezone().date())
    elif folder == "translations":
        from qol.instruments.translation_faults import check_translation

        check_translation(path, library)
    else:
        _instrument(path)


def _instrument(path: Path) -> None:
    """An instrument keeps its laws, and its worked examples come out."""
    from qol.errors import SourceError
    from qol.instruments.library import load, shown
    from qol.instruments.yaml_source import read
    from qol.scoring.worked_examples import untrue

    if found := untrue(load(path), lambda: read(path, shown(path))):
        raise SourceError(found)
