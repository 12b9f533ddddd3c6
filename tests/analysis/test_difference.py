import math

import numpy as np
import pytest
from scipy import optimize, stats

from qol.analysis.difference import Difference, NoDifference, difference, hedges_g

RANDOM = np.random.default_rng(7)
NOM = RANDOM.normal(72, 18, 40)
SURGERY = RANDOM.normal(64, 24, 31)


def test_the_interval_is_the_one_that_scipy_gives_for_welch() -> None:
    told = difference(NOM, SURGERY)
    theirs = stats.ttest_ind(NOM, SURGERY, equal_var=False)
    low, high = theirs.confidence_interval(0.95)
    assert isinstance(told, Difference)
    assert told.estimate == pytest.approx(NOM.mean() - SURGERY.mean())
    assert (told.lower, told.upper) == (pytest.approx(low), pytest.approx(high))
    assert told.df == pytest.approx(theirs.df)


def test_a_worked_example_of_welch_by_hand() -> None:
    told = difference([10, 12, 14], [1, 2, 3, 6], least=3)
    assert isinstance(told, Difference)
    assert told.estimate == pytest.approx(9)
    assert told.df == pytest.approx(4.6552, abs=5e-4)  # (4/3 + 14/12)^2 / ((4/3)^2/2 + (14/12)^2/3)
    half = stats.t.ppf(0.975, told.df) * math.sqrt(4 / 3 + 14 / 12)
    assert (told.lower, told.upper) == (pytest.approx(9 - half), pytest.approx(9 + half))


def test_swapping_the_groups_turns_every_sign() -> None:
    one, other = difference(NOM, SURGERY), difference(SURGERY, NOM)
    assert isinstance(one, Difference)
    assert isinstance(other, Difference)
    assert (other.estimate, other.lower, other.upper) == (
        pytest.approx(-one.estimate), pytest.approx(-one.upper), pytest.approx(-one.lower),
    )  # fmt: skip
    assert other.g == pytest.approx(-one.g)


def test_hedges_g_is_cohens_d_times_the_exact_factor() -> None:
    g, _ = hedges_g(NOM, SURGERY)
    df = NOM.size + SURGERY.size - 2
    pooled = math.sqrt((39 * NOM.var(ddof=1) + 30 * SURGERY.var(ddof=1)) / df)
    d = (NOM.mean() - SURGERY.mean()) / pooled
    assert g == pytest.approx(d * (1 - 3 / (4 * df - 1)), rel=1e-3)  # the usual approximation of the factor
    assert g != pytest.approx(d, rel=1e-3)


def test_the_interval_of_g_is_close_to_the_one_from_the_noncentral_t() -> None:
    told = difference(NOM, SURGERY)
    assert isinstance(told, Difference)
    n1, n2 = NOM.size, SURGERY.size
    t, df = stats.ttest_ind(NOM, SURGERY).statistic, n1 + n2 - 2

    def limit(p: float) -> float:
        ncp = optimize.brentq(lambda nc: stats.nct.cdf(t, df, nc) - p, -10, 10)
        return ncp * math.sqrt(1 / n1 + 1 / n2) * told.g / (t * math.sqrt(1 / n1 + 1 / n2))

    assert told.g_lower == pytest.approx(limit(0.975), abs=0.02)
    assert told.g_upper == pytest.approx(limit(0.025), abs=0.02)


def test_too_few_scores_give_no_number_but_a_sentence() -> None:
    told = difference(NOM[:9], SURGERY)
    assert isinstance(told, NoDifference)
    assert not told.tells
    assert told.sentence() == "too few: 9 and 31 scores, 10 in each group are needed"


def test_missing_scores_do_not_count_towards_the_least_number() -> None:
    assert isinstance(difference([*NOM[:9], math.nan, math.nan], SURGERY), NoDifference)


def test_scores_that_are_all_the_same_have_no_interval() -> None:
    told = difference([50.0] * 12, [50.0] * 12)
    assert isinstance(told, NoDifference)
    assert "all scores are the same" in told.sentence()


def test_whom_a_difference_favours_follows_what_higher_means() -> None:
    more = difference(NOM + 30, SURGERY)
    assert (more.favours("better"), more.favours("worse")) == ("first", "second")


def test_an_interval_that_holds_zero_favours_nobody() -> None:
    told = difference(NOM, NOM + 0.1)
    assert not told.tells
    assert told.favours("better") is None


def test_a_difference_says_that_it_is_unadjusted() -> None:
    assert difference(NOM, SURGERY).sentence().endswith("unadjusted")
