"""From a data cut to the declared comparison: who is in it, the way round of differences, and what is refused."""

from functools import cache

import numpy as np
import pytest

from qol.analysis.comparing.choice import Choice, every_scale
from qol.analysis.comparing.cohort import Cohort, cohort
from qol.analysis.comparing.course import course_of_scale
from qol.analysis.comparing.declared import Compared, family
from qol.analysis.groups import pair
from qol.analysis.longitudinal.mixed_model import MixedModel
from qol.analysis.weighting.adjusted import Adjusted, NotAdjusted
from tests.reports.cohort import study

QL2 = Choice("qlq_c30", "QL2")


@cache
def everybody() -> Cohort:
    """The invented study, its plan without restrictions and weights, so that all may be compared."""
    data = study()
    assert data.protocol.plan is not None
    plan = data.protocol.plan.model_copy(update={"restricted_to": {}, "weights": "none", "bootstrap": 200})
    return cohort(data, pair(data), plan)


def test_a_difference_is_that_of_the_tables_nom_minus_surgery() -> None:
    found = everybody()
    found_difference = Compared(found).difference(QL2)
    assert isinstance(found_difference, Adjusted)
    rows = found.scores[
        (found.scores["scale"] == "QL2") & (found.scores["instrument"] == "qlq_c30")
        & (found.scores["visit"] == found.plan.primary_visit)
    ]  # fmt: skip
    means = rows.groupby("group")["value"].mean()
    assert found_difference.estimate == pytest.approx(means["nom"] - means["surgery"])


def test_a_model_puts_surgery_first_so_that_its_difference_has_the_same_direction() -> None:
    found = course_of_scale(everybody(), QL2)
    assert isinstance(found.model, MixedModel)
    apart = found.model.differences()[0]
    assert (apart.group, apart.minus) == everybody().labels


def test_the_family_begins_with_the_primary_scale_and_holm_counts_all_of_it() -> None:
    compared = Compared(everybody())
    assert family(everybody())[0] == QL2
    assert len(compared.holm.members) + len(compared.holm.not_tested) == len(family(everybody()))


def test_scales_apart_by_stoma_stand_once_for_each_status_and_never_for_all() -> None:
    apart = [one for one in every_scale(everybody().data) if one.instrument == "qlq_cr29" and one.scale == "FI"]
    assert [one.stoma for one in apart] == ["no", "yes"]


def test_a_scale_of_people_with_a_stoma_has_no_baseline_from_before_the_stoma() -> None:
    followed, _ = everybody().followed(Choice("qlq_cr29", "SS", "yes"))
    assert not followed.covariates


def test_the_dead_have_no_score_and_are_not_unknown() -> None:
    found = everybody()
    dead = found.alive == 0
    assert np.isnan(found.scored(QL2)[dead]).all()


def test_groups_that_a_covariate_tells_apart_get_no_adjusted_number() -> None:
    data = everybody().data
    plan = everybody().plan.model_copy(update={"weights": "overlap", "covariates": ("response",)})
    people = everybody().people.assign(response=["complete" if one else "incomplete" for one in everybody().first])
    apart = Cohort(data, everybody().groups, plan, everybody().chosen, people, everybody().visits, everybody().scores)
    found = Compared(apart).difference(QL2)
    assert isinstance(found, NotAdjusted)
    assert "tell the two groups apart" in found.sentence()
