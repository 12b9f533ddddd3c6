"""Weighted differences with a bootstrap that refits the weights; redrawn once, used for any number of outcomes."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from qol.analysis.weighting.adjusted import Adjusted, NotAdjusted
from qol.analysis.weighting.people import Floats
from qol.analysis.weighting.robust_error import robust_error
from qol.analysis.weighting.weighed import Weighed
from qol.analysis.weighting.weights import Drawn, weigh_samples

LEAST = 10
"""Fewer people with the outcome than this in a group: no difference."""
FAILED = 0.05
"""With more redrawn samples than this without a difference there is no interval, so no adjusted number."""
NOTHING = 1e-6
"""Weights of a redrawn group that add up to less: its people have no counterpart there."""
_Z = 1.959963984540054


@dataclass(frozen=True, eq=False)
class Redrawn:
    """Patients drawn again with replacement, whole, `replicates` times from `seed`; the weights refitted in each.

    same: the same people drawn from the same seed under another method, so that the model is fitted once for both.
    """

    weighed: Weighed
    replicates: int = 2000
    seed: int = 1
    same: "Redrawn | None" = None

    @cached_property
    def _drawn(self) -> Drawn:
        people = self.weighed.people.first.size
        random = np.random.default_rng(self.seed)
        counts = random.multinomial(people, np.full(people, 1 / people), self.replicates).astype(np.float64)
        return weigh_samples(self.weighed.people, self.weighed.how, counts, self.same._drawn if self.same else None)

    @property
    def is_drawn(self) -> bool:
        """Whether the samples are there already, so that a difference takes no time."""
        return "_drawn" in self.__dict__

    def draw(self) -> None:
        """Draw the samples and refit the weights now; nothing where it was done."""
        self._drawn  # noqa: B018  # kept by its property

    def difference(self, outcome: Floats) -> Adjusted | NotAdjusted:
        """The difference in one outcome (n,), NaN where missing; the interval is the percentile interval.

        A missing outcome leaves a person out of the means, not out of the propensity model: it assumes that within the
        weights who answers has nothing to do with the answer, also not through earlier scores (the mixed model uses
        those). NotAdjusted, with reasons, where groups do not overlap, where fewer than ten people of a group or less
        than the declared effective size have the outcome, or where nobody differs.
        """
        weighed, known = self.weighed, ~np.isnan(outcome)
        first = weighed.people.first
        taking = known & (weighed.weights > 0)
        n = int((taking & first).sum()), int((taking & ~first).sum())
        why = weighed.refusals or self._refusals(outcome, n)
        if why:
            return NotAdjusted(n, why)
        estimates = _differences(self._drawn, outcome, weighed)
        failed = int(np.isnan(estimates).sum())
        if failed > FAILED * self.replicates:
            share = f"{failed} of {self.replicates} redrawn samples"
            return NotAdjusted(n, (f"in {share} the propensity model could not be fitted, so no interval is known",))
        return self._adjusted(outcome, n, estimates, failed)

    def _refusals(self, outcome: Floats, n: tuple[int, int]) -> tuple[str, ...]:
        weighed, known = self.weighed, ~np.isnan(outcome)
        if min(n) < LEAST:
            groups = weighed.people.groups
            told = f"{n[0]} people of {groups[0]} and {n[1]} of {groups[1]} have the outcome"
            return (f"{told}, {LEAST} in each are needed",)
        if self._spread(outcome) == 0:
            return ("within each group all outcomes are the same",)
        return weighed.too_small(known.astype(np.float64)) if weighed.how.method != "none" else ()

    def _adjusted(self, outcome: Floats, n: tuple[int, int], estimates: Floats, failed: int) -> Adjusted:
        weighed, known = self.weighed, ~np.isnan(outcome)
        first, weights = weighed.people.first, weighed.weights
        one, other = (_mean(outcome, weights * known * here) for here in (first, ~first))
        lower, upper = np.nanquantile(estimates, [0.025, 0.975])
        se = robust_error(weighed.people, weighed.how.method, weighed.propensity, weights, outcome)
        sizes = weighed.people.sizes
        return Adjusted(
            groups=weighed.people.groups,
            method=weighed.how.method,
            n=n,
            left_out=(sizes[0] - n[0], sizes[1] - n[1]),
            effective=weighed.effective(known.astype(np.float64)),
            means=(one, other),
            estimate=one - other,
            lower=float(lower),
            upper=float(upper),
            se=se,
            robust_lower=one - other - _Z * se,
            robust_upper=one - other + _Z * se,
            sd=self._spread(outcome),
            replicates=self.replicates,
            failed=failed,
            seed=self.seed,
        )

    def _spread(self, outcome: Floats) -> float:
        """Pooled SD, without weights, of the people whom the means are of."""
        first, taking = self.weighed.people.first, ~np.isnan(outcome) & (self.weighed.weights > 0)
        return _pooled(outcome[taking & first], outcome[taking & ~first])


def _differences(drawn: Drawn, outcome: Floats, weighed: Weighed) -> Floats:
    """Of each redrawn sample; NaN where it could not be fitted or a group is empty."""
    known, values = ~np.isnan(outcome), np.nan_to_num(outcome)
    first = weighed.people.first
    means = []
    for here in (known & first, known & ~first):
        weights = drawn.weights[:, here]
        whole = weights.sum(axis=1)
        means.append(weights @ values[here] / np.where(whole > NOTHING, whole, np.nan))
    return np.where(drawn.settled, means[0] - means[1], np.nan)


def _mean(outcome: Floats, weights: Floats) -> float:
    return float(weights @ np.nan_to_num(outcome) / weights.sum())


def _pooled(one: Floats, other: Floats) -> float:
    squares = (one.size - 1) * one.var(ddof=1) + (other.size - 1) * other.var(ddof=1)
    return math.sqrt(float(squares) / (one.size + other.size - 2))
