"""One group at one visit: how many scores, their mean, spread and middle, and how many stand at the ends."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

END_SHARE = 0.15
"""Above this share at one end of the range a difference between groups is understated
(criterion for floor and ceiling effects, Terwee et al., J Clin Epidemiol 2007;60:34-42)."""


@dataclass(frozen=True)
class Description:
    """n scores of one scale. mean and median are None without a score, sd and the interval below two.

    sd: divisor n - 1. lower, upper: 95 % interval of the mean from Student's t.
    at_floor, at_ceiling: how many scores equal the lowest and the highest possible value.
    """

    n: int
    mean: float | None
    sd: float | None
    median: float | None
    lower: float | None
    upper: float | None
    at_floor: int
    at_ceiling: int

    @property
    def floor_share(self) -> float:
        """Share (0 to 1) at the lowest possible score; 0 without scores."""
        return self.at_floor / self.n if self.n else 0.0

    @property
    def ceiling_share(self) -> float:
        """Share (0 to 1) at the highest possible score; 0 without scores."""
        return self.at_ceiling / self.n if self.n else 0.0

    @property
    def crowded(self) -> str | None:
        """`floor`, `ceiling`, `both ends` where more than 15 % stand at an end, else None."""
        low, high = self.floor_share > END_SHARE, self.ceiling_share > END_SHARE
        if low and high:
            return "both ends"
        return "floor" if low else "ceiling" if high else None

    def sentence(self) -> str:
        """The figures in one sentence, rounded as on paper."""
        if self.mean is None:
            return "no scores"
        spread = "" if self.sd is None else f", SD {self.sd:.1f}"
        ends = f"{self.at_floor} at the lowest and {self.at_ceiling} at the highest score"
        return f"n {self.n}, mean {self.mean:.1f}{spread}, median {self.median:.1f}; {ends}"


def describe(scores: ArrayLike, lowest: float = 0.0, highest: float = 100.0) -> Description:
    """Describe scores of one scale (any shape, flattened; NaN is left out).

    Range `lowest` to `highest` is the scale's own; scores equal to an end within 1e-9 count as being there.
    Raises ValueError for a score outside the range, since that is a fault of scoring.
    """
    values = np.asarray(scores, dtype=np.float64).ravel()
    values = values[~np.isnan(values)]
    outside = values[(values < lowest - 1e-9) | (values > highest + 1e-9)]
    if outside.size:
        raise ValueError(f"score {outside[0]:g} is outside {lowest:g} to {highest:g}")
    n = int(values.size)
    if n == 0:
        return Description(0, None, None, None, None, None, 0, 0)
    mean, sd = float(values.mean()), float(values.std(ddof=1)) if n > 1 else None
    half = None if sd is None else _t(n - 1) * sd / math.sqrt(n)
    return Description(
        n, mean, sd, float(np.median(values)),
        None if half is None else mean - half, None if half is None else mean + half,
        int(np.sum(values <= lowest + 1e-9)), int(np.sum(values >= highest - 1e-9)),
    )  # fmt: skip


def _t(degrees: float) -> float:
    """Two-sided 5 % point of Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.975))
