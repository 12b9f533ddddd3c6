"""Mixed models and means among those alive, fitted again from the exported tables by code of its own.

Quasi-Newton on the restricted likelihood, the covariance's slopes by differences, Satterthwaite's degrees of freedom
from a numerical second derivative; empirical errors (CR2) with one matrix of all people, nothing streamlined.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from tests.journeys.adjusted_again import chosen, plan, scores, weighting
from tests.journeys.exported_tables import Exported, Row
from tests.journeys.recomputed import KINDS, of

Floats = NDArray[np.float64]
STEP = 1e-5


@dataclass(frozen=True, eq=False)
class Followed:
    """Scores (n, t), who is in the first group, weights, design (n, t, p): surgery's cells first."""

    y: Floats
    first: Floats
    weights: Floats
    design: Floats
    visits: tuple[str, ...]

    @property
    def seen(self) -> NDArray[np.bool_]:
        known: NDArray[np.bool_] = ~np.isnan(self.y) & ~np.isnan(self.design).any(axis=2) & (self.weights[:, None] > 0)
        return known


@cache
def followed(data: Exported, name: str, stratum: str, weighted: bool) -> Followed:
    """A scale at the calendar visits at which both groups have differing scores, the baseline score by visit."""
    people, stoma = chosen(data), stratum.removeprefix("stoma=")
    first = (people["group"] == data.groups[0]).to_numpy(float)
    visits = list(data.calendar)
    y = np.column_stack([scores(data, people, name, visit, stoma) for visit in visits])
    before = scores(data, people, name, plan()["model_baseline"], stoma)
    sides = [~np.isnan(before) & (first == side) for side in (0, 1)]
    adjusted = stoma != "yes" and all(side.any() for side in sides) and np.nanmax(before) > np.nanmin(before)
    taking = ~np.isnan(before) if adjusted else np.ones(len(first), bool)
    kept = [v for v in range(len(visits)) if _enough(y[:, v], first, taking)]
    y = y[:, kept]
    weights = weighting(data).weights(plan()["weights"], weighting(data).share, np.ones(len(first)))
    weights = weights if weighted else np.ones(len(first))
    cells = np.concatenate([np.eye(len(kept))[None] * (first == side)[:, None, None] for side in (0, 1)], axis=2)
    if adjusted:
        rows = ~np.isnan(y) & taking[:, None] & (weights[:, None] > 0)
        centre = (before[:, None] * rows)[rows].mean()
        cells = np.concatenate([cells, np.eye(len(kept))[None] * (before - centre)[:, None, None]], axis=2)
    return Followed(y, first, weights, cells, tuple(visits[v] for v in kept))


def _enough(y: Floats, first: Floats, taking: NDArray[np.bool_]) -> bool:
    known = taking & ~np.isnan(y)
    return all((known & (first == side)).any() for side in (0, 1)) and bool(np.ptp(y[known]) > 0)


def covariance(structure: str, theta: Floats, t: int) -> Floats:
    """The shapes by the books: free, Toeplitz and autoregressive with a spread each visit, compound symmetry."""
    if structure == "unstructured":
        root = np.zeros((t, t))
        root[np.tril_indices(t)] = theta
        return root @ root.T
    lags = np.abs(np.subtract.outer(np.arange(t), np.arange(t)))
    if structure == "compound_symmetry":
        low = -1 / max(t - 1, 1)
        rho = low + (1 - low) / (1 + np.exp(-theta[1]))
        return np.exp(2 * theta[0]) * np.where(lags == 0, 1.0, rho)
    spread = np.exp(theta[:t])
    rho = np.tanh(theta[t:])
    by_lag = np.concatenate([[1.0], rho]) if structure == "toeplitz" else rho[0] ** np.arange(t)
    return np.outer(spread, spread) * by_lag[lags]


def start(structure: str, spread: float, t: int, rho: float) -> Floats:
    """One spread, correlations that fade from `rho`; where it is negative, those with the first visit are."""
    if structure == "unstructured":
        signs, rho = np.where(np.arange(t) == 0, np.sign(rho), 1.0), abs(rho)
        turned = np.outer(signs, signs) * (rho + (1 - rho) * np.eye(t))
        return np.linalg.cholesky(spread**2 * turned)[np.tril_indices(t)]
    if structure == "compound_symmetry":
        return np.array([np.log(spread), 0.0])
    fading = np.arctanh(rho ** np.arange(1, t)) if structure == "toeplitz" else [np.arctanh(rho)]
    return np.concatenate([np.full(t, np.log(spread)), fading])


