"""Declared tests; R's figures stand in tests/analysis/against_r/categories_stats.py."""

import numpy as np
import pytest

from qol.analysis.bowel import Bowel
from qol.analysis.categories.change import distribution, responders
from qol.analysis.categories.composite import lars_categories, major, stoma_or_major
from qol.analysis.categories.ordered import ordered
from qol.analysis.categories.shares import compare_shares

GROUPS = ("NOM", "surgery")


def test_the_published_abstract_prints_the_declared_test_the_denominators_and_the_nine_excluded() -> None:
    """PMID 40891373 prints p=0.039 for 29.6 % against 58.3 %; of 33 after surgery nine are in no denominator."""
    told = compare_shares("major LARS", GROUPS, ((8, 27), (14, 24)), "chi_square", excluded=(0, 9))
    assert told.sentence() == (
        "major LARS: 8/27, 30 % (95 % interval 16 to 48) in NOM against 14/24, 58 % (95 % interval 39 to 76) in "
        "surgery; not in the denominators: 0 of NOM and 9 of surgery; difference -29 percentage points (95 % interval "
        "-51 to -2), unadjusted; chi-square test without correction, as declared, p=0.039"
    )


def test_a_plan_that_declares_fisher_prints_fisher() -> None:
    told = compare_shares("major LARS", GROUPS, ((8, 27), (14, 24)), "fisher", excluded=(0, 9))
    assert told.sentence().endswith("Fisher's exact test, as declared, p=0.051")


def test_where_nobody_has_it_there_is_no_p() -> None:
    told = compare_shares("stoma", GROUPS, ((0, 12), (0, 15)), "fisher")
    assert told.p is None
    assert told.sentence().endswith("Fisher's exact test, as declared, no p value")
    assert compare_shares("stoma", GROUPS, ((0, 0), (5, 15)), "chi_square").p is None


def test_few_people_have_no_interval_of_the_difference() -> None:
    assert "too few for an interval" in compare_shares("stoma", GROUPS, ((1, 9), (5, 15)), "fisher").sentence()


def test_an_empty_category_keeps_its_place_in_the_trend() -> None:
    with_gap = ordered(("none", "minor", "major"), GROUPS, [(10, 4), (0, 0), (8, 14)])
    without = ordered(("none", "major"), GROUPS, [(10, 4), (8, 14)])
    assert with_gap.df == without.df == 1
    assert with_gap.chi_square == pytest.approx(without.chi_square)
    assert with_gap.trend == pytest.approx(without.trend)  # two scores are two scores, however far apart


def test_the_order_of_categories_matters_to_the_trend_alone() -> None:
    one = ordered(("none", "minor", "major"), GROUPS, [(10, 4), (7, 6), (8, 14)])
    other = ordered(("minor", "none", "major"), GROUPS, [(7, 6), (10, 4), (8, 14)])
    assert one.chi_square == pytest.approx(other.chi_square)
    assert one.trend != pytest.approx(other.trend, rel=0.01)
    assert "major 8/25 and 14/24" in one.sentence()


def test_no_p_is_printed_as_zero() -> None:
    told = ordered(("none", "minor", "major"), GROUPS, [(30, 0), (20, 0), (0, 40)]).sentence()
    assert "with 2 df, p<0.001; " in told
    assert told.endswith(", p<0.001")


@pytest.mark.parametrize("counts", [[(0, 4), (0, 6)], [(5, 4), (0, 0)]])
def test_nothing_to_compare_is_none(counts: list[tuple[int, int]]) -> None:
    assert ordered(("no", "yes"), GROUPS, counts) is None


def test_responders_are_counted_with_exactly_the_threshold_and_the_missing_beside() -> None:
    change = np.array([10.0, 9.9, -10, -20, 0, np.nan])
    told = responders("NOM", change, 10, "better")
    assert (told.better, told.same, told.worse, told.missing, told.n) == (1, 2, 2, 1, 5)
    assert responders("NOM", change, 10, "worse").better == 2
    assert told.sentence().startswith("NOM: of 5 with both scores 1 better and 2 worse by 10 points or more")


def test_the_distribution_reaches_one_and_leaves_out_the_missing() -> None:
    told = distribution("NOM", np.array([5.0, np.nan, 5, -5]))
    assert (told.n, told.changes.tolist(), told.share.tolist()) == (3, [-5, 5], [pytest.approx(1 / 3), 1])
    assert distribution("NOM", np.array([np.nan])).at_most(3) == 0


def test_the_composite_names_those_without_a_stoma_and_without_a_score_as_excluded() -> None:
    nom = Bowel("nom", "month_12", 1, 2, 0, major=8, minor=9, none=10, gaps=3, unknown=1)
    surgery = Bowel("surgery", "month_12", 6, 3, 1, major=14, minor=6, none=4, gaps=2, unknown=0)
    both = stoma_or_major(nom, surgery, GROUPS, "fisher")
    assert [(one.count, one.of) for one in both.shares] == [(11, 30), (24, 34)]
    assert both.excluded == (4, 2)
    alone = major(nom, surgery, GROUPS, "chi_square")
    assert [(one.count, one.of) for one in alone.shares] == [(8, 27), (14, 24)]
    assert alone.excluded == (7, 12)
    assert lars_categories(nom, surgery, GROUPS).counts == ((10, 4), (9, 6), (8, 14))
