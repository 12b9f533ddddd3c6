"""Numbers as they are written on paper."""

import pytest

from qol.reports._words import ends, tick
from tests.reports.cohort import library


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (100.0, "100"), (2.5, "2.50"), (-0.661, "−0.66"), (-1.0, "−1")])
def test_a_number_beside_an_axis_is_whole_or_has_two_decimals(value: float, text: str) -> None:
    assert tick(value) == text


@pytest.mark.parametrize(
    ("instrument", "scale", "text"),
    [("lars", "total", "0–42"), ("fiql", "lifestyle", "1–4"), ("eq5d5l", "Germany", "−0.661 to 1")],
)
def test_the_range_of_a_scale_is_said_as_it_is(instrument: str, scale: str, text: str) -> None:
    assert ends(library()[instrument].scale_by_id[scale]) == text
