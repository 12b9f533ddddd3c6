"""The methods of `qol analyse`: one file is one method, and this folder is the register.

A module whose name does not begin with an underscore is a method. It says NAME, HELP and EXAMPLE, names the columns
it needs in `add_arguments(parser)` and does its work in `run(arguments, table) -> Said`; FILE and `--json` are there
already. `table` is a `qol.analysis.own_table.OwnTable`. Heavy packages are imported inside `run`.
"""

from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any


@dataclass(frozen=True)
class Said:
    """What a method found: numbers for `--json` in full precision, None for what there is not; lines to be read."""

    numbers: dict[str, Any]
    lines: tuple[str, ...]


def methods() -> dict[str, ModuleType]:
    """Every method by the name that users type."""
    found = (import_module(f"{__name__}.{item.name}") for item in iter_modules(__path__) if item.name[0] != "_")
    return {module.NAME: module for module in sorted(found, key=lambda module: str(module.NAME))}
