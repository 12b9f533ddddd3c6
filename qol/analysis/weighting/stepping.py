"""The next step of each sample: of scoring on the way, Newton's own near the summit."""

import numpy as np

from qol.analysis.weighting.curvature import curvature, newton_steps
from qol.analysis.weighting.moving import Moving, shares
from qol.analysis.weighting.people import Flags, Floats
from qol.analysis.weighting.products import Products, inverted, steps

LONGEST = 5.0
"""No coefficient moves further in one step."""
NEAR, TURN = 0.05, 4
"""Newton's own steps are tried where propensities move less than NEAR, every so many turns until they are to be had."""
KEPT = 2e-3
"""A curvature serves on where the step that was taken with it changed propensities by less."""


def step(products: Products, first: Flags, at: Moving, firth: bool, turn: int) -> tuple[Floats, Flags]:
    """The step (m, p), and where it is Newton's own under the prior (m,)."""
    variance, residual = at.share * (1 - at.share), first - at.share
    weights = at.counts * variance
    inverse, rough = inverted(products.information(weights, at.there), at.there)
    if not firth:
        return _short((inverse @ _score(products, at, residual)[:, :, None])[:, :, 0]), np.zeros_like(rough)
    leverage = variance * products.lengths(inverse)
    score = _score(products, at, residual + leverage * (0.5 - at.share))
    found = _short(steps(products.information(weights * (1 + leverage), at.there), score, rough))
    trying = ~rough & (at.change < NEAR) & (at.own | (turn % TURN == 0))
    if trying.any():
        better, taken = _own(products, at.only(trying), score[trying], inverse[trying], at.bend, trying)
        trying[trying] = taken
        found[trying] = better[taken]
    return found, trying


def _own(
    products: Products, at: Moving, score: Floats, inverse: Floats, bends: Floats, places: Flags
) -> tuple[Floats, Flags]:
    """Newton's steps, and where they may be taken; `bends` learns at its `places` the curvatures that are new."""
    stale = ~(at.own & (at.change < KEPT))
    if stale.any():
        new = at.only(stale)
        at.bend[stale] = curvature(products, new.counts, new.share, inverse[stale], new.there)
        bends[places] = at.bend
    found, summit = newton_steps(at.bend, score)
    return found, summit & (at.change_to(shares((at.beta + found) @ products.design.T)) < NEAR)


def _score(products: Products, at: Moving, residual: Floats) -> Floats:
    return np.asarray(((at.counts * residual) @ products.design) * at.there)


def _short(taken: Floats) -> Floats:
    longest = np.abs(taken).max(axis=1)
    return np.asarray(taken * np.minimum(1.0, LONGEST / np.maximum(longest, 1e-300))[:, None])
