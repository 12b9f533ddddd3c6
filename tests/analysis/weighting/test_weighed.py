"""Weights, balance and overlap; the figures stand beside R's in tests/analysis/against_r/weights_by_glm.py."""

import numpy as np
import pytest

from qol.analysis.longitudinal.followed import Covariate
from qol.analysis.weighting.balance import balance
from qol.analysis.weighting.overlap import overlap
from qol.analysis.weighting.people import People
from qol.analysis.weighting.weighed import weigh
from qol.analysis.weighting.weights import Weighting, effective_size
from qol.errors import AnalysisRefused
from tests.analysis.weighting.cohorts import cohort

GROUPS = ("nom", "surgery")


def test_overlap_weights_balance_every_covariate_of_an_unpenalised_model_exactly() -> None:
    people, _ = cohort(200, 1)
    traits = balance(people, weigh(people, Weighting(penalty="none")).weights)
    assert [one.name for one in traits] == [
        "age", "height", "height: not recorded", "stage: I", "stage: II", "stage: III",
    ]  # fmt: skip
    assert max(abs(one.before) for one in traits) > 0.3
    assert max(abs(one.after) for one in traits) < 1e-8


def test_unknown_values_are_counted_and_not_averaged() -> None:
    values = np.array([1.0, 3.0, np.nan, 5.0, 7.0, 9.0])
    people = People(np.array([1, 1, 1, 0, 0, 0], dtype=bool), GROUPS, (Covariate("age", values),))
    age, lost = balance(people, np.ones(6))
    assert (age.means, age.unknown) == ((2.0, 7.0), (1, 0))
    assert lost.means == (pytest.approx(1 / 3), 0.0)


def test_a_column_that_says_nothing_new_is_left_out() -> None:
    age = np.array([50.0, 60.0, 70.0, 55.0, 65.0, 75.0])
    first = np.array([1, 0, 1, 0, 1, 0], dtype=bool)
    same = (Covariate("age", age), Covariate("twice", 2 * age + 1), Covariate("all alike", np.ones(6)))
    assert People(first, GROUPS, same).columns == ("age",)


def test_groups_that_a_covariate_tells_apart_have_no_overlap_and_the_reason_is_in_words() -> None:
    first = np.arange(80) < 40
    people = People(first, GROUPS, (Covariate("age", np.where(first, 50.0, 70.0) + np.arange(80) % 7),))
    for penalty in ("none", "firth"):
        told = weigh(people, Weighting(penalty=penalty)).refusals
        assert told[0] == "the covariates tell the two groups apart without exception"
        assert told[1].startswith("only 0 of 40 people of nom have a propensity that also occurs in the other group")


def test_a_category_of_one_person_does_not_keep_the_penalised_model_from_coming_to_rest() -> None:
    people, _ = cohort(250, 8)
    rare = Covariate("fitness", (np.arange(people.first.size) == 17).astype(np.float64), ("0", "3"))
    people = People(people.first, GROUPS, (*people.covariates, rare))
    weighed = weigh(people, Weighting(penalty="firth"))
    share, design = weighed.propensity, people.design
    variance = share * (1 - share)
    inverse = np.linalg.inv(design.T @ (design * variance[:, None]))
    leverage = variance * np.einsum("ij,jk,ik->i", design, inverse, design)
    assert leverage[17] > 0.5
    assert bool(weighed.sample.settled[0])
    assert np.abs(design.T @ (people.first - share + leverage * (0.5 - share))).max() < 1e-6


def test_people_alike_overlap() -> None:
    people, _ = cohort(200, 2, pull=0.3)
    weighed = weigh(people)
    assert weighed.refusals == ()
    assert weighed.overlap.sentence(GROUPS).startswith("propensities that occur in both groups: ")


def test_what_overlap_measures_by_hand() -> None:
    first = np.array([1, 1, 1, 0, 0, 0], dtype=bool)
    told = overlap(np.array([0.31, 0.61, 0.91, 0.11, 0.32, 0.62]), first)
    assert told.ranges == ((0.31, 0.91), (0.11, 0.62))
    assert told.within == (2, 2)
    assert told.shared == pytest.approx(2 / 3)
    assert told.concordance == pytest.approx(6 / 9)


def test_the_effective_size_is_the_size_where_all_count_alike() -> None:
    assert effective_size(np.full(30, 0.2)) == pytest.approx(30)
    assert effective_size(np.array([1.0, 0, 0])) == pytest.approx(1)


def test_below_the_declared_effective_size_nothing_is_given() -> None:
    people, _ = cohort(120, 3)
    one, other = weigh(people).effective()
    told = weigh(people, Weighting(least_effective=max(one, other) + 1)).refusals
    assert [f"the effective size of {group} is {size:.1f}, below" in said
            for group, size, said in zip(GROUPS, (one, other), told, strict=True)] == [True, True]  # fmt: skip


def test_firth_keeps_coefficients_finite_where_data_are_few() -> None:
    people, _ = cohort(24, 4, pull=2)
    weighed = weigh(people)
    assert weighed.how.firth(people)
    assert 0.001 < weighed.propensity.min() < weighed.propensity.max() < 0.999


def test_trimmed_people_weigh_nothing_and_are_counted() -> None:
    people, _ = cohort(300, 5, pull=2)
    weighed = weigh(people, Weighting("iptw", trim=0.1))
    assert weighed.trimmed == (weighed.weights == 0).sum() > 0
    assert f"{weighed.trimmed} people outside 0.1 to 0.9 left out" in weighed.sentence()


def test_stabilised_weights_have_a_mean_near_one() -> None:
    people, _ = cohort(2000, 6)
    assert weigh(people, Weighting("iptw")).weights.mean() == pytest.approx(1, abs=0.05)


def test_a_comparison_needs_two_groups() -> None:
    with pytest.raises(AnalysisRefused, match="Nobody is in the group surgery"):
        weigh(People(np.ones(5, dtype=bool), GROUPS, ()))


def test_stabilised_weights_are_the_share_of_the_own_group_over_the_probability_of_it() -> None:
    people, _ = cohort(300, 12)
    told = weigh(people, Weighting("iptw", least_effective=2))
    share, first = people.first.mean(), people.first
    assert share != pytest.approx(0.5, abs=0.005)
    assert told.weights[first] == pytest.approx(share / told.propensity[first])
    assert told.weights[~first] == pytest.approx((1 - share) / (1 - told.propensity[~first]))
