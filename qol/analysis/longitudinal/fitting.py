"""Finding the covariance that the data make most likely: scoring first, then other starts and another optimiser."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from qol.analysis.longitudinal.likelihood import At
from qol.analysis.longitudinal.repeated import Floats, Repeated
from qol.analysis.longitudinal.structures import Structure

STEPS = 60
CLOSE = 1e-8
"""A step from which the deviance would fall by less is the last one."""
SINGULAR = "it came out singular: some visits tell all about others"
NEAR_SINGULAR = 1e-7
"""Smallest eigenvalue of the correlations below which a covariance counts as not estimable."""


@dataclass(frozen=True, eq=False)
class Fit:
    """A model at its most likely covariance. steps: how many it took; bend (m, m): observed curvature by theta."""

    at: At
    structure: Structure
    theta: Floats
    bend: Floats
    steps: int


@dataclass(frozen=True)
class NoFit:
    """Why a covariance could not be estimated, in words that finish `the covariance could not be estimated: `."""

    why: str


def fit(data: Repeated, structure: Structure, restricted: bool = True) -> Fit | NoFit:
    """The fit of one structure, or why there is none."""
    lacking = _lacking(data, structure)
    if lacking:
        return NoFit(lacking)
    found: Fit | NoFit = NoFit("no optimiser came to rest from any start")
    with np.errstate(all="ignore"):  # a search may try what is no covariance; `_at` finds out
        for start in _starts(rough_covariance(data)):
            for climb in (_score, _search):
                theta, steps = climb(data, structure, structure.start(start), restricted)
                found = _judged(data, structure, theta, restricted, steps)
                if isinstance(found, Fit):
                    return found
            if isinstance(found, NoFit) and found.why == SINGULAR:
                break  # the data lead there from everywhere
    return found


def _lacking(data: Repeated, structure: Structure) -> str | None:
    """What people were never seen at leaves an unstructured or a Toeplitz covariance open."""
    visits = data.seen.shape[1]
    together = data.seen.T.astype(np.float64) @ data.seen
    if structure.id == "toeplitz":
        never = [lag for lag in range(1, visits) if not np.diagonal(together, lag).any()]
        return f"nobody was seen at two visits that are {never[0]} apart" if never else None
    if structure.id != "unstructured":
        return None
    if (together == 0).any():
        return "two of the visits were never seen in the same person"
    if data.people <= visits:
        return f"{data.people} people are too few for the covariances of {visits} visits"
    return None


def rough_covariance(data: Repeated) -> Floats:
    """Moments of the residuals of least squares, made positive definite; where the search begins."""
    flat = data.scaled.reshape(-1, data.scaled.shape[2])
    beta = np.linalg.lstsq(flat[:, :-1], flat[:, -1], rcond=None)[0]
    left = (flat[:, -1] - flat[:, :-1] @ beta).reshape(data.outcome.shape)
    together = data.seen.T.astype(np.float64) @ data.seen
    moments = left.T @ left / np.maximum(together, 1)
    sds = np.sqrt(np.maximum(np.diag(moments), 1e-12))
    values, vectors = np.linalg.eigh(moments / np.outer(sds, sds))
    mended = (vectors * np.maximum(values, 0.05)) @ vectors.T
    return np.asarray(mended * np.outer(sds, sds))


def _starts(rough: Floats) -> Iterator[Floats]:
    yield rough
    sds = np.sqrt(np.diag(rough))
    for rho in (0.5, 0.1):
        yield np.outer(sds, sds) * (rho + (1 - rho) * np.eye(len(sds)))


def _at(data: Repeated, structure: Structure, theta: Floats, restricted: bool) -> At | None:
    """The likelihood at theta, or None where theta gives no covariance."""
    sigma = structure.matrix(theta, data.seen.shape[1])
    if not np.isfinite(sigma).all():
        return None
    at = At(data, sigma, restricted)
    try:
        return at if np.isfinite(at.deviance) else None
    except np.linalg.LinAlgError:
        return None


def _score(data: Repeated, structure: Structure, theta: Floats, restricted: bool) -> tuple[Floats, int]:
    """Fisher scoring with halved steps."""
    at = _at(data, structure, theta, restricted)
    for taken in range(STEPS):
        if at is None:
            return theta, taken
        slopes = structure.slopes(theta, len(at.sigma)).reshape(theta.size, -1)
        slope = slopes @ at.slope.reshape(-1)
        if not np.isfinite(slope).all():
            return theta, taken
        step = np.asarray(np.linalg.lstsq(slopes @ at.curvatures[1] @ slopes.T, slope, rcond=None)[0], dtype=np.float64)
        if slope @ step < CLOSE:
            return theta - step, taken + 1
        theta, at = _shorter(lambda moved: _at(data, structure, moved, restricted), theta, at, step)
    return theta, STEPS


def _shorter(try_at: Callable[[Floats], At | None], theta: Floats, at: At, step: Floats) -> tuple[Floats, At | None]:
    """The first of a step, its half, its quarter that makes the data more likely."""
    for half in range(30):
        moved = theta - step * 0.5**half
        found = try_at(moved)
        if found is not None and found.deviance < at.deviance:
            return moved, found
    return theta, None


def _search(data: Repeated, structure: Structure, theta: Floats, restricted: bool) -> tuple[Floats, int]:
    """BFGS with the analytic gradient."""
    from scipy.optimize import minimize

    def deviance(moved: Floats) -> tuple[float, Floats]:
        at = _at(data, structure, moved, restricted)
        if at is None:
            return 1e12, np.zeros_like(moved)
        slopes = structure.slopes(moved, len(at.sigma)).reshape(moved.size, -1)
        return at.deviance, slopes @ at.slope.reshape(-1)

    found = minimize(deviance, theta, jac=True, method="BFGS", options={"gtol": 1e-6, "maxiter": 200})
    return np.asarray(found.x, dtype=np.float64), int(found.nit)


def _judged(data: Repeated, structure: Structure, theta: Floats, restricted: bool, steps: int) -> Fit | NoFit:
    """A fit where the search ended in the middle of a valley, with a covariance that is one."""
    at = _at(data, structure, theta, restricted)
    if at is None:
        return NoFit("the search left what a covariance can be")
    sds = np.sqrt(np.diag(at.sigma))
    if np.linalg.eigvalsh(at.sigma / np.outer(sds, sds))[0] < NEAR_SINGULAR or sds.min() < NEAR_SINGULAR * sds.max():
        return NoFit(SINGULAR)
    slopes = structure.slopes(theta, len(sds)).reshape(theta.size, -1)
    slope = slopes @ at.slope.reshape(-1)
    bend = curvature(at, structure, theta)
    if not np.isfinite(bend).all() or np.linalg.eigvalsh(bend)[0] <= 0:
        return NoFit("the likelihood has no single highest point")
    if slope @ np.linalg.solve(bend, slope) > 1e-6:
        return NoFit("the search did not come to rest")
    return Fit(at, structure, theta, bend, steps)


def curvature(at: At, structure: Structure, theta: Floats) -> Floats:
    """Observed second derivative (m, m) of the deviance by theta.

    The chain rule; the bend of the structure itself by central differences of its slopes, which are exact.
    """
    visits = len(at.sigma)
    slopes = structure.slopes(theta, visits).reshape(theta.size, -1)
    along = at.slope.reshape(-1)
    width = 1e-5
    own = np.empty((theta.size, theta.size))
    for place in range(theta.size):
        moved = np.zeros_like(theta)
        moved[place] = width
        ahead, behind = (structure.slopes(theta + sign * moved, visits).reshape(theta.size, -1) for sign in (1, -1))
        own[place] = (ahead - behind) @ along / (2 * width)
    whole = slopes @ at.curvatures[0] @ slopes.T + own
    return np.asarray((whole + whole.T) / 2)
