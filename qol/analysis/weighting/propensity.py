"""Logistic regression of the group on the covariates, for one sample or thousands of redrawn ones at once."""

from dataclasses import dataclass

import numpy as np

from qol.analysis.weighting.moving import shares, started
from qol.analysis.weighting.people import Flags, Floats
from qol.analysis.weighting.products import Products
from qol.analysis.weighting.stepping import step

ITERATIONS, CLOSE, AT_ONCE = 100, 1e-9, 60_000


@dataclass(frozen=True, eq=False)
class Fits:
    """beta (b, 1 + p), of the standardised columns; propensity (b, n) of the first group; settled (b,): whether the
    propensities came to rest. They do also where a rare category occurs in one group alone: its coefficient runs
    away, the propensities of its people go to 0 or 1.
    """

    beta: Floats
    propensity: Floats
    settled: Flags


def propensity(design: Floats, first: Flags, counts: Floats, firth: bool) -> Fits:
    """Fit each row of `counts` (b, n), how often each person is in that sample.

    design (n, 1 + p). firth: with Jeffreys' prior, which keeps coefficients finite where data are few or the groups
    are separated (Firth, Biometrika 1993;80:27-38; Heinze & Schemper, Stat Med 2002;21:2409-2419); otherwise maximum
    likelihood by Newton's method. Steps are at most 5 in any coefficient; under the prior they are taken with the
    weights 1 + leverage of the modified score, without which a category of one person is stepped over for ever, and
    Newton's own only near a summit: taken earlier they end on saddles, or on another summit where there are several.
    """
    products = Products(design)
    beta, settled = np.zeros((len(counts), design.shape[1])), np.zeros(len(counts), dtype=bool)
    block = max(1, AT_ONCE // max(len(design), 1))
    for start in range(0, len(counts), block):
        here = slice(start, start + block)
        beta[here], settled[here] = _climbed(products, first, counts[here], firth)
    return Fits(beta, shares(beta @ design.T), settled)


def _climbed(products: Products, first: Flags, counts: Floats, firth: bool) -> tuple[Floats, Flags]:
    """Coefficients of each sample, and whether its propensities are within CLOSE of where they go."""
    moving = started(products.design, counts)
    beta, settled = moving.beta.copy(), np.zeros(len(counts), dtype=bool)
    for turn in range(ITERATIONS):
        if not moving.places.size:
            break
        taken, own = step(products, first, moving, firth, turn)
        moving.beta = moving.beta + taken
        share = shares(moving.beta @ products.design.T)
        change = moving.change_to(share)
        to_come = np.where(own, change * change / moving.change, change)  # own steps shrink ever faster
        resting = np.minimum(change, to_come) < CLOSE
        beta[moving.places], settled[moving.places] = moving.beta, resting
        moving.share, moving.change, moving.own = share, change, own
        moving = moving.only(~resting)
    return beta, settled
