"""Curves and comparisons; R's figures stand in tests/analysis/against_r/events_survival.py."""

import numpy as np
import pytest

from qol.analysis.events.aalen_johansen import cumulative_incidence
from qol.analysis.events.by_group import by_group
from qol.analysis.events.cox import cox
from qol.analysis.events.kaplan_meier import kaplan_meier, restricted_mean
from qol.analysis.events.log_rank import log_rank
from qol.analysis.events.times import Times
from qol.errors import AnalysisRefused
from tests.analysis.events.followed import followed, times


def small(time: list[float], state: list[int]) -> Times:
    return Times(np.array(time, dtype=float), np.array(state))


def test_kaplan_meier_by_hand() -> None:
    curve = kaplan_meier(small([1, 2, 2, 3, 4], [1, 1, 0, 0, 1]))
    assert curve.points.tolist() == [1, 2, 4]
    assert curve.value.tolist() == pytest.approx([4 / 5, 4 / 5 * 3 / 4, 0])
    assert curve.at(0.5) == (1, 1, 1)
    assert curve.at(3.9)[0] == pytest.approx(3 / 5)


def test_aalen_johansen_counts_nobody_who_died_before() -> None:
    told = small([1, 2, 3, 4], [2, 1, 2, 1])
    assert cumulative_incidence(told).value[-1] == pytest.approx(0.5)
    assert 1 - kaplan_meier(told).value[-1] == 1  # what treating death as a censoring would say


def test_incidences_and_the_share_free_of_both_add_up_to_one() -> None:
    told = times(followed(300, 1))
    both = Times(told.time, (told.state > 0).astype(int))
    whole = cumulative_incidence(told, 1).value + cumulative_incidence(told, 2).value + kaplan_meier(both).value
    assert whole == pytest.approx(np.ones(told.points.size))


def test_a_weight_of_two_is_a_person_twice_in_the_curve() -> None:
    frame = followed(60, 2)
    twice = Times(np.repeat(frame["time"].to_numpy(float), 2), np.repeat(frame["state"].to_numpy(), 2))
    heavy = Times(frame["time"].to_numpy(float), frame["state"].to_numpy(), np.full(60, 2.0))
    assert kaplan_meier(heavy).value == pytest.approx(kaplan_meier(twice).value)


def test_a_median_that_is_not_reached_is_said_so() -> None:
    told = by_group(small([1, 5, 6, 7, 2, 5, 6, 7], [1, 0, 0, 0] * 2), np.repeat([0, 1], 4), ("a", "b"), "months")
    assert told.groups[0].sentence("months") == "a: 1 of 4 people; median not reached"


def test_people_at_risk_stand_under_the_axis() -> None:
    told = by_group(small([1, 5, 6, 7, 2, 5], [1, 0, 1, 0, 1, 1]), np.array([0, 0, 0, 0, 1, 1]), ("a", "b"), "months")
    assert told.at_risk(np.array([0.0, 5.0, 6.0, 8.0])).tolist() == [[4, 3, 2, 0], [2, 1, 0, 0]]


def test_the_comparison_names_tests_denominators_and_intervals_before_p() -> None:
    frame = followed(200, 4)
    told = by_group(times(frame), frame["group"].to_numpy(), ("nom", "surgery"), "months").sentences()
    assert told[0].startswith("nom: ")
    assert "with a competing event before" in told[0]
    assert "free of the event on average, a difference of" in told[2]
    assert "log-rank test, chi-square" in told[3]
    assert told[4].index("95 % interval") < told[4].index("Wald test p")
    assert told[5].endswith("as censored at it; the share to whom the event happened does not.")


def test_weights_leave_the_log_rank_test_out_and_make_errors_robust() -> None:
    frame = followed(200, 5)
    told = by_group(times(frame, weighted=True), frame["group"].to_numpy(), ("nom", "surgery"), "months")
    assert (told.tested, told.restricted, told.ratio.robust) == (None, None, True)


def test_a_group_without_an_event_has_no_hazard_ratio_and_a_sentence_says_so() -> None:
    told = by_group(small([1, 2, 3, 4, 5, 6], [1, 1, 1, 0, 0, 0]), np.repeat([0, 1], 3), ("a", "b"), "months")
    assert told.ratio is None
    assert "a group without an event" in told.refused[0]


@pytest.mark.parametrize("places", [(0, 2), (0, 1), (1, 2)])
def test_a_group_without_anybody_is_named_and_takes_no_degree_of_freedom(places: tuple[int, int]) -> None:
    frame = followed(60, 6)
    group = np.array(places)[frame["group"].to_numpy()]
    told = by_group(times(frame), group, ("a", "b", "c"), "months")
    assert (told.tested, told.ratio, told.restricted) == (None, None, None)
    (empty,) = {0, 1, 2} - set(places)
    assert told.sentences()[-1] == f"Nobody is in {'abc'[empty]}: nothing is compared."
    with pytest.raises(AnalysisRefused, match="people in each"):
        log_rank(times(frame), np.full(60, 1))


@pytest.mark.parametrize("early", [3, 4, 7, 13])
@pytest.mark.parametrize("weights", [None, 0.37])
def test_a_group_that_is_gone_before_the_first_event_has_no_hazard_ratio(early: int, weights: float | None) -> None:
    time = np.array([1.0] * early + [5.0, 6.0, 7.0, 7.0])
    told = Times(
        time, np.array([0] * early + [1, 1, 1, 0]), None if weights is None else np.linspace(weights, 1.0, time.size)
    )
    with pytest.raises(AnalysisRefused, match="no finite hazard ratio"):
        cox(told, (time < 2).astype(float)[:, None], ("gone early",))


def test_no_event_at_all_is_refused_in_words() -> None:
    with pytest.raises(AnalysisRefused, match="at least one event"):
        cox(small([1, 2], [0, 2]), np.array([[0.0], [1.0]]), ("x",))


def test_nobody_followed_to_the_horizon_gives_no_restricted_mean() -> None:
    with pytest.raises(ValueError, match="nobody is followed up to 9"):
        restricted_mean(small([1, 2, 3], [1, 0, 0]), 9)
    assert restricted_mean(small([1, 2, 3], [1, 1, 1]), 9).value == pytest.approx(2)


@pytest.mark.parametrize("wrong", [np.nan, -1.0])
def test_a_time_is_known_and_not_negative(wrong: float) -> None:
    with pytest.raises(AnalysisRefused):
        small([1, wrong], [1, 0])
