"""Times to an event, the people at risk at each of them, and how each person moves an estimate."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from qol.errors import AnalysisRefused

Floats = NDArray[np.float64]
CENSORED, EVENT, COMPETING = 0, 1, 2


@dataclass(frozen=True, eq=False)
class Times:
    """time (n,): at least 0, in any unit; state (n,): 0 censored, 1 event, 2 competing event; weights (n,) or none.

    A censoring at the time of an event comes after it. Raises AnalysisRefused where a time is missing or negative.
    """

    time: Floats
    state: NDArray[np.int64]
    weights: Floats | None = None

    def __post_init__(self) -> None:
        if np.isnan(self.time).any() or (self.time < 0).any():
            raise AnalysisRefused(["Every time must be known and at least 0."])

    @property
    def n(self) -> int:
        """People."""
        return int(self.time.size)

    @cached_property
    def weight(self) -> Floats:
        """One each where no weights are given."""
        return np.ones(self.n) if self.weights is None else self.weights

    @cached_property
    def points(self) -> Floats:
        """The distinct times (k,) at which anything but a censoring happens."""
        return np.unique(self.time[self.state != CENSORED])

    @cached_property
    def at_risk(self) -> Floats:
        """Weight of the people at risk just before each point (k,)."""
        order = np.argsort(self.time, kind="stable")
        after = np.append(np.cumsum(self.weight[order][::-1])[::-1], 0.0)
        return np.asarray(after[np.searchsorted(self.time[order], self.points, "left")])

    def happening(self, state: int) -> Floats:
        """Weight of the people to whom `state` happens at each point (k,)."""
        at = np.searchsorted(self.points, self.time[self.state == state])
        return np.asarray(np.bincount(at, self.weight[self.state == state], self.points.size), dtype=np.float64)

    def people_at_risk(self, when: Floats) -> NDArray[np.int64]:
        """How many people, unweighted, are at risk just before each of `when`."""
        return self.n - np.searchsorted(np.sort(self.time), when, "left")

    def of(self, who: NDArray[np.bool_]) -> "Times":
        """Some of the people."""
        return Times(self.time[who], self.state[who], None if self.weights is None else self.weights[who])

    def moved(self, state: int) -> Floats:
        """How an extra person like i changes the hazard of `state` at each point, times the weight at risk (n, k)."""
        here = (self.time[:, None] == self.points) & (self.state == state)[:, None]
        hazard = self.happening(state) / self.at_risk
        return np.asarray(here - (self.time[:, None] >= self.points) * hazard)
