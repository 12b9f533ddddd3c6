"""The standard error of a weighted difference that knows that the weights were estimated (M-estimation)."""

import numpy as np

from qol.analysis.weighting.people import Floats, People
from qol.analysis.weighting.weights import Method


def robust_error(people: People, method: Method, propensity: Floats, weights: Floats, outcome: Floats) -> float:
    """Empirical sandwich of the propensity model and both weighted means, solved together.

    propensity, weights (n,), a weight 0 leaves a person out of everything; outcome (n,), NaN where missing: such a
    person takes part in the propensity model alone. No small-sample correction. Source: Lunceford & Davidian, Stat Med
    2004;23:2937-2960; for overlap weights Li, Thomas & Li, Am J Epidemiol 2019;188:250-257. Penalised models: Firth's
    penalty vanishes with n and is left out of the sandwich. Trimming is taken as given.
    """
    known = ~np.isnan(outcome)
    signs = np.where(people.first, 1.0, -1.0)
    influence = np.zeros(outcome.size)
    slope = np.zeros(people.design.shape[1])
    steepness = _steepness(method, propensity, weights, people)
    for sign in (1.0, -1.0):
        here = known & (signs == sign)
        whole = weights[here].sum()
        left = outcome[here] - weights[here] @ outcome[here] / whole
        influence[here] += sign * weights[here] * left / whole
        slope += sign * (steepness[here] * left) @ people.design[here] / whole
    if method != "none":
        taking = weights > 0
        design = people.design[taking]
        variance = (propensity * (1 - propensity))[taking]
        information = design.T @ (design * variance[:, None])
        residual = (people.first - propensity)[taking]
        influence[taking] += residual * (design @ (np.linalg.pinv(information, hermitian=True) @ slope))
    return float(np.sqrt((influence**2).sum()))


def _steepness(method: Method, share: Floats, weights: Floats, people: People) -> Floats:
    """Derivative of each weight by the linear predictor."""
    if method == "overlap":
        return np.where(people.first, -1.0, 1.0) * share * (1 - share) * (weights > 0)
    if method == "iptw":
        return np.where(people.first, -(1 - share), share) * weights
    return np.zeros_like(share)