class Likelihood:
    """Restricted likelihood with coefficients profiled out; people with the same visits together."""

    def __init__(self, data: Followed, structure: str) -> None:
        self.structure, self.t = structure, data.y.shape[1]
        scale = np.sqrt(data.weights)[:, None]
        seen = data.seen
        x, y = np.nan_to_num(data.design) * scale[:, :, None], np.nan_to_num(data.y) * scale
        self.parts = []
        for pattern in np.unique(seen, axis=0):
            here = (seen == pattern).all(axis=1)
            if pattern.any():
                self.parts.append((np.flatnonzero(pattern), x[here][:, pattern], y[here][:, pattern], here))
        rows = y[seen]
        self.spread = float(np.std(rows - x[seen] @ np.linalg.lstsq(x[seen], rows, rcond=None)[0]))

    def at(self, theta: Floats) -> tuple[float, Floats, Floats, Floats]:
        """Deviance, its slope by the covariance, coefficients, and their covariance."""
        sigma = covariance(self.structure, theta, self.t)
        p = self.parts[0][1].shape[2]
        a, b, total = np.zeros((p, p)), np.zeros(p), 0.0
        inverses = []
        for where, x, y, _ in self.parts:
            own = sigma[np.ix_(where, where)]
            inverse = np.linalg.inv(own)
            inverses.append(inverse)
            a += np.einsum("nip,ij,njq->pq", x, inverse, x, optimize=True)
            b += np.einsum("nip,ij,nj->p", x, inverse, y, optimize=True)
            total += len(y) * np.linalg.slogdet(own)[1]
        among = np.linalg.inv(a)
        beta = among @ b
        total += np.linalg.slogdet(a)[1]
        slope = np.zeros((self.t, self.t))
        for (where, x, y, _), inverse in zip(self.parts, inverses, strict=True):
            left = y - x @ beta
            total += float(np.einsum("ni,ij,nj->", left, inverse, left, optimize=True))
            both = left.T @ left + np.einsum("nip,pq,njq->ij", x, among, x, optimize=True)
            slope[np.ix_(where, where)] += len(y) * inverse - inverse @ both @ inverse
        return total, slope, beta, among

    def value(self, theta: Floats) -> tuple[float, Floats]:
        """Deviance and its slope by theta."""
        try:
            total, slope, _, _ = self.at(theta)
        except np.linalg.LinAlgError:
            return 1e12, np.zeros(len(theta))
        if not np.isfinite(total):
            return 1e12, np.zeros(len(theta))
        moved = (
            covariance(self.structure, theta + s, self.t) - covariance(self.structure, theta - s, self.t)
            for s in STEP * np.eye(len(theta))
        )
        return total, np.array([(slope * one).sum() / (2 * STEP) for one in moved])


@dataclass(frozen=True, eq=False)
class Model:
    """Coefficients, a way to standard error and degrees of freedom of a contrast, and where the cells are."""

    data: Followed
    beta: Floats
    variance: Floats
    freedom: Callable[[Floats], float]
    theta: Floats = field(default_factory=lambda: np.empty(0))

    def estimate(self, contrast: Floats) -> dict[str, float]:
        value, se = float(contrast @ self.beta), float(np.sqrt(contrast @ self.variance @ contrast))
        half = stats.t.ppf(0.975, self.freedom(contrast)) * se
        return {"": value, "lower": value - half, "upper": value + half}


