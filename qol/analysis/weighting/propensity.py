"""Logistic regression of the group on the covariates, for one sample or thousands of redrawn ones at once."""

from dataclasses import dataclass

import numpy as np

from qol.analysis.weighting.people import Flags, Floats

ITERATIONS, CLOSE, LONGEST, AT_ONCE = 100, 1e-9, 5.0, 1_000_000
NOISE, EMPTY = 1e-7, 1e-10
"""An inverse that misses one by more than NOISE is none; an eigenvalue below EMPTY of the largest is zero."""


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
    likelihood. Steps are at most 5 in any coefficient; under the prior they are taken with the weights 1 + leverage of
    the modified score, without which a category of one person is stepped over for ever.
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
    there = _there(design, counts)
    for _ in range(ITERATIONS):
        moving = np.flatnonzero(~settled)
        if not moving.size:
            break
        drawn, kept = counts[moving], there[moving]
        share = _shares(beta[moving] @ design.T)
        variance, residual = share * (1 - share), first - share
        inverse = _inverse(((drawn * variance) @ pairs).reshape(-1, size, size), kept)
        if firth:
            leverage = variance * (inverse.reshape(-1, size * size) @ pairs.T)
            residual = residual + leverage * (0.5 - share)
            inverse = _inverse(((drawn * variance * (1 + leverage)) @ pairs).reshape(-1, size, size), kept)
        step = (inverse @ ((drawn * residual) @ design)[:, :, None])[:, :, 0]
        longest = np.abs(step).max(axis=1)
        beta[moving] += step * np.minimum(1.0, LONGEST / np.maximum(longest, 1e-300))[:, None]
        change = np.abs(_shares(beta[moving] @ design.T) - share) * (drawn > 0)
        settled[moving] = change.max(axis=1) < CLOSE
    return beta, settled


def _there(design: Floats, counts: Floats) -> Flags:
    """(b, p) columns that differ between the people of a sample; a rare category that nobody of it has does not."""
    total = counts.sum(axis=1, keepdims=True)
    spread = (counts @ design**2) / total - ((counts @ design) / total) ** 2
    return np.asarray((spread > EMPTY) | (np.arange(design.shape[1]) == 0))


def _inverse(information: Floats, there: Flags) -> Floats:
    """(b, p, p) inverted, zero for the columns that are not there. Where columns say the same of everybody in a
    sample, the pseudo-inverse stands: a plain inverse would be noise.
    """
    unit, both = np.eye(information.shape[-1]), there[:, :, None] & there[:, None, :]
    information = np.where(both, information, unit)
    inverse = np.linalg.inv(information + 1e-12 * unit)
    rough = ~(np.abs(information @ inverse - unit).max(axis=(1, 2)) < NOISE)
    if rough.any():
        inverse[rough] = np.linalg.pinv(information[rough], rcond=EMPTY, hermitian=True)
    return np.where(both, inverse, 0.0)


def _shares(linear: Floats) -> Floats:
    from scipy.special import expit

    return np.asarray(np.clip(expit(linear), 1e-12, 1 - 1e-12), dtype=np.float64)
