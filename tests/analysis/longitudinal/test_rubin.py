import math

import pytest

from qol.analysis.longitudinal.rubin import pooled

VALUES, SQUARES = [1.2, 2.5, 1.9, 2.2, 1.4], [0.5, 0.45, 0.6, 0.55, 0.5]


def test_pooling_equals_that_of_mice() -> None:
    """R: mice::pool.scalar(c(1.2, 2.5, 1.9, 2.2, 1.4), c(.5, .45, .6, .55, .5), n = 60, k = 4)."""
    found = pooled(VALUES, SQUARES, 56)
    assert found.value.estimate == pytest.approx(1.84)
    assert (found.within, found.between) == (pytest.approx(0.52), pytest.approx(0.293))
    assert found.value.se**2 == pytest.approx(0.8716)
    assert found.value.df == pytest.approx(13.954078792353)


def test_imputations_that_agree_lose_nothing() -> None:
    found = pooled([2.0, 2.0, 2.0], [0.25, 0.25, 0.25], 40)
    assert found.value.se == pytest.approx(0.5)
    assert found.lost == 0
    assert found.value.df == pytest.approx(41 / 43 * 40)


def test_large_samples_give_rubins_own_degrees_of_freedom() -> None:
    lost = 1.2 * 0.293 / 0.8716
    assert pooled(VALUES, SQUARES, math.inf).value.df == pytest.approx(4 / lost**2)


def test_one_imputation_cannot_be_pooled() -> None:
    with pytest.raises(ValueError, match="two imputations or more"):
        pooled([1.0], [1.0], 10)
