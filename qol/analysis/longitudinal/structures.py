"""Shapes that the covariance of a person's visits may have: from free numbers to a matrix, with its derivatives."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from qol.analysis.longitudinal.repeated import Floats


@dataclass(frozen=True)
class Structure:
    """matrix: theta -> (t, t). slopes: theta -> (m, t, t), by each number of theta. start: a rough (t, t) -> theta.

    words: what a reader calls it.
    """

    id: str
    words: str
    matrix: Callable[[Floats, int], Floats]
    slopes: Callable[[Floats, int], Floats]
    start: Callable[[Floats], Floats]


def _lower(theta: Floats, visits: int) -> Floats:
    """Cholesky factor, the logarithms of its diagonal first, so that every theta gives a covariance."""
    factor = np.zeros((visits, visits))
    factor[np.tril_indices(visits, -1)] = theta[visits:]
    factor[np.diag_indices(visits)] = np.exp(theta[:visits])
    return factor


def _free(theta: Floats, visits: int) -> Floats:
    factor = _lower(theta, visits)
    return np.asarray(factor @ factor.T)


def _free_slopes(theta: Floats, visits: int) -> Floats:
    factor = _lower(theta, visits)
    below = np.tril_indices(visits, -1)
    rows, columns = np.r_[np.arange(visits), below[0]], np.r_[np.arange(visits), below[1]]
    half = np.zeros((rows.size, visits, visits))
    half[np.arange(rows.size), rows] = factor[:, columns].T
    half[np.arange(visits)] *= np.diag(factor)[:, None, None]
    return np.asarray(half + half.transpose(0, 2, 1))


def _free_start(rough: Floats) -> Floats:
    factor = np.linalg.cholesky(rough)
    return np.asarray(np.r_[np.log(np.diag(factor)), factor[np.tril_indices(len(rough), -1)]])


def _lags(visits: int) -> Floats:
    return np.abs(np.subtract.outer(np.arange(visits), np.arange(visits))).astype(np.float64)


def _bounded(free: Floats | float) -> Floats:
    """A correlation from any number (x over the root of 1 + x squared)."""
    return np.asarray(free / np.sqrt(1 + np.square(free)))


def _bounded_slope(free: Floats | float) -> Floats:
    return np.asarray((1 + np.square(free)) ** -1.5)


def _unbounded(correlation: Floats | float) -> Floats:
    inside = np.clip(correlation, -0.95, 0.95)
    return np.asarray(inside / np.sqrt(1 - inside**2))


def _scaled(logs: Floats, correlations: Floats, of_correlations: Floats) -> tuple[Floats, Floats]:
    """Covariance from the logarithms of the SDs and a correlation matrix, and its slopes by both."""
    sds = np.exp(logs)
    spread = np.outer(sds, sds)
    whole = spread * correlations
    one = np.eye(logs.size)
    by_sd = whole * (one[:, :, None] + one[:, None, :])
    return whole, np.concatenate([by_sd, spread * of_correlations])


def _toeplitz_parts(theta: Floats, visits: int) -> tuple[Floats, Floats]:
    lags = _lags(visits).astype(np.int64)
    free = theta[visits:]
    by_lag = (lags == np.arange(1, visits)[:, None, None]).astype(np.float64)
    correlations = np.r_[1.0, _bounded(free)][lags]
    return _scaled(theta[:visits], correlations, by_lag * _bounded_slope(free)[:, None, None])


def _autoregressive_parts(theta: Floats, visits: int) -> tuple[Floats, Floats]:
    lags, free = _lags(visits), float(theta[visits])
    rho = float(_bounded(free))
    slope = np.where(lags > 0, lags * np.sign(rho) ** (lags - 1) * np.abs(rho) ** np.maximum(lags - 1, 0), 0.0)
    correlations = np.sign(rho) ** lags * np.abs(rho) ** lags
    return _scaled(theta[:visits], correlations, (slope * _bounded_slope(free))[None])


def _symmetric_parts(theta: Floats, visits: int) -> tuple[Floats, Floats]:
    """One SD, one correlation, which may be as low as a covariance of so many visits allows."""
    low, share = -1.0 / max(visits - 1, 1), 1 / (1 + np.exp(-theta[1]))
    rho, variance = low + (1 - low) * share, np.exp(2 * theta[0])
    apart = 1 - np.eye(visits)
    whole = variance * (np.eye(visits) + rho * apart)
    return whole, np.stack([2 * whole, variance * (1 - low) * share * (1 - share) * apart])


def _intercept_parts(theta: Floats, visits: int) -> tuple[Floats, Floats]:
    between, within = np.exp(2 * theta)
    shared, own = np.ones((visits, visits)) * between, np.eye(visits) * within
    return shared + own, np.stack([2 * shared, 2 * own])


def _parts_of(rough: Floats) -> tuple[Floats, Floats]:
    """Logarithms of the SDs, and the mean correlation at each lag from 1."""
    sds = np.sqrt(np.diag(rough))
    correlations, lags = rough / np.outer(sds, sds), _lags(len(rough))
    return np.log(sds), np.array([correlations[lags == lag].mean() for lag in range(1, len(rough))])


def _toeplitz_start(rough: Floats) -> Floats:
    logs, by_lag = _parts_of(rough)
    return np.asarray(np.r_[logs, _unbounded(by_lag)])


def _autoregressive_start(rough: Floats) -> Floats:
    logs, by_lag = _parts_of(rough)
    return np.asarray(np.r_[logs, _unbounded(by_lag[0] if by_lag.size else 0.0)])


def _symmetric_start(rough: Floats) -> Floats:
    logs, by_lag = _parts_of(rough)
    low = -1.0 / max(len(rough) - 1, 1)
    rho = float(np.clip(by_lag.mean() if by_lag.size else 0.0, 0.9 * low, 0.95))
    return np.array([logs.mean(), np.log((rho - low) / (1 - rho))])


def _intercept_start(rough: Floats) -> Floats:
    logs, by_lag = _parts_of(rough)
    rho = float(np.clip(by_lag.mean() if by_lag.size else 0.5, 0.05, 0.95))
    return np.asarray(logs.mean() + 0.5 * np.log([rho, 1 - rho]))


UNSTRUCTURED = Structure("unstructured", "unstructured", _free, _free_slopes, _free_start)
TOEPLITZ = Structure(
    "toeplitz", "heterogeneous Toeplitz",
    lambda theta, visits: _toeplitz_parts(theta, visits)[0],
    lambda theta, visits: _toeplitz_parts(theta, visits)[1],
    _toeplitz_start,
)  # fmt: skip
AUTOREGRESSIVE = Structure(
    "autoregressive", "heterogeneous first-order autoregressive",
    lambda theta, visits: _autoregressive_parts(theta, visits)[0],
    lambda theta, visits: _autoregressive_parts(theta, visits)[1],
    _autoregressive_start,
)  # fmt: skip
COMPOUND_SYMMETRY = Structure(
    "compound_symmetry", "compound symmetry",
    lambda theta, visits: _symmetric_parts(theta, visits)[0],
    lambda theta, visits: _symmetric_parts(theta, visits)[1],
    _symmetric_start,
)  # fmt: skip
RANDOM_INTERCEPT = Structure(
    "random_intercept", "random intercept",
    lambda theta, visits: _intercept_parts(theta, visits)[0],
    lambda theta, visits: _intercept_parts(theta, visits)[1],
    _intercept_start,
)  # fmt: skip

FALL_BACKS = (UNSTRUCTURED, TOEPLITZ, AUTOREGRESSIVE, COMPOUND_SYMMETRY)
"""In this order; the next is taken where one cannot be estimated from the data."""
