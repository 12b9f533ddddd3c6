"""Logistic regression of the group on the covariates, for one sample or thousands of redrawn ones at once."""

from dataclasses import dataclass

import numpy as np

from qol.analysis.weighting.people import Flags, Floats

ITERATIONS, CLOSE, LONGEST, AT_ONCE = 200, 1e-10, 5.0, 1_000_000
AGAIN = 1.3
"""By how much a shortened step may grow again."""


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
    """Fit each row of `counts` (b, n), how often each person is in that sample, by Newton's method.

    design (n, 1 + p). firth: with Jeffreys' prior, which keeps coefficients finite where data are few or the groups
    are separated (Firth, Biometrika 1993;80:27-38; Heinze & Schemper, Stat Med 2002;21:2409-2419); otherwise maximum
    likelihood. Steps are at most 5 in any coefficient, and with the prior they are halved where they turn back: its
    curvature is not in the information, and a category of one person would be stepped over for ever.
    """
    people, size = design.shape
    pairs = (design[:, :, None] * design[:, None, :]).reshape(people, size * size)
    beta, settled = np.zeros((len(counts), size)), np.zeros(len(counts), dtype=bool)
    block = max(1, AT_ONCE // max(people, 1))
    for start in range(0, len(counts), block):
        here = slice(start, start + block)
        beta[here], settled[here] = _newton(design, pairs, first, counts[here], firth)
    return Fits(beta, _shares(beta @ design.T), settled)


def _newton(design: Floats, pairs: Floats, first: Flags, counts: Floats, firth: bool) -> tuple[Floats, Flags]:
    size = design.shape[1]
    beta, settled = np.zeros((len(counts), size)), np.zeros(len(counts), dtype=bool)
    before, part = np.zeros_like(beta), np.ones(len(counts))
    for _ in range(ITERATIONS):
        moving = np.flatnonzero(~settled)
        if not moving.size:
            break
        drawn = counts[moving]
        share = _shares(beta[moving] @ design.T)
        variance = share * (1 - share)
        information = ((drawn * variance) @ pairs).reshape(-1, size, size) + 1e-12 * np.eye(size)
        inverse = np.linalg.pinv(information, hermitian=True) if _flat(information) else np.linalg.inv(information)
        residual = first - share
        if firth:
            leverage = variance * (inverse.reshape(-1, size * size) @ pairs.T)
            residual = residual + leverage * (0.5 - share)
        step = (inverse @ ((drawn * residual) @ design)[:, :, None])[:, :, 0]
        if firth:
            back = (step * before[moving]).sum(axis=1) < 0
            part[moving] = np.where(back, part[moving] / 2, np.minimum(1.0, AGAIN * part[moving]))
            before[moving] = step
        longest = np.abs(step).max(axis=1)
        beta[moving] += step * np.minimum(part[moving], LONGEST / np.maximum(longest, 1e-300))[:, None]
        change = np.abs(_shares(beta[moving] @ design.T) - share) * (drawn > 0)
        settled[moving] = change.max(axis=1) < CLOSE
    return beta, settled


def _shares(linear: Floats) -> Floats:
    from scipy.special import expit

    return np.asarray(np.clip(expit(linear), 1e-12, 1 - 1e-12), dtype=np.float64)


def _flat(information: Floats) -> bool:
    return bool((np.abs(np.linalg.det(information)) < 1e-200).any())
