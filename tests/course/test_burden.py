"""What visits ask of patients."""

from collections.abc import Mapping

import pytest

from qol.course.burden import SITUATIONS, USUAL_MINUTES, burden, forms_asked, heaviest
from qol.course.protocol import Protocol
from qol.instruments.library import Library

BY_LABEL = {situation.label: situation for situation in SITUATIONS}


@pytest.mark.parametrize(
    ("visit", "situation", "items"),
    [
        ("month_12", "non-operative, rectum in place", 21),
        ("month_12", "surgery, no stoma", 20),
        ("month_12", "surgery, stoma", 20),
        ("month_12", "non-operative, later resection", 21),
        ("month_12", "non-operative, regrowth known", 15),
        ("decision", "surgery, no stoma", 8),
    ],
)
def test_the_satisfaction_form_is_as_long_as_specified(
    visit: str, situation: str, items: int, stage_1_3: Protocol, library: Library
) -> None:
    found = burden(stage_1_3, stage_1_3.visit_by_id[visit], library, BY_LABEL[situation], "male")
    assert found.items["treatment_satisfaction"] == items


def test_the_short_form_has_seven_items(protocols: Mapping[str, Protocol], library: Library) -> None:
    stage_4 = protocols["stage_4"]
    found = burden(stage_4, stage_4.visit_by_id["line_2"], library, SITUATIONS[1], "female")
    assert found.items["treatment_satisfaction"] == 7


def test_minutes_are_items_at_the_protocols_pace(stage_1_3: Protocol, library: Library) -> None:
    found = burden(stage_1_3, stage_1_3.visit_by_id["month_12"], library, SITUATIONS[1], "male")
    assert found.minutes == pytest.approx(found.total * 10 / 60)


def test_with_a_stoma_lars_is_not_asked(stage_1_3: Protocol, library: Library) -> None:
    facts = {"sex": "male", "strategy": "surgery", "rectum": "removed"}
    visit = stage_1_3.visit_by_id["month_12"]
    assert "lars" not in forms_asked(visit, library, {**facts, "stoma": "yes"})
    assert "lars" in forms_asked(visit, library, {**facts, "stoma": "no"})


def test_before_a_decision_satisfaction_is_not_asked(stage_1_3: Protocol, library: Library) -> None:
    facts = {"sex": "female", "strategy": "undecided", "rectum": "kept", "stoma": "no"}
    assert "treatment_satisfaction" not in forms_asked(stage_1_3.visit_by_id["month_3"], library, facts)


def test_no_visit_of_a_shipped_protocol_takes_longer_than_usual(
    protocols: Mapping[str, Protocol], library: Library
) -> None:
    for protocol in protocols.values():
        for visit, found in heaviest(protocol, library).items():
            assert 0 < found.minutes <= USUAL_MINUTES, (protocol.id, visit)
