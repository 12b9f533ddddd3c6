"""A step curve with its interval at each step, and what is read off it: values, medians, restricted means."""

import math
from dataclasses import dataclass

import numpy as np

from qol.analysis.events.times import Floats

Z = 1.959963984540054


@dataclass(frozen=True, eq=False)
class Curve:
    """Probability at and after each of `points` (k,), 0 to 1, with standard error and 95 % limits (log-log scale).

    start: the probability before the first point, 1 for survival, 0 for a cumulative incidence.
    """

    points: Floats
    value: Floats
    se: Floats
    start: float

    @property
    def limits(self) -> tuple[Floats, Floats]:
        """Lower and upper (k,): p ^ exp(-+z se / (p log p)); NaN at 0 and 1, where this scale has no interval."""
        inside = (self.value > 0) & (self.value < 1)
        p = np.where(inside, self.value, 0.5)
        wide = Z * self.se / np.abs(p * np.log(p))
        low, high = p ** np.exp(wide), p ** np.exp(-wide)
        return np.where(inside, low, np.nan), np.where(inside, high, np.nan)

    def at(self, when: float) -> tuple[float, float, float]:
        """Value with its limits at one time; the last step before or at it holds."""
        place = int(np.searchsorted(self.points, when, "right")) - 1
        if place < 0:
            return self.start, self.start, self.start
        low, high = self.limits
        return float(self.value[place]), float(low[place]), float(high[place])


@dataclass(frozen=True)
class Median:
    """The time at which half are free of the event, with 95 % limits; None where the curve does not come so far."""

    value: float | None
    lower: float | None
    upper: float | None

    def sentence(self, unit: str) -> str:
        """In one sentence."""
        if self.value is None:
            return "median not reached"
        low, high = ("not reached" if one is None else f"{one:.1f}" for one in (self.lower, self.upper))
        return f"median {self.value:.1f} {unit} (95 % interval {low} to {high})"


def median(curve: Curve) -> Median:
    """As R's survival: where the curve lies on a half for a while, the middle of that while."""
    low, high = curve.limits
    return Median(*(_crossing(curve.points, values) for values in (curve.value, low, high)))


def _crossing(points: Floats, values: Floats) -> float | None:
    reached = np.flatnonzero(values < 0.5 + 1e-9)
    if not reached.size:
        return None
    first = int(reached[0])
    below = np.flatnonzero(values < 0.5 - 1e-9)
    if math.isclose(values[first], 0.5, abs_tol=1e-9) and below.size:
        return float((points[first] + points[below[0]]) / 2)
    return float(points[first])
