"""How scores changed: the whole distribution first, responders by a threshold as its summary."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Distribution:
    """Share of a group (k,) whose change is at most each of `changes` (k,), in points; n people with both scores."""

    group: str
    n: int
    changes: Floats
    share: Floats

    def at_most(self, points: float) -> float:
        """Share of people whose change is `points` or less, 0 to 1."""
        place = int(np.searchsorted(self.changes, points + 1e-9, "right"))
        return float(self.share[place - 1]) if place else 0.0


@dataclass(frozen=True)
class Responders:
    """People of one group: worse or better by the threshold or more, the rest unchanged; missing have no change."""

    group: str
    threshold: float
    better: int
    same: int
    worse: int
    missing: int

    @property
    def n(self) -> int:
        """People with a change."""
        return self.better + self.same + self.worse

    def sentence(self) -> str:
        """In one sentence, denominators first."""
        return (
            f"{self.group}: of {self.n} with both scores {self.better} better and {self.worse} worse by "
            f"{self.threshold:g} points or more, {self.same} in between; {self.missing} without both scores"
        )


def distribution(group: str, change: Floats) -> Distribution:
    """The empirical cumulative distribution of changes (n,), NaN left out; equal to R's ecdf."""
    known = np.sort(change[~np.isnan(change)])
    values, last = np.unique(known, return_counts=True)
    return Distribution(group, known.size, values, np.cumsum(last) / max(known.size, 1))


def responders(group: str, change: Floats, threshold: float, higher_means: Literal["better", "worse"]) -> Responders:
    """Count changes (n,) by a threshold above 0, confirmed for the scale or chosen in the plan; exactly so much counts.

    A missing change is nobody's response, and stands beside, never among the unchanged.
    """
    if not threshold > 0:
        raise ValueError("a threshold is a number of points above 0")
    up = change if higher_means == "better" else -change
    known = up[~np.isnan(up)]
    better, worse = int((known >= threshold - 1e-9).sum()), int((known <= -threshold + 1e-9).sum())
    return Responders(group, threshold, better, known.size - better - worse, worse, int(np.isnan(change).sum()))
