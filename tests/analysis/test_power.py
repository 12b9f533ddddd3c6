"""Power; R's power.t.test stands in tests/analysis/against_r/categories_stats.py."""

import pytest

from qol.analysis.power import needed, power


def test_the_two_figures_of_the_plan() -> None:
    assert (needed(10, 20), needed(5, 20)) == (64, 253)


def test_effective_sizes_need_not_be_whole_or_equal() -> None:
    told = power(41.3, 88.8, 10, 20)
    assert power(41, 88, 10, 20).power < told.power < power(42, 89, 10, 20).power
    assert told.sentence().startswith("With 41 and 89 people (effective sizes) and SD 20, a true difference of 10 is")


@pytest.mark.parametrize(("n", "difference", "sd"), [(1, 10, 20), (30, 0, 20), (30, 10, 0)])
def test_what_has_no_power_is_refused(n: float, difference: float, sd: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        power(n, 30, difference, sd)
