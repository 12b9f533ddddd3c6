"""How alike two groups are in what is known of them, before and after weighting."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from qol.analysis.weighting.people import Flags, Floats, People

Spread = Literal["unweighted", "weighted"]


@dataclass(frozen=True)
class Trait:
    """One covariate or category. Means (shares, 0 to 1, of a category) of the first and second group, without and
    with weights; the standardised mean difference, first minus second, before and after; None where both groups have
    no spread. unknown: people of whom it is not recorded, first and second.
    """

    name: str
    means: tuple[float, float]
    weighted: tuple[float, float]
    before: float | None
    after: float | None
    unknown: tuple[int, int]

    def sentence(self) -> str:
        """Before and after, in one sentence."""
        told = ["no spread" if one is None else f"{one:+.2f}" for one in (self.before, self.after)]
        return f"{self.name}: standardised difference {told[0]} before, {told[1]} after weighting"


def balance(people: People, weights: Floats, spread: Spread = "unweighted") -> tuple[Trait, ...]:
    """Every trait of the people under weights (n,).

    Standardised by sqrt((variance of the first + of the second) / 2); a category's variance is p (1 - p). Unweighted
    variances before and after, as R's cobalt does with `s.d.denom = "pooled"` (so that the change is that of the means
    alone); `weighted`: those of the weighted groups afterwards, as R's PSweight does. Unknown values are left out,
    and stand in a row of their own.
    """
    return tuple(_trait(name, values, people.first, weights, spread) for name, values in people.traits)


def _trait(name: str, values: Floats, first: Flags, weights: Floats, spread: Spread) -> Trait:
    known = ~np.isnan(values)
    one, other = known & first, known & ~first
    equal = np.ones_like(weights)
    plain = [_moments(values[at], equal[at]) for at in (one, other)]
    heavy = [_moments(values[at], weights[at]) for at in (one, other)]
    return Trait(
        name,
        (plain[0][0], plain[1][0]),
        (heavy[0][0], heavy[1][0]),
        _standardised(plain, plain),
        _standardised(heavy, heavy if spread == "weighted" else plain),
        (int((first & ~known).sum()), int((~first & ~known).sum())),
    )


def _standardised(means: list[tuple[float, float]], spreads: list[tuple[float, float]]) -> float | None:
    pooled = math.sqrt((spreads[0][1] + spreads[1][1]) / 2)
    return (means[0][0] - means[1][0]) / pooled if pooled > 0 else None


def _moments(values: Floats, weights: Floats) -> tuple[float, float]:
    """Weighted mean and variance; of a category p (1 - p), else reliability weights (n - 1 where all are equal)."""
    whole = float(weights.sum())
    if whole <= 0:
        return math.nan, math.nan
    mean = float(weights @ values) / whole
    if np.isin(values, (0.0, 1.0)).all():
        return mean, mean * (1 - mean)
    free = whole**2 - float((weights**2).sum())
    return mean, float(weights @ (values - mean) ** 2) * whole / free if free > 0 else 0.0
