"""One file, one export; this folder is the register.

A module of this folder whose name does not begin with an underscore is an export. It says `NAME` (what
`qol export` and the datasets page call it), `HELP` (one sentence) and `table(data)`, which gives its rows.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

import pandas as pd

from qol.analysis.study_data import StudyData


class Export(Protocol):
    """What every export module offers."""

    NAME: str
    HELP: str
    IN_DATASET: bool

    def table(self, data: StudyData) -> pd.DataFrame:
        """The rows of the export, pseudonymous, full precision, empty where missing."""


def exports() -> Mapping[str, Export]:
    """Every export by name, in the order in which a newcomer reads them."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__) if found.name[0] != "_"]
    ordered = sorted(modules, key=lambda module: (module.ORDER, module.NAME))
    return {module.NAME: cast(Export, module) for module in ordered}
