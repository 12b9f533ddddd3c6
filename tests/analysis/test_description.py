import math

import numpy as np
import pytest
from scipy import stats

from qol.analysis.description import describe


def test_a_description_agrees_with_scipy() -> None:
    scores = [0, 8.33, 50, 58.33, 75, 91.67, 100, 100, 41.67]
    told = describe(scores)
    low, high = stats.t.interval(0.95, len(scores) - 1, loc=np.mean(scores), scale=stats.sem(scores))
    assert (told.n, told.at_floor, told.at_ceiling) == (9, 1, 2)
    assert told.mean == pytest.approx(np.mean(scores))
    assert told.sd == pytest.approx(stats.tstd(scores))
    assert told.median == pytest.approx(58.33)
    assert (told.lower, told.upper) == (pytest.approx(low), pytest.approx(high))


def test_missing_scores_are_left_out_and_not_taken_for_zero() -> None:
    told = describe([math.nan, 50, math.nan, 70])
    assert (told.n, told.mean, told.at_floor) == (2, 60.0, 0)


def test_one_score_has_a_mean_but_no_spread_and_no_interval() -> None:
    told = describe([33.3])
    assert (told.mean, told.sd, told.lower, told.upper) == (33.3, None, None, None)
    assert "SD" not in told.sentence()


def test_no_score_has_no_mean() -> None:
    told = describe([])
    assert (told.n, told.mean, told.floor_share) == (0, None, 0.0)
    assert told.sentence() == "no scores"


@pytest.mark.parametrize(
    ("scores", "end"),
    [([0] * 2 + [50] * 10, "floor"), ([100] * 2 + [50] * 10, "ceiling"), ([0] * 3 + [100] * 3 + [50], "both ends"),
     ([0] + [50] * 10, None)],
)  # fmt: skip
def test_more_than_fifteen_per_cent_at_an_end_is_said(scores: list[float], end: str | None) -> None:
    assert describe(scores).crowded == end


def test_the_ends_of_the_lars_score_are_0_and_42() -> None:
    assert describe([42, 42, 0, 21], 0, 42).at_ceiling == 2


def test_a_score_outside_its_range_is_a_fault_and_not_averaged() -> None:
    with pytest.raises(ValueError, match="101 is outside 0 to 100"):
        describe([101])
