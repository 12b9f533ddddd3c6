"""What a scale says of itself: its parts, and with how many decimals people are shown it."""

from pathlib import Path

import pytest

from qol.instruments.library import Library

LIBRARY = Library(Path(__file__).parents[2] / "instruments")


@pytest.mark.parametrize(
    ("instrument", "scale", "decimals"),
    [
        ("qlq_c30", "QL2", 0),
        ("lars", "total", 0),
        ("iief5", "total", 0),
        ("mskcc_bfi", "global", 0),
        ("eq5d5l", "eq_vas", 0),
        ("promis_global10", "GPH_raw", 0),
        ("promis_global10", "GPH_T", 1),
        ("fsfi", "total", 1),
        ("fsfi", "desire", 2),
        ("fiql", "lifestyle", 2),
        ("eq5d5l", "Germany", 3),
    ],
)
def test_a_narrow_scale_is_shown_with_more_decimals(instrument: str, scale: str, decimals: int) -> None:
    assert LIBRARY[instrument].scale_by_id[scale].decimals == decimals


def test_some_scales_bring_those_that_they_are_made_of_and_no_others() -> None:
    assert list(LIBRARY["promis_global10"].with_scales(["GMH_T"]).scale_by_id) == ["GMH_raw", "GMH_T"]


def test_an_instrument_that_is_not_released_says_why() -> None:
    assert LIBRARY["lars"].caution == ""
    assert LIBRARY["mskcc_bfi"].caution.startswith("provisional: Not settled")
