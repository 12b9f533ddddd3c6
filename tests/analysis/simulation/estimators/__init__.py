"""Ways of estimating the difference at the last visit: one file is one estimator, and this folder is the register.

An estimator says WORDS and UNBIASED_IN (names of worlds where theory promises the truth) and gives estimate and 95 %
limits in `estimate(cohort) -> Answer`. Elsewhere its bias is shown, not judged. Randomness comes from `cohort.seed`.
"""

from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


@dataclass(frozen=True)
class Answer:
    """se: as the method gives it, NaN where it gives an interval only."""

    estimate: float
    lower: float
    upper: float
    se: float = float("nan")


def estimators() -> dict[str, ModuleType]:
    """Every estimator by name."""
    names = [item.name for item in iter_modules(__path__) if item.name[0] != "_"]
    return {name: import_module(f"{__name__}.{name}") for name in names}
