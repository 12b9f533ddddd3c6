"""Adjusted differences: what they recover, what they refuse, and what a balance plot would not have told."""

import time

import numpy as np
import pytest

from qol.analysis.longitudinal.followed import Covariate
from qol.analysis.weighting.adjusted import Adjusted, NotAdjusted
from qol.analysis.weighting.e_value import e_value
from qol.analysis.weighting.people import Floats, People
from qol.analysis.weighting.propensity import propensity
from qol.analysis.weighting.redrawn import Redrawn
from qol.analysis.weighting.weighed import weigh
from qol.analysis.weighting.weights import Method, Weighting
from tests.analysis.weighting.cohorts import TRUE, cohort


def adjusted(people: People, outcome: Floats, method: Method = "overlap", **declared) -> Adjusted | NotAdjusted:
    return Redrawn(weigh(people, Weighting(method, **declared)), 300, 9).difference(outcome)


@pytest.mark.parametrize("method", ["overlap", "iptw"])
def test_weights_recover_the_truth_that_the_raw_difference_misses(method: Method) -> None:
    people, frame = cohort(3000, 21)
    outcome = frame["outcome"].to_numpy()
    raw, told = adjusted(people, outcome, "none"), adjusted(people, outcome, method)
    assert raw.upper < TRUE - 1
    assert told.lower < TRUE < told.upper
    assert told.estimate == pytest.approx(TRUE, abs=1.6)


def test_an_unmeasured_confounder_leaves_the_balance_perfect_and_the_answer_wrong() -> None:
    people, frame = cohort(2500, 22, hidden=1.0)
    outcome = frame["outcome"].to_numpy()
    weighed = weigh(people, Weighting(penalty="none"))
    assert max(abs(one.after) for one in weighed.balance) < 1e-8  # nothing to be seen in the plot
    told = Redrawn(weighed, 400).difference(outcome)
    assert told.lower > TRUE + 3  # and the interval is sure of what is wrong
    known = Covariate("frail", frame["frail"].to_numpy())
    whole = adjusted(People(people.first, people.groups, (*people.covariates, known)), outcome)
    assert whole.lower < TRUE < whole.upper
    assert told.e_value.limit < 5  # what the page says beside it: such a confounder would do


def test_without_overlap_there_is_no_adjusted_number() -> None:
    people, frame = cohort(120, 23, pull=40)
    told = adjusted(people, frame["outcome"].to_numpy())
    assert isinstance(told, NotAdjusted)
    assert not hasattr(told, "estimate")
    assert told.sentence().startswith("No adjusted number: ")
    assert "have a propensity that also occurs in the other group" in told.sentence()


def test_the_effective_size_of_those_who_answered_decides() -> None:
    people, frame = cohort(200, 24, pull=0.3)
    outcome = frame["outcome"].to_numpy().copy()
    outcome[np.flatnonzero(people.first)[15:]] = np.nan
    told = adjusted(people, outcome, least_effective=20)
    assert "the effective size of nom is" in told.sentence()
    assert isinstance(adjusted(people, frame["outcome"].to_numpy(), least_effective=20), Adjusted)


def test_fewer_than_ten_answers_are_refused_without_weights_too() -> None:
    people, frame = cohort(60, 25)
    outcome = np.where(np.arange(60) < 12, frame["outcome"], np.nan)
    assert "10 in each are needed" in adjusted(people, outcome, "none").sentence()


@pytest.mark.parametrize("method", ["overlap", "none"])
def test_an_outcome_without_spread_within_the_groups_is_refused(method: str) -> None:
    people, _ = cohort(80, 30)
    told = adjusted(people, people.first.astype(float), method)
    assert "within each group all outcomes are the same" in told.sentence()


def test_the_sd_is_of_the_people_whom_the_means_are_of() -> None:
    people, frame = cohort(400, 31)
    weighed = weigh(people, Weighting(least_effective=2, trim=0.3))
    assert weighed.trimmed > 20
    far = np.where(weighed.weights > 0, frame["outcome"], 1e6)
    told, plain = (Redrawn(weighed, 200).difference(one) for one in (far, frame["outcome"].to_numpy()))
    assert told.estimate == pytest.approx(plain.estimate)
    assert told.sd == pytest.approx(plain.sd)


