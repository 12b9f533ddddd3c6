import math

import numpy as np
import pytest
from scipy import stats

from qol.analysis.longitudinal.followed import Covariate, Followed
from qol.analysis.longitudinal.mixed_model import mixed_model
from qol.analysis.longitudinal.structures import AUTOREGRESSIVE, COMPOUND_SYMMETRY, TOEPLITZ, UNSTRUCTURED
from qol.errors import AnalysisRefused
from tests.analysis.longitudinal.published import fev, invented


def test_the_public_example_of_mmrm_gives_its_printed_figures() -> None:
    """R: mmrm(FEV1 ~ RACE + SEX + ARMCD * AVISIT + us(AVISIT | USUBJID), fev_data), Satterthwaite.

    Printed: deviance 3386.45; ARMCDTRT 3.77423 SE 1.07415 df 145.55 p 0.000589; ARMCDTRT:AVISITVIS4 0.62423
    SE 1.85085. Its optimiser stops a little early: the likelihood here is higher, the estimates differ by 0.0002,
    a fiftieth of a hundredth of a standard error, as those of nlme do (the next test).
    """
    model = mixed_model(fev())
    first = model.differences()[0].difference
    assert (model.n, model.subjects, round(model.deviance, 2)) == (537, 197, 3386.45)
    assert (first.estimate, first.se) == (pytest.approx(3.77423, abs=2.5e-4), pytest.approx(1.07415, abs=2e-5))
    assert (round(first.df, 2), round(first.p, 6)) == (145.55, 0.000589)
    change = model.contrast([[1, 0, 0, -1], [-1, 0, 0, 1]])
    assert (change.estimate, change.se) == (pytest.approx(0.62423, abs=2.5e-4), pytest.approx(1.85085, abs=2e-4))


def test_nlme_gives_the_same_estimates_and_no_higher_likelihood() -> None:
    """R: gls(FEV1 ~ RACE + SEX + ARMCD * AVISIT, correlation = corSymm(form = ~ v | USUBJID),

    weights = varIdent(form = ~ 1 | AVISIT), method = "REML", control = glsControl(tolerance = 1e-10)).
    """
    model = mixed_model(fev())
    first, change = model.differences()[0].difference, model.contrast([[1, 0, 0, -1], [-1, 0, 0, 1]])
    assert model.deviance == pytest.approx(3386.44987138, abs=1e-6)
    assert model.deviance <= 3386.44987138
    assert (first.estimate, first.se) == (pytest.approx(3.7743998058, rel=2e-5), pytest.approx(1.0741739810, rel=2e-5))
    assert (change.estimate, change.se) == (
        pytest.approx(0.6241296440, rel=2e-5), pytest.approx(1.8509578562, rel=2e-5),
    )  # fmt: skip


def test_an_interval_is_students_with_the_degrees_of_freedom_that_are_printed() -> None:
    one = mixed_model(fev()).differences()[3].difference
    assert one.upper - one.estimate == pytest.approx(stats.t.ppf(0.975, one.df) * one.se)
    assert one.p == pytest.approx(2 * stats.t.sf(one.estimate / one.se, one.df))


def test_people_seen_once_give_the_analysis_of_covariance() -> None:
    """R: lm; one visit leaves Satterthwaite's degrees of freedom at n - p."""
    whole = invented(80, 1, 3, lost=0)
    difference = mixed_model(whole).differences()[0].difference
    columns = [np.ones(80), whole.group, whole.covariates[0].values, whole.covariates[1].values == 1]
    design = np.column_stack([*columns, whole.covariates[1].values == 2]).astype(float)
    seen = ~np.isnan(whole.outcome[:, 0])
    beta, squares, *_ = np.linalg.lstsq(design[seen], whole.outcome[seen, 0], rcond=None)
    df = int(seen.sum()) - 5
    variance = np.linalg.inv(design[seen].T @ design[seen])[1, 1] * squares[0] / df
    assert difference.estimate == pytest.approx(beta[1])
    assert difference.se == pytest.approx(math.sqrt(variance))
    assert difference.df == pytest.approx(df, rel=1e-5)


def test_complete_balanced_data_give_the_t_test_of_each_visit() -> None:
    random = np.random.default_rng(4)
    outcome = random.normal(50, 10, (60, 3)) + random.normal(0, 10, (60, 1))
    group = np.arange(60) % 2
    model = mixed_model(Followed(outcome, group, ("a", "b"), ("1", "2", "3")))
    for place, one in enumerate(model.differences()):
        theirs = stats.ttest_ind(outcome[group == 1, place], outcome[group == 0, place])
        assert one.difference.p == pytest.approx(theirs.pvalue, rel=1e-6)
        assert one.difference.df == pytest.approx(58, rel=1e-5)


def test_turning_the_reference_turns_every_sign() -> None:
    model = mixed_model(invented(100, 4, 1))
    for one, other in zip(model.differences(0), model.differences(1), strict=True):
        assert (one.group, one.minus) == (other.minus, other.group)
        assert one.difference.estimate == pytest.approx(-other.difference.estimate)
        assert one.difference.lower == pytest.approx(-other.difference.upper)


def test_means_stand_at_the_mean_of_numbers_and_at_equal_shares_of_words() -> None:
    followed = invented(120, 3, 2)
    model = mixed_model(followed)
    moved = Followed(
        followed.outcome, followed.group, followed.groups, followed.visits,
        (Covariate("age", followed.covariates[0].values * 12 + 7), followed.covariates[1]),
    )  # fmt: skip
    for one, other in zip(model.means(), mixed_model(moved).means(), strict=True):
        assert one.mean.estimate == pytest.approx(other.mean.estimate)
        assert one.mean.se == pytest.approx(other.mean.se)
    assert [one.n for one in model.means()] == followed.counts().ravel().tolist()
    assert sum(one.n for one in model.means()) == model.n


