"""The page about protocols names everything that can be written."""

from pathlib import Path

from qol.course.analysis_plan_source import KEYS as PLAN_KEYS
from qol.course.due import DueState
from qol.course.protocol_source import KEYS, REPORT_PARTS, VISIT_KEYS, WELCOME_TEXTS
from qol.course.timeline import DETAILS, EventKind
from tests.course.story import STORIES

PAGE = (Path(__file__).parents[2] / "docs" / "protocols.md").read_text(encoding="utf-8")


def test_every_key_of_a_protocol_is_documented() -> None:
    keys = {*KEYS, *VISIT_KEYS, *PLAN_KEYS, *REPORT_PARTS, *WELCOME_TEXTS, "intro"}
    assert {key for key in keys if f"`{key}`" not in PAGE and f"{key}:" not in PAGE} == set()


def test_every_event_and_detail_is_documented() -> None:
    assert {kind for kind in EventKind if f"`{kind}`" not in PAGE} == set()
    for details in DETAILS.values():
        for key, values in details.items():
            assert f"`{key}`" in PAGE
            assert not values or ", ".join(values) in PAGE, key


def test_every_state_of_a_visit_is_documented() -> None:
    assert {state for state in DueState if state not in PAGE} == set()


def test_the_number_of_histories_is_the_one_that_is_said() -> None:
    assert len(STORIES) == 22
    assert "Twenty-two patient histories" in PAGE