def test_redrawn_samples_that_could_not_be_fitted_give_no_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    people, frame = cohort(150, 32)
    redrawn = Redrawn(weigh(people), 200)
    monkeypatch.setattr("qol.analysis.weighting.propensity.ITERATIONS", 2)
    told = redrawn.difference(frame["outcome"].to_numpy())
    assert isinstance(told, NotAdjusted)
    assert "in 200 of 200 redrawn samples the propensity model could not be fitted" in told.sentence()


def test_the_seed_decides_the_interval() -> None:
    people, frame = cohort(150, 26)
    outcome = frame["outcome"].to_numpy()
    first, again, other = (Redrawn(weigh(people), 400, seed).difference(outcome) for seed in (1, 1, 2))
    assert first == again
    assert (first.estimate, first.se) == (other.estimate, other.se)
    assert first.lower != other.lower


def test_the_bootstrap_and_the_sandwich_agree_on_many_people() -> None:
    people, frame = cohort(1500, 27)
    told = Redrawn(weigh(people), 1000).difference(frame["outcome"].to_numpy())
    assert (told.upper - told.lower) / (told.robust_upper - told.robust_lower) == pytest.approx(1, abs=0.08)


def test_every_redrawn_sample_refits_the_weights() -> None:
    """With weights taken as known the interval would be about as wide as without adjustment; it is far narrower."""
    people, frame = cohort(1500, 28)
    outcome = 3.0 * frame["age"].to_numpy() + np.random.default_rng(1).normal(0, 1, 1500)
    told, raw = adjusted(people, outcome), adjusted(people, outcome, "none")
    assert told.upper - told.lower < 0.3 * (raw.upper - raw.lower)


def test_intervals_cover_the_truth_as_often_as_they_say() -> None:
    """A short version of `./run simulate`: of 60 cohorts at least 50 cover (one in 1,000 by chance at 95 %)."""
    covered = 0
    for seed in range(60):
        people, frame = cohort(150, 1000 + seed, pull=0.7)
        told = Redrawn(weigh(people, Weighting(least_effective=2)), 250, seed).difference(frame["outcome"].to_numpy())
        covered += told.lower < TRUE < told.upper
    assert covered >= 50


def test_two_thousand_refits_of_a_thousand_people_take_seconds() -> None:
    people, frame = cohort(1000, 29)
    began = time.process_time()
    redrawn = Redrawn(weigh(people), 2000)
    for _ in range(20):
        assert isinstance(redrawn.difference(frame["outcome"].to_numpy()), Adjusted)
    assert time.process_time() - began < 60


def test_an_e_value_by_hand() -> None:
    """VanderWeele & Ding: RR 1.5 gives 1.5 + sqrt(1.5 x 0.5)."""
    told = e_value(np.log(1.5) / 0.91, 0.01, 1)
    assert told.estimate == pytest.approx(1.5 + np.sqrt(0.75))
    assert 1 < told.limit < told.estimate
    assert e_value(-3, 1, 10) == e_value(3, 1, 10).__class__(-0.3, e_value(3, 1, 10).estimate, e_value(3, 1, 10).limit)
    assert e_value(1, 2, 10).limit == 1


def test_a_rare_category_and_few_people_for_the_columns_do_not_stop_the_redrawing() -> None:
    """Samples without anybody of a category, and small ones, in which plain Newton steps of Firth's score overshoot."""
    random = np.random.default_rng(8)
    people, traits = 140, 18
    design = random.normal(size=(people, traits))
    rare = np.zeros((people, 6))
    for column in range(6):
        rare[random.choice(people, 3, replace=False), column] = 1
    first = random.random(people) < 1 / (1 + np.exp(-design[:, 0]))
    columns = np.column_stack([np.ones(people), design, (rare - rare.mean(0)) / rare.std(0)])
    counts = random.multinomial(people, np.full(people, 1 / people), 200).astype(float)
    fits = propensity(columns, first, counts, firth=True)
    assert (~fits.settled).sum() <= 2
    for sample in range(20):
        mine = counts[sample] > 0
        assert np.isfinite(fits.propensity[sample]).all()
        share = fits.propensity[sample][mine]
        assert np.sum(counts[sample][mine] * (first[mine] - share)) == pytest.approx(0, abs=people / 20)
