"""Reports on paper. ONE FILE = ONE REPORT; the folder is the register, underscored files are the machinery."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


@cache
def reports() -> dict[str, ModuleType]:
    """Name -> module, sorted by name. A report has NAME, HELP and EXAMPLE and makes a `Document`."""
    names = [found.name for found in iter_modules(__path__) if not found.name.startswith("_")]
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return {module.NAME: module for module in sorted(modules, key=lambda module: str(module.NAME))}
