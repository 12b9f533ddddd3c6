from dataclasses import replace

import numpy as np
import pytest

from qol.analysis.comparing.cohort import Cohort, cohort
from qol.analysis.comparing.worsening import Worsening, declared, weighted
from qol.analysis.groups import pair
from qol.analysis.study_data import StudyData
from qol.errors import AnalysisRefused
from tests.reports.cohort import study


@pytest.fixture(scope="module")
def invented() -> Cohort:
    return of(study())


def of(data: StudyData) -> Cohort:
    assert data.protocol.plan is not None
    return cohort(data, pair(data), data.protocol.plan)


def of_quality(one: Cohort) -> Worsening:
    return next(found for found in declared(one) if found.choice.scale == "QL2")


def test_only_scales_with_points_in_the_plan_are_followed(invented: Cohort) -> None:
    assert [str(one.choice) for one in declared(invented)] == list(invented.plan.deterioration)
    silent = replace(invented, plan=invented.plan.model_copy(update={"deterioration": {}}))
    assert declared(silent) == ()


def test_everybody_of_the_set_is_counted_once(invented: Cohort) -> None:
    seen = of_quality(invented).seen
    assert sum(seen[0].values()) == int(invented.first.sum())
    assert sum(seen[1].values()) == int((~invented.first).sum())


def test_a_death_is_an_event_or_competes_and_is_dated_on_the_study_clock(invented: Cohort) -> None:
    one = of_quality(invented)
    died = np.array([why == "died" for why in one.found().why])
    assert died.any()
    assert set(one.found("event").state[died]) == {1}
    assert set(one.found("competing").state[died]) == {2}
    row = invented.people.loc[np.flatnonzero(died)[0], "patient"]
    days = invented.data.events[invented.data.events["patient"] == row].set_index("event")["day"]
    assert one.died[np.flatnonzero(died)[0]] == days["death"] - days["neoadjuvant_end"]


def test_answers_in_the_patients_place_do_not_count(invented: Cohort) -> None:
    one = of_quality(invented)
    who, when = np.argwhere(~np.isnan(one.scores[:, 1:]))[0]
    patient, visit = invented.people.loc[who, "patient"], invented.visits[when]
    rows = invented.data.scores
    here = (rows["patient"] == patient) & ((rows["visit"] == visit) | (rows["also_visit"] == visit))
    told = of(replace(invented.data, scores=rows.assign(mode=rows["mode"].where(~here, "proxy"))))
    again = of_quality(told).scores
    assert np.isnan(again[who, 1 + when])
    assert int(np.isnan(again).sum()) > int(np.isnan(one.scores).sum())


def test_change_is_the_score_then_minus_that_at_the_baseline(invented: Cohort) -> None:
    one = of_quality(invented)
    then = invented.at(one.choice, "month_12")
    first, second = one.change("month_12")
    np.testing.assert_array_equal(first, (then - invented.baseline(one.choice))[invented.first])
    np.testing.assert_array_equal(second, (then - invented.baseline(one.choice))[~invented.first])


def test_weights_must_be_of_everybody(invented: Cohort) -> None:
    one = of_quality(invented)
    with pytest.raises(AnalysisRefused, match="one weight for each person"):
        weighted(one, np.ones(3))
    even = weighted(one, np.ones(len(invented.people))).by_group("event")
    plain = one.by_group("event")
    assert even.ratio is not None
    assert plain.ratio is not None
    assert even.tested is None
    assert even.ratio.ratios[0].log == pytest.approx(plain.ratio.ratios[0].log)
