"""Two groups at one visit: the difference of means with its interval, and the standardised one. No adjustment."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

LEAST = 10
"""Fewer scores than this in one group: no difference is computed, and a sentence says so."""


@dataclass(frozen=True)
class Difference:
    """First group minus second group, in points of the scale; an observed difference, never an effect.

    lower, upper: Welch's 95 % interval with `df` degrees of freedom (Welch, Biometrika 1947;34:28-35).
    g: Hedges' g, the difference over the pooled SD times the exact small-sample factor (Hedges, J Educ Stat
    1981;6:107-128); g_lower, g_upper: 95 % from its large-sample variance (Hedges & Olkin 1985, eq. 8).
    """

    n_first: int
    n_second: int
    estimate: float
    lower: float
    upper: float
    df: float
    g: float
    g_lower: float
    g_upper: float

    @property
    def tells(self) -> bool:
        """Whether the 95 % interval leaves zero out."""
        return self.lower > 0 or self.upper < 0

    def favours(self, higher_means: Literal["better", "worse"]) -> Literal["first", "second"] | None:
        """The group with the better scores, or None where the interval holds zero: cannot tell."""
        if not self.tells:
            return None
        return "first" if (self.estimate > 0) == (higher_means == "better") else "second"

    def sentence(self) -> str:
        """The figures in one sentence, rounded as on paper."""
        return (
            f"{self.estimate:+.1f} (95 % interval {self.lower:.1f} to {self.upper:.1f}), "
            f"Hedges' g {self.g:.2f} ({self.g_lower:.2f} to {self.g_upper:.2f}), "
            f"n {self.n_first} and {self.n_second}, unadjusted"
        )


@dataclass(frozen=True)
class NoDifference:
    """Why no difference is given: too few scores in a group, or scores without any spread."""

    n_first: int
    n_second: int
    why: Literal["too_few", "no_spread"]
    least: int = LEAST

    @property
    def tells(self) -> bool:
        """Never: nothing was computed."""
        return False

    def favours(self, higher_means: Literal["better", "worse"]) -> None:
        """Nobody: nothing was computed."""
        return

    def sentence(self) -> str:
        """Why there is no number."""
        if self.why == "no_spread":
            return "all scores are the same, so an interval cannot be computed"
        return f"too few: {self.n_first} and {self.n_second} scores, {self.least} in each group are needed"


Compared = Difference | NoDifference


def difference(first: ArrayLike, second: ArrayLike, least: int = LEAST) -> Compared:
    """Mean of `first` minus mean of `second` (any shapes, flattened; NaN is left out).

    Assumes independent people, one score each; equal variances are not assumed for the interval, only for g.
    Returns NoDifference where a group has fewer than `least` scores or nobody differs from anybody.
    """
    a, b = _scores(first), _scores(second)
    if min(a.size, b.size) < max(least, 2):
        return NoDifference(int(a.size), int(b.size), "too_few", least)
    va, vb = float(a.var(ddof=1)) / a.size, float(b.var(ddof=1)) / b.size
    if va + vb == 0:
        return NoDifference(int(a.size), int(b.size), "no_spread", least)
    df = (va + vb) ** 2 / (va**2 / (a.size - 1) + vb**2 / (b.size - 1))
    estimate, half = float(a.mean() - b.mean()), _t(df) * math.sqrt(va + vb)
    g, spread = hedges_g(a, b)
    return Difference(
        int(a.size), int(b.size), estimate, estimate - half, estimate + half, df,
        g, g - _Z * spread, g + _Z * spread,
    )  # fmt: skip


def hedges_g(first: ArrayLike, second: ArrayLike) -> tuple[float, float]:
    """Hedges' g and its large-sample standard error; both groups need two scores and some spread."""
    a, b = _scores(first), _scores(second)
    df = a.size + b.size - 2
    pooled = math.sqrt(((a.size - 1) * a.var(ddof=1) + (b.size - 1) * b.var(ddof=1)) / df)
    exact = math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) / math.sqrt(df / 2)
    g = float((a.mean() - b.mean()) / pooled * exact)
    return g, math.sqrt((a.size + b.size) / (a.size * b.size) + g**2 / (2 * (a.size + b.size)))


def _scores(values: ArrayLike) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=np.float64).ravel()
    return array[~np.isnan(array)]


_Z = 1.959963984540054


def _t(degrees: float) -> float:
    """Two-sided 5 % point of Student's t, also for broken degrees of freedom."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.975))
