"""Weights from propensities: overlap, inverse probability, or none."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from qol.analysis.weighting.people import Flags, Floats, People
from qol.analysis.weighting.propensity import propensity

Method = Literal["overlap", "iptw", "none"]
Penalty = Literal["few", "firth", "none"]

WORDS: dict[Method, str] = {
    "overlap": "overlap weights",
    "iptw": "stabilised inverse probability weights",
    "none": "no weights",
}
A_COLUMN = 10
"""With fewer people of the smaller group than this for each column of the model, data are few: a convention of ours."""


@dataclass(frozen=True)
class Weighting:
    """What is declared about the weights.

    overlap: people are weighted by the probability of the other group, so those for whom both were realistic count
    most (Li, Morgan & Zaslavsky, J Am Stat Assoc 2018;113:390-400). iptw: by one over the probability of their own,
    times the share of their group (Robins, Hernán & Brumback, Epidemiology 2000;11:550-560). least_effective: below
    it in a group there is no adjusted number. penalty: Firth's always (`firth`), never (`none`), or with few data
    (`few`). trim: who has a propensity below it or above 1 - trim is left out, and the model is fitted again.
    """

    method: Method = "overlap"
    least_effective: float = 20.0
    penalty: Penalty = "few"
    trim: float = 0.0

    def firth(self, people: People) -> bool:
        """Whether the propensity model is penalised."""
        few = min(people.sizes) < A_COLUMN * len(people.columns)
        return self.penalty == "firth" or (self.penalty == "few" and few)


@dataclass(frozen=True, eq=False)
class Drawn:
    """One row a sample: propensity, weights (b, n), each weight times how often the person was drawn; settled (b,)."""

    propensity: Floats
    weights: Floats
    settled: Flags


def weigh_samples(people: People, how: Weighting, counts: Floats, fitted: Drawn | None = None) -> Drawn:
    """Weights of each sample of `counts` (b, n), the propensity model fitted anew in each.

    fitted: the same samples under another method, whose propensities are taken over; only without trimming.
    """
    if how.method == "none":
        share = np.full(counts.shape, people.first.mean())
        return Drawn(share, counts, np.ones(len(counts), dtype=bool))
    if fitted is not None and how.trim == 0:
        share = fitted.propensity
        return Drawn(share, counts * _weights(how.method, share, people.first, counts), fitted.settled)
    firth = how.firth(people)
    fits = propensity(people.design, people.first, counts, firth)
    settled = fits.settled
    if how.trim > 0:
        kept = counts * ((fits.propensity >= how.trim) & (fits.propensity <= 1 - how.trim))
        fits, counts = propensity(people.design, people.first, kept, firth), kept
        settled = settled & fits.settled
    return Drawn(fits.propensity, counts * _weights(how.method, fits.propensity, people.first, counts), settled)


def _weights(method: Method, share: Floats, first: Flags, counts: Floats) -> Floats:
    if method == "overlap":
        return np.asarray(np.where(first, 1 - share, share))
    whole = (counts @ first.astype(np.float64) / counts.sum(axis=1))[:, None]
    return np.asarray(np.where(first, whole / share, (1 - whole) / (1 - share)))


def effective_size(weights: Floats) -> float:
    """How many people of equal weight tell as much: (sum w)^2 / sum w^2 (Kish 1965); 0 without any weight."""
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares > 0 else 0.0
