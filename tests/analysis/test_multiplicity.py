"""Holm; R's p.adjust stands in tests/analysis/against_r/categories_stats.py."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qol.analysis.multiplicity import holm


def test_holm_by_hand() -> None:
    told = holm([("QL2", 0.02), ("PF2", 0.01), ("LARS", 0.3)])
    assert [one.adjusted for one in told.members] == pytest.approx([0.04, 0.03, 0.3])
    assert told.rejected() == ("QL2", "PF2")


def test_a_declared_test_without_a_p_still_counts_in_the_family() -> None:
    told = holm([("QL2", 0.02), ("PF2", None), ("LARS", None)])
    assert told.members[0].adjusted == pytest.approx(0.06)
    assert told.sentence() == (
        "Holm within the declared family of 3: no difference in any of them, with at most a 5 % chance of any false "
        "one among all; without a test, and counted as if nothing were found: PF2, LARS."
    )


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_adjusting_keeps_the_order_and_never_makes_a_p_smaller(values: list[float]) -> None:
    told = holm([(str(place), p) for place, p in enumerate(values)]).members
    assert all(p <= one.adjusted <= 1 for p, one in zip(values, told, strict=True))
    by_p = [one.adjusted for one in sorted(told, key=lambda one: one.p)]
    assert by_p == sorted(by_p)


def test_a_p_value_lies_between_0_and_1() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm([("QL2", 1.2)])
