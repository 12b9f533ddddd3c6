"""Kaplan-Meier: the share of people free of the event, whatever else may happen to them being no event."""

from dataclasses import dataclass

import numpy as np

from qol.analysis.events.curve import Curve, Z
from qol.analysis.events.times import EVENT, Times


def kaplan_meier(times: Times) -> Curve:
    """Share free of the event; competing events count as censorings.

    Standard errors: Greenwood's; with weights the infinitesimal jackknife, which takes the weights as known. Limits on
    the log-log scale. Sources: Kaplan & Meier, J Am Stat Assoc 1958;53:457-481; equal to R's survival::survfit.
    """
    happen, risk = times.happening(EVENT), times.at_risk
    value = np.asarray(np.cumprod(1 - happen / risk), dtype=np.float64)
    if times.weights is None:
        with np.errstate(divide="ignore"):
            greenwood = np.cumsum(np.where(risk > happen, happen / (risk * (risk - happen)), 0.0))
        se = value * np.sqrt(greenwood)
    else:
        left = np.where(risk > happen, 1 - happen / risk, 1.0)
        per_person = -np.cumsum(times.moved(EVENT) / (risk * left), axis=1) * value
        se = np.sqrt(((times.weight[:, None] * per_person) ** 2).sum(axis=0))
    return Curve(times.points, value, se, 1.0)


@dataclass(frozen=True)
class RestrictedMean:
    """Mean time free of the event up to `horizon`, in the units of time."""

    horizon: float
    value: float
    se: float


@dataclass(frozen=True)
class RestrictedDifference:
    """First minus second group, normal 95 % interval."""

    first: RestrictedMean
    second: RestrictedMean
    estimate: float
    lower: float
    upper: float

    def sentence(self, unit: str) -> str:
        """In one sentence."""
        return (
            f"up to {self.first.horizon:.1f} {unit}, {self.first.value:.1f} against {self.second.value:.1f} {unit} "
            f"free of the event on average, a difference of {self.estimate:+.1f} (95 % interval {self.lower:.1f} to "
            f"{self.upper:.1f})"
        )


def restricted_mean(times: Times, horizon: float) -> RestrictedMean:
    """Area under the Kaplan-Meier curve up to `horizon` with Greenwood's error, without weights.

    Source: Royston & Parmar, Stat Med 2011;30:2409-2421; equal to R's print(survfit, rmean = horizon).
    Raises ValueError where nobody is followed to the horizon and some may still be free of the event.
    """
    curve = kaplan_meier(times)
    before = curve.points < horizon
    points, value = curve.points[before], curve.value[before]
    if times.time.max() < horizon and not (value.size and value[-1] == 0):
        raise ValueError(f"nobody is followed up to {horizon:g}")
    edges = np.concatenate([[0.0], points, [horizon]])
    areas = np.concatenate([[1.0], value]) * np.diff(edges)
    beyond = np.cumsum(areas[::-1])[::-1][1:]
    happen, risk = times.happening(EVENT)[before], times.at_risk[before]
    some = risk > happen
    variance = (beyond[some] ** 2 * happen[some] / (risk[some] * (risk[some] - happen[some]))).sum()
    return RestrictedMean(horizon, float(areas.sum()), float(np.sqrt(variance)))


def restricted_difference(first: Times, second: Times, horizon: float) -> RestrictedDifference:
    """First minus second."""
    one, other = restricted_mean(first, horizon), restricted_mean(second, horizon)
    apart, half = one.value - other.value, Z * float(np.hypot(one.se, other.se))
    return RestrictedDifference(one, other, apart, apart - half, apart + half)


def common_horizon(groups: tuple[Times, ...]) -> float:
    """The last time up to which somebody of every group is followed."""
    return float(min(times.time.max() for times in groups))
