"""Aalen-Johansen: the share of people to whom the event has happened, where death can come first."""

import numpy as np

from qol.analysis.events.curve import Curve
from qol.analysis.events.times import COMPETING, EVENT, Times


def cumulative_incidence(times: Times, state: int = EVENT) -> Curve:
    """Share to whom `state` has happened, 0 to 1; it never counts the dead as people who might still deteriorate.

    Standard errors by the infinitesimal jackknife, with weights too (taken as known). Source: Aalen & Johansen, Scand J
    Stat 1978;5:141-150; equal to R's survival::survfit(Surv(time, factor(state)) ~ 1).
    """
    risk = times.at_risk
    hazards = {one: times.happening(one) / risk for one in (EVENT, COMPETING)}
    whole = hazards[EVENT] + hazards[COMPETING]
    free = np.concatenate([[1.0], np.cumprod(1 - whole)])
    value = np.cumsum(free[:-1] * hazards[state])
    moved = {one: times.moved(one) / risk for one in hazards}
    left = np.where(whole < 1, 1 - whole, 1.0)
    of_free = -np.cumsum((moved[EVENT] + moved[COMPETING]) / left, axis=1)
    before = np.concatenate([np.zeros((times.n, 1)), of_free[:, :-1]], axis=1) * free[:-1]
    per_person = np.cumsum(before * hazards[state] + free[:-1] * moved[state], axis=1)
    se = np.sqrt(((times.weight[:, None] * per_person) ** 2).sum(axis=0))
    return Curve(times.points, value, se, 0.0)
