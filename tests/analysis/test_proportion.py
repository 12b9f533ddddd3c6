import pytest
from scipy import stats

from qol.analysis.proportion import share, share_difference


@pytest.mark.parametrize(("count", "of"), [(30, 110), (0, 12), (12, 12), (1, 3), (53, 84)])
def test_the_interval_is_wilsons_as_scipy_gives_it(count: int, of: int) -> None:
    told = share(count, of)
    theirs = stats.binomtest(count, of).proportion_ci(method="wilson")
    assert told.share == pytest.approx(count / of)
    assert told.lower == pytest.approx(theirs.low, abs=1e-12)
    assert told.upper == pytest.approx(theirs.high, abs=1e-12)


def test_newcombes_own_example_is_reproduced() -> None:
    """Newcombe 1998, table II, row (a) 56/70 - 48/80, method 10: 0.0524 to 0.3339."""
    told = share_difference(share(56, 70), share(48, 80))
    assert told is not None
    assert told.estimate == pytest.approx(0.2)
    assert (told.lower, told.upper) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))
    assert told.tells


def test_nobody_has_no_share() -> None:
    assert share(0, 0).share is None
    assert share(0, 0).sentence() == "nobody"


def test_fewer_than_ten_people_give_no_difference_of_shares() -> None:
    assert share_difference(share(3, 9), share(40, 80)) is None


def test_more_people_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="5 of 4"):
        share(5, 4)


def test_a_share_says_itself_with_numerator_and_denominator() -> None:
    assert share(30, 110).sentence() == "30/110, 27 % (95 % interval 20 to 36)"
