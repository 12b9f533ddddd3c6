"""Cox regression with Efron's rule for ties, weights and robust errors."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qol.analysis.events.curve import Z
from qol.analysis.events.times import EVENT, Floats, Times
from qol.errors import AnalysisRefused

Flags = NDArray[np.bool_]
ITERATIONS, CLOSE, FLAT = 40, 1e-10, 1e-9


@dataclass(frozen=True, eq=False)
class HazardRatio:
    """Of one column; lower and upper 95 % from `se` of its logarithm, p two-sided, normal."""

    name: str
    log: float
    se: float

    @property
    def value(self) -> float:
        """The ratio, above 0."""
        return float(np.exp(self.log))

    @property
    def limits(self) -> tuple[float, float]:
        """Lower and upper 95 %."""
        return float(np.exp(self.log - Z * self.se)), float(np.exp(self.log + Z * self.se))

    @property
    def p(self) -> float:
        """Of no difference."""
        from scipy.special import ndtr

        return float(2 * ndtr(-abs(self.log) / self.se))

    def sentence(self) -> str:
        """Interval before p."""
        low, high = self.limits
        p = "p<0.001" if self.p < 0.001 else f"p={self.p:.3f}"
        return f"hazard ratio of {self.name} {self.value:.2f} (95 % interval {low:.2f} to {high:.2f}), Wald test {p}"


@dataclass(frozen=True, eq=False)
class Cox:
    """A fitted model: n people, events, hazard ratios column by column, and whether their errors are robust."""

    n: int
    events: int
    ratios: tuple[HazardRatio, ...]
    robust: bool

    def sentence(self) -> str:
        """The model in words."""
        errors = "robust standard errors" if self.robust else "model standard errors"
        told = "; ".join(ratio.sentence() for ratio in self.ratios)
        return f"Cox regression (Efron), {self.events} events of {self.n} people, {errors}: {told}"


def cox(times: Times, columns: Floats, names: tuple[str, ...], robust: bool | None = None) -> Cox:
    """Hazard ratios of `columns` (n, p) for the event; competing events are censorings (cause-specific hazards).

    Proportional hazards are assumed. robust (always with weights): infinitesimal jackknife, weights taken as known
    (Lin & Wei, J Am Stat Assoc 1989;84:1074-1078). Ties: Efron, J Am Stat Assoc 1977;72:557-565. Equal to R's
    survival::coxph(ties = "efron"). Raises AnalysisRefused where a coefficient runs away or nothing happened.
    """
    if not (times.state == EVENT).any():
        raise AnalysisRefused(["Cox regression needs at least one event."])
    centred = columns - columns.mean(axis=0)
    beta = np.zeros(columns.shape[1])
    for _ in range(ITERATIONS):
        score, information = _slopes(times, centred, beta)
        if _says_nothing(times, centred, information):
            break
        step = np.linalg.solve(information, score)
        beta = beta + np.clip(step, -2, 2)
        if np.abs(step).max() < CLOSE:
            return _found(times, centred, beta, names, times.weights is not None if robust is None else robust)
    told = "a group without an event, or a covariate that tells everybody with the event"
    raise AnalysisRefused([f"Cox regression finds no finite hazard ratio: {told}."])


def _says_nothing(times: Times, columns: Floats, information: Floats) -> bool:
    """Whether some column, or a sum of columns, hardly differs between the people at risk when anybody has the event.

    Against what it would be if they differed as all people do: what is left by rounding is no information.
    """
    whole = float(times.weight[times.state == EVENT].sum()) * columns.var(axis=0)
    if (whole <= 0).any():
        return True
    return bool(np.linalg.eigvalsh(information / np.sqrt(np.outer(whole, whole)))[0] < FLAT)


def _found(times: Times, columns: Floats, beta: Floats, names: tuple[str, ...], robust: bool) -> Cox:
    covariance = np.linalg.inv(_slopes(times, columns, beta)[1])
    if robust:
        moved = times.weight[:, None] * _residuals(times, columns, beta) @ covariance
        covariance = moved.T @ moved
    errors = np.sqrt(np.diag(covariance))
    ratios = (HazardRatio(name, float(b), float(se)) for name, b, se in zip(names, beta, errors, strict=True))
    return Cox(times.n, int((times.state == EVENT).sum()), tuple(ratios), robust)


@dataclass(frozen=True, eq=False)
class _Step:
    """One of Efron's steps through a set of ties: who dies and who is there (n,), the part of the dying that is gone,
    the weight of a death over the risk, and mean (p,) and mean square (p, p) of the columns at risk.
    """

    dying: Flags
    there: Flags
    part: float
    weight: float
    hazard: float
    mean: Floats
    square: Floats


def _steps(times: Times, columns: Floats, risk: Floats) -> Iterator[_Step]:
    for when in np.unique(times.time[times.state == EVENT]):
        dying = (times.time == when) & (times.state == EVENT)
        there = times.time >= when
        sums = [
            (risk[who].sum(), risk[who] @ columns[who], (columns[who] * risk[who][:, None]).T @ columns[who])
            for who in (there, dying)
        ]
        deaths = int(dying.sum())
        weight = float(times.weight[dying].sum()) / deaths
        for gone in range(deaths):
            part = gone / deaths
            zero, one, two = (whole - part * left for whole, left in zip(*sums, strict=True))
            yield _Step(dying, there, part, weight, weight / zero, one / zero, two / zero)


def _slopes(times: Times, columns: Floats, beta: Floats) -> tuple[Floats, Floats]:
    """Score (p,) and information (p, p)."""
    events = times.state == EVENT
    score = times.weight[events] @ columns[events]
    information = np.zeros((beta.size, beta.size))
    for step in _steps(times, columns, times.weight * np.exp(columns @ beta)):
        score = score - step.weight * step.mean
        information += step.weight * (step.square - np.outer(step.mean, step.mean))
    return np.asarray(score), information


def _residuals(times: Times, columns: Floats, beta: Floats) -> Floats:
    """Score residual of each person (n, p), without the person's weight."""
    ratio = np.exp(columns @ beta)
    residuals = np.zeros(columns.shape)
    for step in _steps(times, columns, times.weight * ratio):
        exposed = step.there * (1 - step.part * step.dying) * ratio * step.hazard
        residuals += (columns - step.mean) * (step.dying / step.dying.sum() - exposed)[:, None]
    return residuals