def test_scores_in_other_units_change_nothing_but_the_units() -> None:
    followed = invented(100, 4, 5)
    scaled = Followed(
        followed.outcome * 1000 + 5, followed.group, followed.groups, followed.visits, followed.covariates
    )
    for one, other in zip(mixed_model(followed).differences(), mixed_model(scaled).differences(), strict=True):
        assert other.difference.estimate == pytest.approx(1000 * one.difference.estimate, rel=1e-6)
        assert other.difference.p == pytest.approx(one.difference.p, rel=1e-5)


def test_rows_without_a_covariate_take_no_part() -> None:
    followed = invented(100, 3, 6)
    age = followed.covariates[0].values.copy()
    age[:20] = np.nan
    fewer = Followed(followed.outcome, followed.group, followed.groups, followed.visits, (Covariate("age", age),))
    assert mixed_model(fewer).n == int((~np.isnan(followed.outcome[20:])).sum())


def test_visits_never_seen_in_the_same_person_fall_back_in_words() -> None:
    followed = invented(90, 4, 7, lost=0)
    outcome = followed.outcome.copy()
    outcome[::2, 3], outcome[1::2, 0] = np.nan, np.nan
    model = mixed_model(Followed(outcome, followed.group, followed.groups, followed.visits))
    assert model.fit.structure is AUTOREGRESSIVE
    assert model.fell_back == (
        "The unstructured covariance could not be estimated: two of the visits were never seen in the same person.",
        "The heterogeneous Toeplitz covariance could not be estimated: nobody was seen at two visits that are 3 apart.",
    )
    assert all(sentence in model.sentence() for sentence in model.fell_back)


def test_fewer_people_than_covariances_need_fall_back() -> None:
    followed = invented(9, 9, 8, lost=0)
    outcome = 50 + np.random.default_rng(1).normal(0, 9, (9, 9))
    model = mixed_model(Followed(outcome, np.arange(9) % 2, followed.groups, followed.visits))
    assert model.fit.structure is not UNSTRUCTURED
    assert "9 people are too few for the covariances of 9 visits" in model.fell_back[0]


def test_a_visit_that_repeats_another_to_the_last_place_is_singular_in_every_structure_or_falls_back() -> None:
    followed = invented(60, 2, 9, lost=0)
    outcome = followed.outcome.copy()
    outcome[:, 1] = outcome[:, 0]
    with pytest.raises(AnalysisRefused) as caught:
        mixed_model(Followed(outcome, followed.group, followed.groups, followed.visits))
    assert caught.value.problems[0] == "No covariance of the visits can be estimated from these scores."
    assert len(caught.value.problems) == 5


def test_a_group_that_nobody_of_was_seen_at_a_visit_is_refused_with_every_such_visit() -> None:
    followed = invented(60, 3, 10)
    outcome = followed.outcome.copy()
    outcome[followed.group == 1, 1:] = np.nan
    with pytest.raises(AnalysisRefused) as caught:
        mixed_model(Followed(outcome, followed.group, followed.groups, followed.visits))
    assert caught.value.problems == tuple(
        f"Nobody of group surgery has a complete row at visit month {month}; leave this visit out." for month in (6, 12)
    )


def test_a_covariate_that_says_nothing_new_is_named() -> None:
    followed = invented(60, 3, 11)
    again = Covariate("weight", followed.covariates[0].values * 2 + 3)
    with pytest.raises(AnalysisRefused, match="Covariate weight says nothing beyond"):
        mixed_model(
            Followed(
                followed.outcome, followed.group, followed.groups, followed.visits, (followed.covariates[0], again)
            )
        )


def test_a_covariate_by_visit_gives_the_regression_of_each_visit_where_nothing_is_missing() -> None:
    random = np.random.default_rng(12)
    age, group = random.normal(60, 10, 80), np.arange(80) % 2
    outcome = random.normal(0, 9, (80, 3)) + random.normal(0, 9, (80, 1)) + age[:, None] * [0.1, 0.5, -0.3]
    apart = Covariate("age", age, by_visit=True)
    model = mixed_model(Followed(outcome, group, ("a", "b"), ("1", "2", "3"), (apart,)))
    assert model.followed.names()[-3:] == ("age at 1", "age at 2", "age at 3")
    alone = np.linalg.lstsq(np.column_stack([np.ones(80), group, age]), outcome, rcond=None)[0]
    assert model.fit.at.beta[-3:] == pytest.approx(alone[2])
    assert [one.difference.estimate for one in model.differences()] == pytest.approx(alone[1])


@pytest.mark.parametrize("structure", [TOEPLITZ, AUTOREGRESSIVE, COMPOUND_SYMMETRY])
def test_a_structure_is_never_likelier_than_the_unstructured_one(structure) -> None:
    followed = invented(100, 4, 13)
    assert mixed_model(followed, structures=[structure]).deviance > mixed_model(followed).deviance


def test_the_other_structures_equal_nlme() -> None:
    """R: gls(..., correlation = corAR1(form = ~ v | USUBJID), weights = varIdent(form = ~ 1 | AVISIT)): see

    `./run verify-against-r`, which prints the figures recorded here; compound symmetry: corCompSymm without weights.
    """
    assert mixed_model(fev(), structures=[AUTOREGRESSIVE]).deviance == pytest.approx(3404.21924573, abs=1e-5)
    assert mixed_model(fev(), structures=[COMPOUND_SYMMETRY]).deviance == pytest.approx(3522.04294892, abs=1e-5)
