"""Several tests of one family: Holm's adjustment, and what may be said of all of them together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Member:
    """One test of the family: p as computed, and adjusted for the family; 0 to 1."""

    name: str
    p: float
    adjusted: float


@dataclass(frozen=True)
class Family:
    """Tests in the order they were declared. not_tested: declared ones that gave no p, counted as if p were 1."""

    members: tuple[Member, ...]
    not_tested: tuple[str, ...]

    def rejected(self, level: float = 0.05) -> tuple[str, ...]:
        """Names for which no difference is rejected, with at most `level` chance of one false rejection among all."""
        return tuple(one.name for one in self.members if one.adjusted <= level)

    def sentence(self, level: float = 0.05) -> str:
        """The simultaneous statement."""
        size = len(self.members) + len(self.not_tested)
        found = self.rejected(level)
        told = f"a difference in {', '.join(found)}" if found else "no difference in any of them"
        missing = f"; without a test, and counted as if nothing were found: {', '.join(self.not_tested)}"
        return (
            f"Holm within the declared family of {size}: {told}, with at most a {100 * level:g} % chance of any false "
            f"one among all{missing if self.not_tested else ''}."
        )


def holm(tests: Sequence[tuple[str, float | None]]) -> Family:
    """Adjust the p values of a declared family, all of it: what was declared and could not be tested still counts.

    Source: Holm, Scand J Stat 1979;6:65-70; equal to R's p.adjust(p, "holm", n = size of the family).
    Raises ValueError where a p is not between 0 and 1.
    """
    known = [(name, p) for name, p in tests if p is not None]
    if any(not 0 <= p <= 1 for _, p in known):
        raise ValueError("a p value lies between 0 and 1")
    values = np.array([p for _, p in known], dtype=np.float64)
    order = np.argsort(values, kind="stable")
    steps = np.minimum(1.0, np.maximum.accumulate((len(tests) - np.arange(values.size)) * values[order]))
    adjusted = np.empty_like(values)
    adjusted[order] = steps
    members = tuple(Member(name, p, float(a)) for (name, p), a in zip(known, adjusted, strict=True))
    return Family(members, tuple(name for name, p in tests if p is None))
