"""What the product costs, measured: one file is one benchmark, and this folder is the register.

A benchmark says NAME and HELP and measures in `measure()`, which gives figures. `python -m benchmarks` runs them
all, `python -m benchmarks scoring` one of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from time import perf_counter
from types import ModuleType


@dataclass(frozen=True)
class Figure:
    """One thing measured. at_most: what it may not exceed."""

    what: str
    value: float
    unit: str
    at_most: float | None = None

    @property
    def kept(self) -> bool:
        """Whether it is within its limit."""
        return self.at_most is None or self.value <= self.at_most


def benchmarks() -> dict[str, ModuleType]:
    """Every benchmark by name."""
    names = (item.name for item in iter_modules(__path__) if not item.name.startswith("_"))
    found = (import_module(f"{__name__}.{name}") for name in names)
    return {module.NAME: module for module in found}


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes on the clock."""
    start = perf_counter()
    work()
    return perf_counter() - start


def best_of(times: int, *works: Callable[[], object]) -> list[float]:
    """The shortest time of each of several works, done in turn so that a busy machine disturbs all alike."""
    rounds: Iterable[list[float]] = ([seconds(work) for work in works] for _ in range(times))
    return [min(of_one) for of_one in zip(*rounds, strict=True)]
