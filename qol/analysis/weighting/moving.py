"""Samples on their way up the likelihood, as arrays: one row a sample, dropped when it has come to rest."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qol.analysis.weighting.people import Flags, Floats
from qol.analysis.weighting.products import EMPTY


@dataclass(eq=False)
class Moving:
    """counts, share (m, n): how often each person is in a sample, and the propensities; there, beta (m, p): columns
    that differ in it, and the coefficients. change (m,): the most that the last step changed a propensity; own (m,):
    whether it was Newton's own, with the curvature `bend` (m, p, p). places (m,): which samples these are.
    """

    places: NDArray[np.int64]
    counts: Floats
    there: Flags
    beta: Floats
    share: Floats
    change: Floats
    own: Flags
    bend: Floats

    def only(self, chosen: Flags) -> "Moving":
        """Some of them."""
        return Moving(*(values[chosen] for values in vars(self).values()))

    def change_to(self, share: Floats) -> Floats:
        """The most that a propensity of somebody in the sample changes (m,)."""
        return np.asarray((np.abs(share - self.share) * (self.counts > 0)).max(axis=1))


def started(design: Floats, counts: Floats) -> Moving:
    """Every coefficient at zero."""
    samples, size = len(counts), design.shape[1]
    return Moving(
        np.arange(samples),
        counts,
        _there(design, counts),
        np.zeros((samples, size)),
        np.full(counts.shape, 0.5),
        np.ones(samples),
        np.zeros(samples, dtype=bool),
        np.zeros((samples, size, size)),
    )


def shares(linear: Floats) -> Floats:
    """Propensities, never quite 0 or 1."""
    from scipy.special import expit

    return np.asarray(np.clip(expit(linear), 1e-12, 1 - 1e-12), dtype=np.float64)


def _there(design: Floats, counts: Floats) -> Flags:
    """(b, p) columns that differ between the people of a sample; a rare category that nobody of it has does not."""
    total = counts.sum(axis=1, keepdims=True)
    spread = (counts @ design**2) / total - ((counts @ design) / total) ** 2
    return np.asarray((spread > EMPTY) | (np.arange(design.shape[1]) == 0))
