"""The command line: one file is one command, and this folder is the register.

A module whose name does not begin with an underscore is a command. It says NAME, HELP and EXAMPLE, adds its
arguments with `add_arguments(parser)` and does its work in `run(arguments, settings) -> exit status`.
"""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from importlib import import_module
from os import devnull, dup2
from os import open as open_file
from pkgutil import iter_modules
from types import ModuleType

from qol.errors import QolError

DONE, REFUSED, INTERRUPTED = 0, 1, 130


def commands() -> dict[str, ModuleType]:
    """Every command by the name that users type."""
    found = (import_module(f"{__name__}.{item.name}") for item in iter_modules(__path__) if item.name[0] != "_")
    return {module.NAME: module for module in sorted(found, key=lambda module: str(module.NAME))}


def parser() -> ArgumentParser:
    """The parser of all commands; `--help` of each shows its example."""
    whole = ArgumentParser(prog="python -m qol", description="Quality of life in rectal cancer: NOM beside surgery.")
    chosen = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, module in commands().items():
        one = chosen.add_parser(
            name,
            help=module.HELP,
            description=module.HELP,
            epilog=f"Example:\n  {module.EXAMPLE}",
            formatter_class=RawDescriptionHelpFormatter,
        )
        module.add_arguments(one)
        one.set_defaults(module=module)
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0 done, 1 refused or found wrong with a plain sentence, 2 wrong use."""
    chosen = parser().parse_args(arguments)
    try:
        from qol.settings import Settings

        status = int(chosen.module.run(chosen, Settings.from_environment()))
        sys.stdout.flush()
        return status
    except QolError as error:
        print(error, file=sys.stderr)
    except BrokenPipeError:
        dup2(open_file(devnull, 1), sys.stdout.fileno())
    except OSError as error:
        if error.filename is None:
            raise
        print(f"{error.filename}: {error.strerror}.", file=sys.stderr)
    except KeyboardInterrupt:
        return INTERRUPTED
    return REFUSED