@cache
def model(data: Exported, name: str, stratum: str, weighted: bool, structure: str) -> Model:
    """The mixed model: fitted from several starts, with model-based or, weighted, empirical errors."""
    given = followed(data, name, stratum, weighted)
    likelihood = Likelihood(given, structure)
    found = []
    small = structure == "unstructured" and likelihood.t == 3  # few visits and people: two valleys were seen
    for fading in (-0.6, 0.6, 0.3, 0.1, 0.85) if small else (0.6, 0.3, 0.1, 0.85):
        begin = start(structure, likelihood.spread, likelihood.t, fading)
        with np.errstate(all="ignore"):
            how = {"gtol": 1e-5, "maxiter": 800}
            found.append(optimize.minimize(likelihood.value, begin, jac=True, method="BFGS", options=how))
        if fading > 0 and np.abs(found[-1].jac).max() < 1e-3:
            break
    theta = min(found, key=lambda one: one.fun).x
    _, _, beta, among = likelihood.at(theta)
    if weighted:
        return empirical(given, covariance(structure, theta, likelihood.t))
    return Model(given, beta, among, Satterthwaite(likelihood, theta, among), theta)


class Satterthwaite:
    """Degrees of freedom by numerical second derivatives, taken when they are first asked for."""

    def __init__(self, likelihood: Likelihood, theta: Floats, among: Floats) -> None:
        self.likelihood, self.theta, self.among = likelihood, theta, among

    @cached_property
    def steps(self) -> list[Floats]:
        return list(STEP * np.maximum(np.abs(self.theta), 1) * np.eye(len(self.theta)))

    @cached_property
    def spread(self) -> Floats:
        """Of theta."""
        slope = self.likelihood.value
        pairs = [(slope(self.theta + s)[1] - slope(self.theta - s)[1]) / (2 * s.sum()) for s in self.steps]
        return 2 * np.linalg.inv((np.stack(pairs) + np.stack(pairs).T) / 2)

    @cached_property
    def moved(self) -> list[Floats]:
        """Slopes of the coefficients' covariance."""
        at = self.likelihood.at
        return [(at(self.theta + s)[3] - at(self.theta - s)[3]) / (2 * s.sum()) for s in self.steps]

    def __call__(self, contrast: Floats) -> float:
        slope = np.array([contrast @ one @ contrast for one in self.moved])
        return float(2 * (contrast @ self.among @ contrast) ** 2 / (slope @ self.spread @ slope))


def empirical(data: Followed, sigma: Floats) -> Model:
    """Generalised least squares at `sigma` with CR2 and its own degrees of freedom (Pustejovsky & Tipton 2018)."""
    scale, seen = np.sqrt(data.weights)[:, None], data.seen
    x, y = np.nan_to_num(data.design) * scale[:, :, None], np.nan_to_num(data.y) * scale
    people = [(np.flatnonzero(seen[i]), x[i][seen[i]], y[i][seen[i]]) for i in range(len(y)) if seen[i].any()]
    inverses = [np.linalg.inv(sigma[np.ix_(w, w)]) for w, _, _ in people]
    among = np.linalg.inv(sum(a.T @ v @ a for (_, a, _), v in zip(people, inverses, strict=True)))
    beta = among @ sum(a.T @ v @ b for (_, a, b), v in zip(people, inverses, strict=True))
    tall, meat = [], np.zeros_like(among)
    for (w, a, b), v in zip(people, inverses, strict=True):
        own = sigma[np.ix_(w, w)]
        root = np.linalg.cholesky(own).T
        values, vectors = np.linalg.eigh(root @ (own - a @ among @ a.T) @ root.T)
        whole = values > 1e-9 * values.max()
        inside = (vectors[:, whole] / np.sqrt(values[whole])) @ vectors[:, whole].T
        tall.append(a.T @ v @ root.T @ inside @ root)
        score = tall[-1] @ (b - a @ beta)
        meat += np.outer(score, score)

    def freedom(contrast: Floats) -> float:
        along = [one.T @ among @ contrast for one in tall]
        cross = np.stack([a.T @ g for (_, a, _), g in zip(people, along, strict=True)])
        both = -cross @ among @ cross.T
        own = [g @ sigma[np.ix_(w, w)] @ g for (w, _, _), g in zip(people, along, strict=True)]
        both[np.diag_indices(len(people))] += own
        return float(np.trace(both) ** 2 / (both**2).sum())

    return Model(data, beta, among @ meat @ among, freedom)


@cache
def alive_model(data: Exported, name: str, stratum: str, weighted: bool) -> Model:
    """Independence: least squares with one spread."""
    given = followed(data, name, stratum, weighted)
    scale, seen = np.sqrt(given.weights)[:, None], given.seen
    x, y = (np.nan_to_num(given.design) * scale[:, :, None])[seen], (np.nan_to_num(given.y) * scale)[seen]
    left = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return empirical(given, np.eye(len(given.visits)) * float(left @ left) / len(left))


