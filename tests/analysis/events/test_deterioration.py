"""Time to deterioration, against R's QoLR 1.0.3 on its own example.

library(QoLR); TTD(dataqol2, score = c("QoL", "pain"), MCID = c(5, 5), order = c(1, 2))

QoLR numbers its rows 1 to 60 but puts the people in the order of their ids as text, and takes the date of somebody
else's baseline where ids and rows differ; where that date is missing, the time is. These two faults are not ours.
"""

import numpy as np
import pandas as pd
import pytest

from qol.analysis.events.deterioration import Deterioration, Rule, deterioration
from tests.analysis.longitudinal.published import data

NAN = np.nan


def wide(column: str) -> np.ndarray:
    table = pd.read_csv(data("qolr_dataqol2_scores.csv"))
    return table.pivot(index="id", columns="time", values=column).to_numpy(dtype=float)


@pytest.mark.parametrize(("score", "higher"), [("QoL", "better"), ("pain", "worse")])
def test_time_to_deterioration_equals_that_of_qolr(score: str, higher: str) -> None:
    theirs = pd.read_csv(data("qolr_dataqol2_ttd_mcid5.csv"))
    told = deterioration(wide(score), wide("date"), np.full(60, NAN), Rule(5, higher))
    order = sorted(range(60), key=lambda place: str(place + 1))
    days, state = told.days[order], told.state[order]
    timed = theirs[f"time.{score}"].notna().to_numpy()
    assert timed.sum() == 58
    assert days[timed] / 30.4375 == pytest.approx(theirs[f"time.{score}"][timed].to_numpy(), abs=1e-12)
    assert (state == theirs[f"event.{score}"].to_numpy())[timed].all()
    untimed = [order[place] + 1 for place in np.flatnonzero(~timed)]
    assert untimed == [11, 46]
    # their own first worse score, which has a date
    assert [told.days[i - 1] for i in untimed] == {"QoL": [40, 92], "pain": [40, 44]}[score]


def one(scores: list[float], rule: Rule, died: float = NAN, days: list[float] | None = None) -> Deterioration:
    on = [30.0 * k for k in range(len(scores))] if days is None else days
    return deterioration(np.array([scores]), np.array([on]), np.array([died]), rule)


def found(told: Deterioration) -> tuple[float, int, str]:
    return float(told.days[0]), int(told.state[0]), told.why[0]


RULE = Rule(10, "better")


def test_a_change_of_exactly_the_threshold_counts_and_a_point_less_does_not() -> None:
    assert found(one([60, 50], RULE)) == (30, 1, "deteriorated")
    assert found(one([60, 50.1], RULE)) == (30, 0, "not deteriorated")


def test_a_form_dated_before_the_baseline_form_does_not_count() -> None:
    late_decision = one([60, 20, 60, 40], RULE, days=[100.0, 80.0, 130.0, 160.0])
    assert found(late_decision) == (60, 1, "deteriorated")
    assert found(one([60, 20], RULE, days=[100.0, 80.0]))[2] == "no later score"


def test_thirds_of_a_scale_are_not_lost_to_rounding() -> None:
    assert found(one([200 / 3, 50], Rule(50 / 3, "better")))[1] == 1


def test_higher_may_be_worse() -> None:
    assert found(one([20, 35], Rule(10, "worse"))) == (30, 1, "deteriorated")
    assert found(one([20, 35], RULE)) == (30, 0, "not deteriorated")


def test_the_first_time_is_taken_across_a_visit_that_was_missed() -> None:
    assert found(one([60, NAN, 40, 30], RULE)) == (60, 1, "deteriorated")


def test_definitive_means_that_no_later_score_is_better() -> None:
    rule = Rule(10, "better", definitive=True)
    assert found(one([60, 40, 60, 45], rule)) == (90, 1, "deteriorated")
    assert found(one([60, 40, NAN, 45], rule)) == (30, 1, "deteriorated")
    assert found(one([60, 40, 60, 55], rule)) == (90, 0, "not deteriorated")
    assert found(one([60, 40, 60, 45], RULE)) == (30, 1, "deteriorated")


def test_death_is_what_the_plan_says() -> None:
    told = {death: found(one([60, 58], Rule(10, "better", death=death), died=200.0))
            for death in ("event", "competing", "last score")}  # fmt: skip
    assert told == {
        "event": (200, 1, "died"), "competing": (200, 2, "died"), "last score": (30, 0, "not deteriorated"),
    }  # fmt: skip


def test_death_after_a_deterioration_changes_nothing() -> None:
    assert found(one([60, 40], RULE, died=200.0)) == (30, 1, "deteriorated")


def test_days_count_from_the_baseline_form() -> None:
    assert found(one([60, 40], RULE, days=[14, 95])) == (81, 1, "deteriorated")


@pytest.mark.parametrize(("scores", "days"), [([NAN, 40.0], [0.0, 30.0]), ([60.0, 40.0], [NAN, 30.0])])
def test_without_a_dated_baseline_a_person_is_in_no_curve(scores: list[float], days: list[float]) -> None:
    told = one(scores, RULE, days=days)
    assert found(told) == (0, 0, "no baseline")
    assert told.times().n == 0


def test_the_sentence_names_denominators_and_exclusions() -> None:
    scores = np.array([[60, 40.0], [60, 58], [60, NAN], [NAN, 40], [60, 60]])
    told = deterioration(scores, np.tile([0.0, 30], (5, 1)), np.array([NAN, 90, NAN, NAN, NAN]), RULE)
    assert told.sentence() == (
        "Deterioration: a score 10 points or more lower than at baseline at any scheduled visit; death is a competing "
        "event. 4 people with a baseline score: 1 deteriorated, 1 died before, 1 had not when last asked, 1 have no "
        "later score; left out: 1 without a baseline score."
    )


def test_a_threshold_is_needed() -> None:
    with pytest.raises(ValueError, match="above 0"):
        Rule(0, "better")


def test_a_score_dated_after_death_does_not_count_and_is_said() -> None:
    told = one([60, 58, 30], RULE, died=45.0)
    assert found(told) == (45, 2, "died")
    assert told.sentence().endswith("1 have scores dated after their death, which do not count.")
