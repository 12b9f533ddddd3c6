"""Sandwich errors against R's clubSandwich. The R code:

m <- gls(FEV1 ~ RACE + SEX + AVISIT + ARMCD:AVISIT, d, correlation = corSymm(form = ~ v | USUBJID),
         weights = varComb(varIdent(form = ~ 1 | AVISIT), varFixed(~ ipw)), method = "REML",
         control = glsControl(tolerance = 1e-12, msTol = 1e-12, msMaxIter = 500))   # ipw: 1 / weight of the person
coef_test(m, vcov = vcovCR(m, cluster = d$USUBJID, type = "CR2"), test = "Satterthwaite")
"""

import numpy as np
import pytest

from qol.analysis.longitudinal.followed import Followed
from qol.analysis.longitudinal.mixed_model import mixed_model
from tests.analysis.longitudinal.published import fev, invented

P = {  # p of the four visits, whose places hold estimate, standard error and degrees of freedom
    (None, "CR0"): (0.000619161347, 2.93068675e-05, 2.11714640e-05, 0.009761260689),
    (None, "CR2"): (0.000695433624, 3.53726420e-05, 2.75666357e-05, 0.010383435994),
    ("row", "CR0"): (0.005864590912, 0.000409543868, 6.14602539e-05, 0.026011372945),
    ("person", "CR0"): (0.00335006852, 5.26733889e-05, 7.58843985e-05, 0.01920431670),
    ("person", "CR2"): (0.003763546918, 6.5797361e-05, 0.000102645245, 0.020465176153),
}


@pytest.mark.parametrize(("weights", "kind"), P)
def test_sandwich_errors_and_their_degrees_of_freedom_equal_those_of_clubsandwich(weights, kind) -> None:
    model = mixed_model(fev(weights), kind)
    assert [one.difference.p for one in model.differences()] == pytest.approx(P[weights, kind], rel=2e-4)


def test_the_weighted_likelihood_equals_that_of_nlme() -> None:
    assert mixed_model(fev("person"), "CR2").deviance == pytest.approx(3463.193638, abs=1e-5)
    assert mixed_model(fev("row"), "CR2").deviance == pytest.approx(3475.771442, abs=1e-5)


def test_degrees_of_freedom_are_those_of_the_whole_matrices() -> None:
    """Satterthwaite's, written out: the sandwich is a sum of squares of normal variables with covariance B."""
    followed = invented(14, 2, 3, lost=0.1)
    errors = mixed_model(Followed(followed.outcome, followed.group, followed.groups, followed.visits), "CR0").errors
    at, seen = errors.at, errors.at.data.seen
    design = at.data.scaled[:, :, :-1][seen]
    person = np.nonzero(seen)[0]
    covariance = np.kron(np.eye(len(seen)), at.sigma)[np.ix_(seen.ravel(), seen.ravel())]
    inverse, contrast = np.linalg.inv(covariance), np.array([-1.0, 0, 1, 0])
    left = np.eye(len(person)) - design @ at.covariance @ design.T @ inverse
    along = inverse @ design @ at.covariance @ contrast
    moved = np.stack([left.T @ (along * (person == one)) for one in range(len(seen))])
    spread = moved @ covariance @ moved.T
    assert errors.df(contrast) == pytest.approx(np.trace(spread) ** 2 / (spread**2).sum())


def test_weights_that_are_all_twice_as_large_change_nothing() -> None:
    once, twice = invented(80, 3, 1), invented(80, 3, 1)
    weights = np.random.default_rng(1).uniform(0.3, 3, 80)
    object.__setattr__(once, "weights", weights)
    object.__setattr__(twice, "weights", 2 * weights)
    for one, other in zip(mixed_model(once, "CR2").differences(), mixed_model(twice, "CR2").differences(), strict=True):
        assert one.difference.estimate == pytest.approx(other.difference.estimate, rel=1e-6)
        assert one.difference.se == pytest.approx(other.difference.se, rel=1e-6)


def test_a_weight_of_zero_leaves_a_person_out() -> None:
    fewer, whole = invented(80, 3, 2), invented(80, 3, 2)
    object.__setattr__(whole, "weights", np.where(np.arange(80) < 10, 0.0, 1.0))
    outcome = fewer.outcome.copy()
    outcome[:10] = np.nan
    object.__setattr__(fewer, "outcome", outcome)
    one, other = mixed_model(whole, "CR2"), mixed_model(fewer, "CR2")
    assert (one.n, one.subjects) == (other.n, other.subjects)
    assert one.deviance == pytest.approx(other.deviance)
