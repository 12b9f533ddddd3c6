"""Which questions are asked of whom, and in which order."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from qol.instruments.definition import Instrument
from qol.instruments.library import Library
from qol.study.collection.path import Given, Section, path
from qol.study.collection.path import Path as Route

REPOSITORY = Path(__file__).parents[3]
FACTS = {"sex": "female", "stoma": "no", "strategy": "nom", "rectum": "kept", "occasion": "follow_up"}


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(REPOSITORY / "instruments")


def route(
    library: Mapping[str, Instrument],
    *names: str,
    facts: Mapping[str, str] = FACTS,
    **answers: int,
) -> Route:
    sections = [Section(n, f"form{n}", library[name], "") for n, name in enumerate(names, 1)]
    store = {("form1", item): Given("answered", value) for item, value in answers.items()}
    return path(sections, facts, store)


def items(found: Route) -> list[str]:
    return [step.item.id for step in found.steps]


def test_instruments_come_in_the_protocols_order_and_items_in_that_of_the_paper_form(library: Library) -> None:
    found = route(library, "lars", "qlq_c30")
    assert items(found) == [f"q{n}" for n in range(1, 6)] + [f"q{n}" for n in range(1, 31)]
    assert [step.number for step in found.steps] == list(range(1, 36))


def test_a_man_is_not_asked_the_womens_questions(library: Library) -> None:
    his = items(route(library, "qlq_cr29", facts={**FACTS, "sex": "male"}))
    hers = items(route(library, "qlq_cr29"))
    assert {"q56", "q57"} <= set(his)
    assert {"q58", "q59"} <= set(hers)
    assert not {"q58", "q59"} & set(his)
    assert not {"q56", "q57"} & set(hers)


def test_the_patients_own_answer_about_a_stoma_routes_the_rest_of_cr29(library: Library) -> None:
    without = route(library, "qlq_cr29", "lars")
    with_stoma = route(library, "qlq_cr29", "lars", q48=2)
    assert "q55" not in items(without)
    assert "q55" in items(with_stoma)
    frequency = {found.find(1, "q52").words for found in (without, with_stoma)}  # type: ignore[union-attr]
    assert len(frequency) == 2, "one item, two wordings"


def test_lars_follows_the_fact_that_staff_confirmed_not_the_answer_in_cr29(library: Library) -> None:
    assert 2 in [step.position for step in route(library, "qlq_cr29", "lars", q48=2).steps]
    with_stoma = route(library, "qlq_cr29", "lars", facts={**FACTS, "stoma": "yes"}, q48=1)
    assert [section.position for section in with_stoma.sections] == [1]


def test_treatment_satisfaction_asks_nothing_before_a_decision(library: Library) -> None:
    found = route(library, "treatment_satisfaction", "qlq_c30", facts={**FACTS, "strategy": "undecided"})
    assert [section.instrument.id for section in found.sections] == ["qlq_c30"]


@pytest.mark.parametrize(
    ("facts", "count"),
    [
        ({"strategy": "nom", "rectum": "kept", "occasion": "follow_up"}, 21),
        ({"strategy": "surgery", "rectum": "removed", "occasion": "follow_up"}, 20),
        ({"strategy": "nom", "rectum": "removed", "occasion": "follow_up"}, 21),
        ({"strategy": "nom", "rectum": "kept", "occasion": "short"}, 7),
        ({"strategy": "nom", "rectum": "kept", "occasion": "decision"}, 8),
    ],
)
def test_satisfaction_is_as_long_as_its_specification_says(library: Library, facts: dict[str, str], count: int) -> None:
    assert len(route(library, "treatment_satisfaction", facts={**FACTS, **facts}).steps) == count


def test_an_introduction_stands_with_the_first_asked_item_of_its_page_only(library: Library) -> None:
    found = route(library, "treatment_satisfaction", facts={**FACTS, "occasion": "short"})
    intros = {step.item.id: len(step.intro) for step in found.steps if step.intro}
    assert intros["q8"] == 1, "q7 is not asked in the short form, so its introduction moves to q8"
    assert intros["q1"] == 2


def test_sexual_items_are_announced_on_a_page_of_their_own(library: Library) -> None:
    noted = [step.item.id for step in route(library, "qlq_cr29").steps if step.note]
    assert noted == ["q58"]


def test_where_to_carry_on_is_the_first_question_neither_answered_nor_declined(library: Library) -> None:
    found = route(library, "qlq_c30")
    store = {("form1", "q1"): Given("answered", 2), ("form1", "q2"): Given("declined")}
    assert found.first_open(store).item.id == "q3"  # type: ignore[union-attr]
    assert [step.item.id for step in found.gaps(store)][:2] == ["q2", "q3"]
    assert found.first_open({step.key: Given("declined") for step in found.steps}) is None


def test_neighbours_end_at_both_ends(library: Library) -> None:
    found = route(library, "lars")
    first, last = found.steps[0], found.steps[-1]
    assert found.before(first) is None
    assert found.after(last) is None
    assert found.after(first) is found.steps[1]
    assert found.before(last) is found.steps[-2]
