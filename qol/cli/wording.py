"""`qol wording`: licensed wording packs, from the empty file to the one in force."""

import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qol.errors import Problem
    from qol.settings import Settings

NAME = "wording"
HELP = "Licensed wording packs: write an empty one, check, list, add, withdraw."
EXAMPLE = "python -m qol wording template qlq_c30 de --study nomis --out qlq_c30.de.yaml"


def add_arguments(parser: ArgumentParser) -> None:
    """One of five actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="template|check|list|add|withdraw")
    template = actions.add_parser("template", help="write an empty pack to fill in")
    template.add_argument("id", help="instrument")
    template.add_argument("language", help="code of the language, such as de")
    template.add_argument("--study", default="", metavar="NAME", help="study that the licence is granted to")
    template.add_argument("--out", default="-", metavar="FILE", help="new file (default: standard output)")
    check = actions.add_parser("check", help="say what packs lack, line by line, or what they are good for")
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders (default: all in use)")
    actions.add_parser("list", help="show the packs in use with their state")
    actions.add_parser("add", help="store a whole pack in the data folder").add_argument("file", metavar="FILE")
    actions.add_parser("withdraw", help="take a pack out of use; its file is kept aside").add_argument("name")


def run(arguments: Namespace, settings: "Settings") -> int:
    """Do one of the five."""
    actions = {"template": _template, "check": _check, "list": _list, "add": _add, "withdraw": _withdraw}
    return actions[arguments.action](arguments, settings)


def _template(arguments: Namespace, settings: "Settings") -> int:
    from qol.errors import QolError
    from qol.instruments.library import Library
    from qol.instruments.wording_template import template

    text = template(Library(settings.instruments_dir)[arguments.id], arguments.language, arguments.study)
    if arguments.out == "-":
        sys.stdout.write(text)
        return 0
    try:
        with Path(arguments.out).open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise QolError(f"{arguments.out} is there already and is not overwritten. Give another name.") from None
    except OSError as error:
        raise QolError(f"{arguments.out} cannot be written: {error.strerror}.") from None
    print(f"{arguments.out} is written. Fill in every text, then: python -m qol wording check {arguments.out}")
    return 0


def _check(arguments: Namespace, settings: "Settings") -> int:
    from qol.cli._wording_words import good_for
    from qol.errors import SourceError
    from qol.instruments.library import sound
    from qol.instruments.wording_check import check_pack

    library = sound(settings.instruments_dir)
    problems: list[Problem] = []
    files = _files(arguments.paths, settings)
    for file in files:
        try:
            print(good_for(file, check_pack(file, library, _today()), library))
        except SourceError as error:
            problems += error.problems
    for problem in problems:
        print(problem)
    if not files:
        print("There are no wording packs.")
    return 1 if problems else 0


def _files(paths: list[Path], settings: "Settings") -> list[Path]:
    from qol.errors import QolError

    in_use = (settings.instruments_dir / "wording", settings.data_dir / "wording")
    absent = [str(path) for path in paths if not path.exists()]
    if absent:
        raise QolError(f"There is nothing at {', '.join(absent)}. Give wording packs, or folders of them.")
    found = (sorted(path.glob("*.yaml")) if path.is_dir() else [path] for path in paths or in_use if path.exists())
    return [file for files in found for file in files]


def _list(_: Namespace, settings: "Settings") -> int:
    from qol.cli._wording_words import line
    from qol.instruments.library import sound
    from qol.instruments.wording import read_packs
    from qol.instruments.wording_states import judged

    packs = read_packs(settings.instruments_dir / "wording", settings.data_dir / "wording")
    for one in judged(packs, sound(settings.instruments_dir), _today()):
        print(line(one))
    if not packs:
        print("There are no wording packs.")
    return 0


def _add(arguments: Namespace, settings: "Settings") -> int:
    from qol.errors import QolError
    from qol.storage.audit import COMMAND_LINE
    from qol.study.house import opened
    from qol.study.wording import licensed_wording

    try:
        body = sys.stdin.buffer.read() if arguments.file == "-" else Path(arguments.file).read_bytes()
    except OSError as error:
        raise QolError(f"{arguments.file} cannot be read: {error.strerror}.") from None
    name = "standard input" if arguments.file == "-" else arguments.file
    with opened(settings) as house:
        one = licensed_wording.add(house, body, name, COMMAND_LINE, _today(), datetime.now(UTC))
        asked = one.pack.instrument in licensed_wording.asked_for(house).get(one.pack.study, ())
    print(
        f"Stored as {one.pack.name}, {'' if one.in_force else 'not '}in force for {one.pack.study} until {one.expires}."
    )
    if not asked:
        print(f"The protocol of {one.pack.study} does not ask for licensed wording of {one.pack.instrument}.")
    return 0


def _withdraw(arguments: Namespace, settings: "Settings") -> int:
    from qol.storage.audit import COMMAND_LINE
    from qol.study.house import opened
    from qol.study.wording import licensed_wording

    with opened(settings) as house:
        kept = licensed_wording.withdraw(house, arguments.name, COMMAND_LINE, datetime.now(UTC))
    print(f"{arguments.name} is out of use. Its file is kept as wording-withdrawn/{kept} in the data folder.")
    return 0


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