def contrast_of(found: Model, data: Exported, row: Row) -> Floats:
    """A cell's mean, or the difference of both groups at the visit."""
    t, v = len(found.data.visits), found.data.visits.index(row["visit"])
    contrast = np.zeros(len(found.beta))
    if "difference" in row["kind"]:
        contrast[v], contrast[t + v] = -1, 1
    else:
        contrast[v + t * (row["group"] == data.groups[0])] = 1
    return contrast


def kinds(prefix: str) -> tuple[str, ...]:
    return tuple(f"{prefix}_{what}{end}" for what in ("mean", "difference") for end in ("", "_lower", "_upper"))


@of(*kinds("model"), *(kind for kind in kinds("alive") if not kind.startswith("alive_mean_")))
def of_a_model(data: Exported, row: Row) -> float:
    where = f"{row['instrument']}.{row['scale']}", row["stratum"], row["item"] == "weighted"
    found = model(data, *where, row["answer"]) if row["kind"].startswith("model") else alive_model(data, *where)
    end = row["kind"].rpartition("_")[2]
    return found.estimate(contrast_of(found, data, row))[end if end in ("lower", "upper") else ""]


@of("model_n", "alive_n")
def of_the_scores(data: Exported, row: Row) -> float:
    name = f"{row['instrument']}.{row['scale']}"
    given = followed(data, name, row["stratum"], row["item"] == "weighted")
    mine = given.first == (row["group"] == data.groups[0])
    return float(given.seen[mine, given.visits.index(row["visit"])].sum())


def states(data: Exported, visit: str, group: str = "") -> list[bool]:
    """Who of the set, whose state at a visit is known, is alive there."""
    rows = data.visits[(data.visits["visit"] == visit) & data.visits["patient"].isin(chosen(data)["patient"])]
    rows = rows[~rows["status"].isin(["upcoming", "withdrawn"])]
    return list((rows if not group else rows[rows["group"] == group])["status"] != "deceased")


@of("alive_share", "alive_known", "dead_share", "death_share_declared")
def of_the_living(data: Exported, row: Row) -> float:
    if row["kind"] == "death_share_declared":
        return 100 * float(plan()["death_share"])
    known = states(data, row["visit"], row["group"])
    share = 100 * sum(known) / max(len(known), 1)
    return {"alive_share": share, "alive_known": float(len(known))}.get(row["kind"], 100 - share)


@of("models", "models_apart")
def of_all_models(data: Exported, row: Row) -> float:
    """Scales of which a model is printed, and of them those with an interval at some visit that leaves zero out."""
    rows = [one for one in data.numbers if one["kind"].startswith("model") and "_" in one["kind"] and not one["item"]]
    named = ("instrument", "scale", "stratum")
    scales = {tuple(one[key] for key in named) for one in rows if one["kind"] == "model_n"}
    if row["kind"] == "models":
        return float(len(scales))
    ends: dict[tuple[str, ...], list[float]] = {}
    for one in rows:
        if one["kind"].startswith("model_difference_"):
            ends.setdefault((*(one[key] for key in named), one["visit"]), []).append(float(one["value"]))
    return float(len({key[:3] for key, (lower, upper) in ends.items() if lower > 0 or upper < 0}))


FULLY = {"qlq_c30.QL2", "qlq_c30.PF2", "qlq_c30.SF", "qlq_cr29.BI", "lars.total", "treatment_satisfaction.TRT"}


def lightly(row: Row) -> bool:
    """Limits of scales beside the family, the lead and LARS are not computed again: their estimates are."""
    limit = row["kind"].endswith(("lower", "upper")) and row["kind"].startswith("model")
    return limit and f"{row['instrument']}.{row['scale']}" not in FULLY


NEAR = {
    **dict.fromkeys((*kinds("model"), *kinds("alive")), 1e-2),
    **dict.fromkeys(("variant", "variant_lower", "variant_upper"), 1e-2),
}
"""How near, in points, an estimate of another optimiser must come."""
KINDS_HERE = {name for name, how in KINDS.items() if how.__module__ == __name__}
