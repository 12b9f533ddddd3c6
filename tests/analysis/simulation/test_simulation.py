"""A short run of `./run simulate`: the seeds are fixed, so it says the same each time."""

import numpy as np
import pytest

from tests.analysis.simulation.estimators import estimators
from tests.analysis.simulation.judged import judged
from tests.analysis.simulation.running import simulated
from tests.analysis.simulation.worlds import EFFECT, REGROWTH_COST, VISITS, WORLDS, World, cohorts

MIXED = ("mmrm", "mmrm_unadjusted")


def test_the_truth_is_that_of_the_cohorts() -> None:
    """Drawn without confounding, many people: the plain difference at the last visit."""
    world = World("alike", confounded=False, missing="none")
    (large,) = cohorts(world, range(1), 400_000)
    nom, surgery = (large.scores[large.nom == group, -1] for group in (1, 0))
    error = np.sqrt(nom.var() / nom.size + surgery.var() / surgery.size)
    assert nom.mean() - surgery.mean() == pytest.approx(world.truth, abs=3.5 * error)
    share = large.regrown[large.nom == 1, -1].mean()
    assert EFFECT[-1] - REGROWTH_COST * share == pytest.approx(world.truth, abs=0.05)
    assert not large.regrown[large.nom == 0].any()


def test_a_seed_gives_the_same_cohort_whatever_came_before_it() -> None:
    world = WORLDS["at_random"]
    third = list(cohorts(world, range(3), 50))[2]
    (alone,) = cohorts(world, range(2, 3), 50)
    assert np.array_equal(third.scores, alone.scores, equal_nan=True)
    assert not np.isnan(third.scores[:, 0]).any()
    assert 0.1 < np.isnan(third.scores[:, VISITS - 1]).mean() < 0.7


def test_adjustment_finds_the_truth_where_the_choice_depends_on_covariates() -> None:
    adjusted, unadjusted = simulated("confounded", MIXED, 60, 120, processes=1)
    assert adjusted.nominal
    assert unadjusted.bias > 6 * unadjusted.bias_error
    assert unadjusted.coverage < 0.9


def test_the_mixed_model_makes_up_for_scores_missing_at_random_and_equations_do_not() -> None:
    mixed, equations = simulated("at_random", ("mmrm", "gee"), 80, 120, processes=1)
    assert mixed.nominal
    assert equations.bias < -4 * equations.bias_error


def test_scores_missing_not_at_random_and_hidden_confounders_bias_every_model() -> None:
    (gone,) = simulated("not_at_random", ("mmrm",), 80, 120, processes=1)
    (hidden,) = simulated("hidden", ("mmrm",), 40, 120, processes=1)
    assert abs(gone.bias) > 3 * gone.bias_error
    assert hidden.bias > 4 * hidden.bias_error
    assert gone.kept and hidden.kept  # shown, not promised


@pytest.mark.parametrize("name", estimators())
def test_every_estimator_answers(name: str) -> None:
    found = estimators()[name].estimate(next(cohorts(WORLDS["at_random"], range(1), 120)))
    assert found.lower < found.estimate < found.upper
    assert set(estimators()[name].UNBIASED_IN) <= WORLDS.keys()


def test_a_wrong_interval_is_not_nominal() -> None:
    random = np.random.default_rng(1)
    values = random.normal(5, 1, 400)
    right = np.column_stack([values, values - 1.96, values + 1.96, np.ones(400)])
    narrow = np.column_stack([values, values - 1, values + 1, np.ones(400)])
    assert judged("w", "e", right, 5, True).kept
    assert not judged("w", "e", narrow, 5, True).kept
    assert not judged("w", "e", right + 0.5, 5, True).kept
    refused = np.vstack([right, np.full((3, 4), np.nan)])
    assert (judged("w", "e", refused, 5, True).refused, judged("w", "e", refused, 5, True).cohorts) == (3, 400)
