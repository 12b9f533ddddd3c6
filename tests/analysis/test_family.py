"""Outcomes of one family: each by its test, all by Holm."""

import numpy as np
import pytest
from scipy import stats

from qol.analysis.family import Outcome, compare_family

FIRST = np.arange(60) < 30
VALUES = np.random.default_rng(3).normal(60, 20, 60) + 15 * FIRST


def test_numbers_categories_and_shares_have_their_own_tests() -> None:
    three, two = np.arange(60.0) % 3, np.where(np.arange(60) == 5, np.nan, np.arange(60) % 2)
    lars = Outcome("LARS", three, ("none", "minor", "major"))
    found, family = compare_family(
        [Outcome("QL2", VALUES), lars, Outcome("stoma", two, ("no", "yes"))],
        FIRST, ("nom", "surgery"), "fisher",
    )  # fmt: skip
    assert found[0].p == pytest.approx(stats.ttest_ind(VALUES[FIRST], VALUES[~FIRST], equal_var=False).pvalue)
    assert [one.sentence().partition(";")[0][:6] for one in found] == ["QL2: +", "LARS: ", "stoma:"]
    assert found[2].missing == (1, 0)
    assert len(family.members) == 3


def test_an_outcome_that_is_refused_still_counts_in_the_family() -> None:
    rare = np.where(np.arange(60) < 35, VALUES, np.nan)
    found, family = compare_family([Outcome("QL2", VALUES), Outcome("rare", rare)], FIRST, ("a", "b"), "fisher")
    assert "too few: 30 and 5 scores" in found[1].sentence()
    assert family.not_tested == ("rare",)
    assert family.members[0].adjusted == pytest.approx(min(1, 2 * found[0].p))
