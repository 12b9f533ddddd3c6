"""Where am I, and how long still."""

from pathlib import Path

import pytest

from qol.instruments.library import Library
from qol.study.collection.path import Path as Route
from qol.study.collection.path import Section, path
from qol.study.collection.progress import GAP, UNIT, minutes, progress

FACTS = {"sex": "female", "stoma": "no", "strategy": "nom", "rectum": "kept", "occasion": "follow_up"}


@pytest.fixture(scope="module")
def route() -> Route:
    library = Library(Path(__file__).parents[3] / "instruments")
    names = ("lars", "qlq_c30", "qlq_cr29")
    return path([Section(n, str(n), library[name], "") for n, name in enumerate(names, 1)], FACTS, {})


def test_the_whole_assessment_is_counted(route: Route) -> None:
    seventh = progress(route, route.steps[6])
    assert (seventh.part, seventh.parts, seventh.question) == (2, 3, 7)
    assert seventh.questions == len(route.steps) == 5 + 30 + 26


def test_the_last_question_takes_a_minute_at_least(route: Route) -> None:
    assert progress(route, route.steps[-1]).minutes == 1
    assert [minutes(n) for n in (1, 6, 7, 59)] == [1, 1, 2, 10]


def test_each_part_is_as_long_as_its_questions(route: Route) -> None:
    bars = progress(route, route.steps[0]).bars
    assert [bar.length + GAP / 2 * (2 if 0 < n < 2 else 1) for n, bar in enumerate(bars)] == [50, 300, 260]
    assert bars[-1].start + bars[-1].length == len(route.steps) * UNIT


def test_parts_before_are_full_and_parts_after_are_empty(route: Route) -> None:
    bars = progress(route, route.steps[6]).bars
    assert bars[0].done == bars[0].length
    assert 0 < bars[1].done < bars[1].length
    assert bars[2].done == 0


def test_the_last_question_fills_the_bar(route: Route) -> None:
    bars = progress(route, route.steps[-1]).bars
    assert [bar.done for bar in bars] == [bar.length for bar in bars]
