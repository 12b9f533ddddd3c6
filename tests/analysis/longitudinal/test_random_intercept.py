"""The random-intercept model against R's lme4 1.1.31.

lmer(bdi ~ bdi.pre + time + treatment + drug + length + (1 | subject), data = long, REML = FALSE)
"""

import numpy as np
import pandas as pd
import pytest

from qol.analysis.longitudinal.fitting import Fit, fit
from qol.analysis.longitudinal.repeated import repeated
from qol.analysis.longitudinal.structures import RANDOM_INTERCEPT
from tests.analysis.longitudinal.published import BEAT_THE_BLUES, data

MONTHS = np.array([2, 3, 5, 8])


def beat_the_blues(restricted: bool = False) -> Fit:
    table = pd.read_csv(data(BEAT_THE_BLUES))
    outcome = table[[f"bdi.{month}m" for month in MONTHS]].to_numpy(float)
    people = [np.ones(len(table)), table["bdi.pre"], table["treatment"] == "BtheB", table["drug"] == "Yes",
              table["length"] == ">6m"]  # fmt: skip
    fixed = np.column_stack([np.asarray(column, dtype=float) for column in people])
    design = np.concatenate([
        np.repeat(fixed[:, None, :], 4, axis=1), np.broadcast_to(MONTHS[:, None], (len(table), 4, 1)),
    ], axis=2)  # fmt: skip
    found = fit(repeated(outcome, design), RANDOM_INTERCEPT, restricted)
    assert isinstance(found, Fit)
    return found


def test_the_random_intercept_model_equals_lme4() -> None:
    found = beat_the_blues()
    assert (found.at.data.rows, found.at.data.people) == (280, 97)
    assert round(found.at.deviance, 1) == 1871.5
    between, within = np.exp(2 * found.theta)
    assert (round(between, 2), round(within, 2)) == (48.78, 25.14)
    beta, se = found.at.beta, np.sqrt(np.diag(found.at.covariance))
    places = [0, 1, 5, 2, 3, 4]
    assert beta[places] == pytest.approx([5.59239, 0.63968, -0.70476, -2.32908, -2.82495, 0.19708], abs=1e-5)
    assert se[places] == pytest.approx([2.24244, 0.07789, 0.14639, 1.67036, 1.72684, 1.63832], abs=2e-5)


def test_the_likelihood_of_lme4_is_the_full_one_not_the_restricted_one() -> None:
    assert beat_the_blues().at.deviance == pytest.approx(-2 * -935.75, abs=0.02)
    assert beat_the_blues(restricted=True).at.deviance != pytest.approx(1871.5, abs=0.5)
