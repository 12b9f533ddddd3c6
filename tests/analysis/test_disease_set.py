"""Stage and intent at time zero: each person in one set alone, and nothing of the future in it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qol.analysis.analysis_set import analysis_set
from qol.analysis.comparing.views import Views
from qol.analysis.comparing.weighted_rows import analysis_rows
from qol.analysis.disease_set import SETS, disease_sets
from qol.analysis.groups import pair
from qol.analysis.one_set import NoSuchSet, in_one_set
from tests.reports.cohort import protocols
from tests.reports.two_sets import PALLIATIVE, metastatic, two_sets

ENROLLED = date(2025, 1, 10)
EVENTS = ("patient", "event", "on", "precision", "day", "details")
PROTOCOLS = protocols()


def one(
    m: str | None = None, intent: str | None = None, spread: int | None = None, decided: int | None = 60,
    protocol: str = "stage_1_3", precision: str = "day", dates: bool = True,
) -> str:  # fmt: skip
    """The set of one person; days are counted from enrolment."""
    patients = pd.DataFrame([{"patient": "a", "clinical_m": m, "treatment_intent": intent,
                              "enrolled_on": ENROLLED.isoformat() if dates else None}])  # fmt: skip
    rows: list[dict[str, Any]] = []
    for kind, day, how in (("decision", decided, "day"), ("metastasis", spread, precision)):
        if day is not None:
            on = ENROLLED + timedelta(days=day)
            on = on.replace(day=15) if how == "month" else on
            rows.append({"patient": "a", "event": kind, "on": on.isoformat() if dates else None, "precision": how,
                         "day": (on - ENROLLED).days, "details": ""})  # fmt: skip
    return disease_sets(patients, pd.DataFrame(rows, columns=list(EVENTS)), PROTOCOLS[protocol])["a"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, "stage_1_3"),
        ({"m": "0", "intent": "curative"}, "stage_1_3"),
        ({"m": "1"}, "stage_4_unrecorded"),
        ({"m": "1", "intent": "curative"}, "stage_4_curative"),
        ({"m": "0", "intent": "palliative"}, "stage_4_palliative"),
        ({"spread": 60}, "stage_4_unrecorded"),
        ({"spread": 60, "dates": False}, "stage_4_unrecorded"),
        ({"spread": 61}, "stage_1_3"),
        ({"spread": 1, "decided": None}, "stage_1_3"),
        ({"spread": 0, "decided": None}, "stage_4_unrecorded"),
        ({"spread": 62, "precision": "month"}, "stage_1_3"),  # of the same month as the decision: it may be later
        ({"spread": 30, "precision": "month"}, "stage_4_unrecorded"),
        ({"protocol": "stage_4"}, "stage_4_palliative"),
        ({"protocol": "stage_4", "intent": "curative"}, "stage_4_curative"),
    ],
)
def test_the_set_follows_from_what_was_known_at_the_decision(said: dict[str, Any], found: str) -> None:
    assert one(**said) == found


@given(
    m=st.sampled_from([None, "0", "1"]), intent=st.sampled_from([None, "curative", "palliative"]),
    decided=st.integers(0, 400), later=st.integers(1, 2000), precision=st.sampled_from(["day", "month"]),
    dates=st.booleans(),
)  # fmt: skip
def test_a_later_metastasis_never_changes_the_set(
    m: str | None, intent: str | None, decided: int, later: int, precision: str, dates: bool
) -> None:
    before = one(m, intent, None, decided, dates=dates)
    spread = ENROLLED + timedelta(days=decided + later)
    if precision == "month" and (spread.year, spread.month) < _month(decided):
        return
    assert one(m, intent, decided + later, decided, precision=precision, dates=dates) == before


def _month(day: int) -> tuple[int, int]:
    on = ENROLLED + timedelta(days=day)
    return on.year, on.month


def test_each_person_of_a_study_is_in_one_set_alone() -> None:
    data = two_sets()
    speaks = in_one_set(data).speaks_of
    assert speaks is not None and set(speaks.members) <= set(SETS)
    everybody = [person for both in speaks.members.values() for group in both for person in group]
    grouped = data.patients.loc[data.patients["group"].isin(["nom", "surgery"]), "patient"]
    assert sorted(everybody) == sorted(grouped)
    assert sum(speaks.sizes("stage_4_palliative")) == PALLIATIVE


def test_the_usual_set_has_most_people_in_its_smaller_group() -> None:
    data = two_sets()
    speaks = in_one_set(data).speaks_of
    assert speaks is not None and not speaks.by_choice
    assert min(speaks.sizes(speaks.chosen)) == max(min(speaks.sizes(one)) for one in speaks.members)  # type: ignore[arg-type]


@pytest.mark.parametrize("wanted", [None, "stage_4_palliative"])
def test_no_table_of_a_set_holds_anybody_of_another(wanted: str | None) -> None:
    data = in_one_set(two_sets(), wanted)
    assert data.speaks_of is not None and data.speaks_of.apart
    for name in ("patients", "events", "visits", "forms", "items", "scores"):
        assert not set(getattr(data, name)["patient"]) & data.speaks_of.apart, name
    assert set(data.patients["group"]) == {"nom", "surgery", "undecided"}
    assert in_one_set(data) is data


def test_a_set_with_nobody_in_a_group_is_refused_in_words() -> None:
    with pytest.raises(NoSuchSet, match="Stage IV, intent not recorded: there is nobody in Surgery"):
        in_one_set(two_sets(), "stage_4_unrecorded")
    with pytest.raises(NoSuchSet, match="There is no set 'stage_9'"):
        in_one_set(two_sets(), "stage_9")


def test_another_set_and_pooling_are_exploratory_whatever_was_locked() -> None:
    assert not in_one_set(two_sets()).standing.other_set
    assert "chosen" in in_one_set(two_sets(), "stage_4_palliative").standing.other_set
    pooled = in_one_set(two_sets(), "pooled")
    assert pooled.speaks_of is not None and not pooled.speaks_of.apart
    assert "pooled" in pooled.standing.other_set and not pooled.standing.confirmatory


def test_a_study_of_one_set_has_nothing_to_pool() -> None:
    data = in_one_set(metastatic(), "pooled")
    assert data.speaks_of is not None and data.speaks_of.chosen == "stage_4_palliative"


def test_cohort_screen_and_table_hold_one_set_without_being_asked() -> None:
    data = two_sets()
    inside = in_one_set(data)
    assert inside.speaks_of is not None
    chosen = analysis_set(data, pair(data), data.protocol.plan)
    assert not set(chosen.within["patient"]) & inside.speaks_of.apart
    assert sum(one.first + one.second for one in chosen.exclusions) + len(chosen.within) == len(chosen.people)
    assert Views(data).data.patients.equals(inside.patients)
    plan = data.protocol.plan
    assert plan is not None
    plain = replace(
        data, protocol=data.protocol.model_copy(update={"plan": plan.model_copy(update={"covariates": ()})})
    )
    rows = analysis_rows(plain, pair(data))
    assert set(rows["disease_set"]) == {"stage_1_3", "stage_4_palliative", "stage_4_unrecorded"}
    apart = rows["patient"].isin(inside.speaks_of.apart)
    assert not rows.loc[apart, "in_set"].any() and np.isnan(rows.loc[apart, "weight_overlap"]).all()
