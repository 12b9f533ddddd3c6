from dataclasses import replace

import numpy as np
import pytest

from qol.analysis.longitudinal.followed import Covariate, Followed
from qol.analysis.longitudinal.imputation import Imputed, _parameters, impute
from qol.analysis.longitudinal.mixed_model import mixed_model
from qol.analysis.longitudinal.what_if import shifted, tipping_point
from tests.analysis.longitudinal.published import invented


@pytest.fixture(scope="module")
def imputed() -> Imputed:
    return impute(invented(300, 4, 1), seed=7, times=20)


def test_what_was_seen_stays_and_what_was_missing_is_filled(imputed: Imputed) -> None:
    seen = ~np.isnan(imputed.followed.outcome)
    assert (imputed.outcomes[:, seen] == imputed.followed.outcome[seen]).all()
    assert not np.isnan(imputed.outcomes).any()
    assert (imputed.filled == ~seen).all()
    assert imputed.outcomes[:, imputed.filled].std(axis=0).min() > 1


def test_the_same_seed_gives_the_same_scores(imputed: Imputed) -> None:
    again = impute(imputed.followed, seed=7, times=2)
    other = impute(imputed.followed, seed=8, times=2)
    assert (again.outcomes == imputed.outcomes[:2]).all()
    assert not (other.outcomes == imputed.outcomes[:2]).all()


def test_pooled_imputations_agree_with_the_model_that_they_come_from(imputed: Imputed) -> None:
    for place, one in enumerate(mixed_model(imputed.followed).differences()):
        found = shifted(imputed, place, {}).difference
        assert found.value.estimate == pytest.approx(one.difference.estimate, abs=0.35 * one.difference.se)
        assert found.value.se == pytest.approx(one.difference.se, rel=0.15)
        assert 0 < found.lost < 1


def test_scores_are_drawn_with_the_spread_of_the_model_given_what_was_seen() -> None:
    followed = invented(400, 3, 2)
    imputed = impute(followed, seed=1, times=60)
    whole = np.stack([np.cov(one, rowvar=False) for one in imputed.outcomes]).mean(axis=0)
    flat = mixed_model(replace(followed, covariates=())).fit.at.sigma
    assert np.sqrt(np.diag(whole)) == pytest.approx(np.sqrt(np.diag(flat)), rel=0.1)


def test_a_spread_is_drawn_as_uncertain_as_its_people_leave_it() -> None:
    """Of n scores of one visit about p means the logarithm of the SD has the variance 1 / (2 (n - p))."""
    random = np.random.default_rng(11)
    followed = Followed(random.normal(50, 20, (42, 1)), np.arange(42) % 2, ("a", "b"), ("1",))
    fit = mixed_model(followed).fit
    drawn = [np.log(_parameters(fit, random)[0][0, 0]) / 2 for _ in range(2000)]
    assert np.var(drawn) == pytest.approx(1 / 80, rel=0.15)


def test_only_what_is_wanted_is_filled_and_never_without_its_covariates() -> None:
    followed = invented(100, 3, 3)
    age = followed.covariates[0].values.copy()
    age[:7] = np.nan
    followed = replace(followed, covariates=(Covariate("age", age),))
    wanted = np.ones((100, 3), dtype=bool)
    wanted[:, 2] = False
    found = impute(followed, seed=1, times=2, wanted=wanted)
    assert not found.filled[:, 2].any()
    assert not found.filled[:7].any()
    assert (np.isnan(found.outcomes[0]) == np.isnan(followed.outcome) & ~found.filled).all()


def test_dropout_is_what_follows_the_last_score() -> None:
    followed = invented(100, 4, 4)
    outcome = followed.outcome.copy()
    outcome[0], outcome[1] = [50, np.nan, 60, np.nan], np.nan
    found = impute(replace(followed, outcome=outcome), seed=1, times=2)
    assert found.after_dropout[0].tolist() == [False, False, False, True]
    assert found.after_dropout[1].tolist() == [True] * 4


def test_a_shift_moves_the_difference_by_the_share_that_was_imputed_in_that_group(imputed: Imputed) -> None:
    plain, moved = shifted(imputed, 3, {}), shifted(imputed, 3, {1: -10.0})
    followed = replace(imputed.followed, covariates=())
    bare = replace(imputed, followed=followed)
    share = imputed.after_dropout[imputed.followed.group == 1, 3].mean()
    change = shifted(bare, 3, {1: -10.0}).difference.value.estimate - shifted(bare, 3, {}).difference.value.estimate
    assert change == pytest.approx(-10 * share)
    assert moved.difference.value.estimate < plain.difference.value.estimate
    assert moved.sentence().startswith("-10.0 points in surgery: surgery minus nom at month 18 ")


def clear_difference() -> Imputed:
    followed = invented(160, 3, 5)
    return impute(replace(followed, outcome=followed.outcome + 12 * followed.group[:, None]), seed=3, times=4)


@pytest.mark.parametrize(("group", "sign"), [(1, -1), (0, 1)])
def test_at_the_tipping_point_the_interval_just_takes_in_zero(group: int, sign: int) -> None:
    imputed = clear_difference()
    found = tipping_point(imputed, 2, group, most=100)
    assert found.shift is not None
    assert found.shift * sign > 0
    assert not shifted(imputed, 2, {group: found.shift}).difference.value.tells
    assert shifted(imputed, 2, {group: found.shift - sign * 0.02}).difference.value.tells
    assert f"{found.shift:+.1f} points" in found.sentence()


def test_no_tipping_point_within_reach_is_said() -> None:
    found = tipping_point(clear_difference(), 2, 1, most=0.5)
    assert found.shift is None
    assert found.sentence() == "No shift of up to 0.5 points in surgery takes the interval at month 12 to zero."


def test_where_nothing_was_significant_the_tipping_point_is_zero() -> None:
    random = np.random.default_rng(9)
    outcome = random.normal(50, 20, (80, 2))
    outcome[::5, 1] = np.nan
    found = impute(Followed(outcome, np.arange(80) % 2, ("a", "b"), ("1", "2")), seed=1, times=5)
    told = tipping_point(found, 0, 1, most=50)
    assert told.shift == 0
    assert told.sentence() == "The interval at 1 takes in zero before anything is added."
