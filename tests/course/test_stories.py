"""Patient histories with the states, the visits of dates and the due lists that are expected of them."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from qol.course.due import OPEN, due
from qol.course.protocol import Protocol
from qol.course.state import state_at
from qol.course.timeline import check
from qol.course.windows import assign
from tests.course.story import STORIES, progress, story

every_story = pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)


@every_story
def test_a_story_is_possible(path: Path) -> None:
    assert check(story(path).timeline).refused == ()


@every_story
def test_a_story_has_the_expected_states(path: Path) -> None:
    told = story(path)
    for expected in told.states:
        state = asdict(state_at(told.timeline, date.fromisoformat(expected["on"])))
        assert {key: state[key] for key in expected if key != "on"} == {
            key: value for key, value in expected.items() if key != "on"
        }, expected["on"]


@every_story
def test_dates_of_a_story_belong_to_the_expected_visits(path: Path, protocols: Mapping[str, Protocol]) -> None:
    told = story(path)
    for expected in told.belongs:
        found = assign(protocols[told.protocol], told.timeline, date.fromisoformat(expected["on"]))
        assert (found.visit_id or "none") == expected["visit"], expected["on"]
        assert list(found.also_satisfies) == expected.get("also", []), expected["on"]
        assert found.late == expected.get("late", False), expected["on"]


@every_story
def test_a_story_has_the_expected_due_lists(path: Path, protocols: Mapping[str, Protocol]) -> None:
    told = story(path)
    for expected in told.due:
        today = date.fromisoformat(expected["on"])
        listed = due(protocols[told.protocol], told.timeline, progress(expected["done"]), today)
        states = {item.visit.id: str(item.state) for item in listed}
        assert {visit: states.get(visit) for visit in expected["states"]} == expected["states"], today
        assert sorted(item.visit.id for item in listed if item.state in OPEN) == sorted(expected["open"]), today
        for name in ("satisfied_by", "answered_with"):
            said = {item.visit.id: getattr(item, name) for item in listed if getattr(item, name)}
            assert said == expected.get(name, {}), (today, name)


def test_there_are_stories_to_run() -> None:
    assert len(STORIES) >= 20
