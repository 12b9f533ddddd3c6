"""A random generator with the few questions that an invented course asks of it."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np


@dataclass(frozen=True)
class Chance:
    """Answers from one random generator, in the order in which they are asked."""

    rng: np.random.Generator

    def happens(self, share: float) -> bool:
        """Whether an event of this probability happens."""
        return bool(self.rng.random() < share)

    def days(self, low: int, high: int) -> timedelta:
        """A span between low and high days, both included."""
        return timedelta(days=int(self.rng.integers(low, high + 1)))

    def one_of(self, choices: tuple[str, ...], shares: tuple[float, ...] | None = None) -> str:
        """One of the choices."""
        return str(self.rng.choice(choices, p=shares))
