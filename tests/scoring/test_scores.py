"""Each rule of scoring on the smallest instrument that has it."""

import gc
import weakref

import numpy as np
import pytest

from qol.errors import ImpossibleAnswers, QolError
from qol.instruments.definition import Band, Page
from qol.scoring import Outcome, Reason, Score, plan, score, score_form
from qol.scoring import scores as scores_module
from tests.scoring.tiny import FIVE_OR_NINE, SEVEN, WORDS, YES_NO, instrument, item, linear, mean, points, qlq_c30

FACTS = {"stoma": ("no", "yes"), "sex": ("female", "male")}
HALF_OF_THREE = instrument([item("q1"), item("q2"), item("q3")], [linear("S", "q1", "q2", "q3", needs=2)])
PAIR = [item("q1", FIVE_OR_NINE), item("q2", FIVE_OR_NINE)]
NEEDS_BOTH = instrument(PAIR, [linear("S", "q1", "q2", needs=2)])


def only(made, answers, facts=None) -> Score:
    (one,) = score_form(made, answers, facts or {}).values()
    return one


def test_two_of_three_answers_give_a_score() -> None:
    assert only(HALF_OF_THREE, {"q1": 4, "q3": 2}) == Score(
        "S", 200 / 3, Outcome.SCORED, Reason.ENOUGH_ANSWERS, answered=2, asked=3, band=None
    )


def test_one_of_three_answers_is_too_few() -> None:
    assert only(HALF_OF_THREE, {"q2": 4}) == Score(
        "S", None, Outcome.MISSING, Reason.TOO_FEW_ANSWERS, answered=1, asked=3, band=None
    )


@pytest.mark.parametrize(("codes", "exact"), [((1, 1, 2), 100 / 9), ((1, 2, 2), 200 / 9), ((4, 4, 3), 800 / 9)])
def test_a_score_is_the_float_nearest_to_the_exact_value(codes: tuple[int, ...], exact: float) -> None:
    assert only(HALF_OF_THREE, dict(zip(("q1", "q2", "q3"), codes, strict=True))).value == exact


def test_a_reversed_scale_turns_the_numbers_and_a_global_one_has_seven_answers() -> None:
    made = instrument([item("q1", SEVEN)], [linear("UP", "q1"), linear("DOWN", "q1", reversed=True)])
    scores = score_form(made, {"q1": 7}, {})
    assert (scores["UP"].value, scores["DOWN"].value) == (100, 0)


def test_points_belong_to_the_scale_and_a_code_may_give_fewer_than_the_one_before() -> None:
    given = {"q1": {1: 4, 2: 2, 3: 0, 4: 5}, "q2": {1: 0, 2: 9, 3: 11, 4: 11}}
    made = instrument(
        [item("q1"), item("q2")], [points("A", given, 2), points("B", {"q1": {1: 1, 2: 0, 3: 0, 4: 0}}, 1)]
    )
    scores = score_form(made, {"q1": 1, "q2": 3}, {})
    assert (scores["A"].value, scores["B"].value) == (15, 1)
    assert score_form(made, {"q1": 1}, {})["A"].reason is Reason.TOO_FEW_ANSWERS


def test_a_band_holds_both_of_its_ends() -> None:
    bands = (Band(id="low", label="low", lowest=0, highest=1), Band(id="high", label="high", lowest=2, highest=3))
    made = instrument([item("q1")], [points("S", {"q1": {1: 0, 2: 1, 3: 2, 4: 3}}, 1, bands=bands)])
    assert [only(made, {"q1": code}).band for code in (1, 2, 3, 4, None)] == ["low", "low", "high", "high", None]
    table = score(made, {"q1": np.array([2.0, 3.0, np.nan])}, {}, 3)
    assert list(table.band("S")) == ["low", "high", ""]


def test_a_not_applicable_answer_is_no_answer_and_no_gap() -> None:
    assert only(NEEDS_BOTH, {"q1": 9, "q2": 5}) == Score(
        "S", None, Outcome.NOT_APPLICABLE, Reason.CHOSEN_NOT_APPLICABLE, answered=1, asked=1, band=None
    )
    assert only(NEEDS_BOTH, {"q2": 5}).reason is Reason.TOO_FEW_ANSWERS
    needs_one = instrument(PAIR, [linear("S", "q1", "q2", needs=1)])
    assert only(needs_one, {"q1": 9, "q2": 5}).value == 100


def test_an_answer_off_the_path_does_not_count() -> None:
    items = [item("q1"), item("q2", ask_if={"stoma": ("yes",)})]
    made = instrument(items, [linear("S", "q1", "q2", needs=1)], facts=FACTS)
    assert only(made, {"q1": 1, "q2": 4}, {"stoma": "no"}).value == 0
    assert only(made, {"q1": 1, "q2": 4}, {"stoma": "yes"}).value == 50


def test_a_not_applicable_answer_to_an_item_off_the_path_chooses_nothing() -> None:
    made = instrument([item("q1", FIVE_OR_NINE, ask_if={"stoma": ("yes",)})], [linear("S", "q1")], facts=FACTS)
    reasons = {stoma: only(made, {"q1": 9}, {"stoma": stoma}).reason for stoma in ("no", "yes")}
    assert reasons == {"no": Reason.ROUTED_AWAY, "yes": Reason.CHOSEN_NOT_APPLICABLE}


def test_a_scale_whose_items_were_not_asked_is_not_applicable() -> None:
    page = Page(section="Men", ask_if={"sex": ("male",)}, items=(item("q1"),))
    made = instrument([], [linear("S", "q1")], facts=FACTS, pages=(page,))
    assert only(made, {"q1": 2}, {"sex": "female"}) == Score(
        "S", None, Outcome.NOT_APPLICABLE, Reason.ROUTED_AWAY, answered=0, asked=0, band=None
    )
    assert only(made, {}, {"sex": "male"}).reason is Reason.TOO_FEW_ANSWERS


@pytest.mark.parametrize("where", ["instrument", "scale", "item"])
def test_an_unknown_fact_that_decides_leaves_the_score_missing(where: str) -> None:
    condition = {"stoma": ("no",)}
    made = instrument(
        [item("q1", ask_if=condition if where == "item" else {})],
        [linear("S", "q1", applies_if=condition if where == "scale" else {})],
        applies_if=condition if where == "instrument" else {},
        facts=FACTS,
    )
    assert only(made, {"q1": 2}).reason is Reason.FACT_UNKNOWN
    assert only(made, {"q1": 2}, {"stoma": "yes"}).reason is Reason.ROUTED_AWAY
    assert only(made, {"q1": 2}, {"stoma": "no"}).reason is Reason.ENOUGH_ANSWERS


def test_what_one_fact_refutes_stays_refuted_while_another_is_unknown() -> None:
    both = {"stoma": ("yes",), "sex": ("male",)}
    made = instrument([item("q1", ask_if=both)], [linear("S", "q1")], facts=FACTS)
    assert only(made, {"q1": 2}, {"sex": "female"}).reason is Reason.ROUTED_AWAY


def test_a_value_that_the_instrument_does_not_know_fulfils_no_condition() -> None:
    made = instrument([item("q1")], [linear("S", "q1")], facts=FACTS, applies_if={"stoma": ("no", "yes")})
    assert only(made, {"q1": 2}, {"stoma": "undecided"}).reason is Reason.ROUTED_AWAY


def test_the_patients_answer_goes_before_the_fact_in_the_record() -> None:
    items = [item("q1", YES_NO, sets="stoma", sets_by={1: "no", 2: "yes"}), item("q2", ask_if={"stoma": ("yes",)})]
    made = instrument(items, [linear("S", "q2")], facts=FACTS)
    assert only(made, {"q1": 2, "q2": 4}, {"stoma": "no"}).value == 100
    assert only(made, {"q1": 1, "q2": 4}, {"stoma": "yes"}).outcome is Outcome.NOT_APPLICABLE
    assert only(made, {"q1": None, "q2": 4}, {"stoma": "yes"}).value == 100


def test_an_item_that_was_not_asked_sets_nothing() -> None:
    setting = item("q1", YES_NO, ask_if={"sex": ("male",)}, sets="stoma", sets_by={1: "no", 2: "yes"})
    made = instrument([setting, item("q2", ask_if={"stoma": ("yes",)})], [linear("S", "q2")], facts=FACTS)
    assert only(made, {"q1": 2, "q2": 4}, {"stoma": "no", "sex": "female"}).outcome is Outcome.NOT_APPLICABLE


def test_a_scale_of_scales_needs_its_scales_and_turns_those_it_must() -> None:
    scales = [mean("ALL", {"A": False, "B": True}, needs=2), linear("A", "q1"), linear("B", "q2")]
    made = instrument([item("q1"), item("q2")], scales)
    assert score_form(made, {"q1": 4, "q2": 1}, {})["ALL"].value == 100
    gap = score_form(made, {"q1": 4}, {})["ALL"]
    assert (gap.reason, gap.answered, gap.asked) == (Reason.INCOMPLETE_SCALES, 1, 2)


def test_a_scale_of_scales_is_not_applicable_where_too_few_of_them_apply() -> None:
    items = [item("q1"), item("q2", ask_if={"stoma": ("yes",)})]
    scales = [linear("A", "q1"), linear("B", "q2"), mean("ALL", {"A": False, "B": False}, needs=2)]
    made = instrument(items, scales, facts=FACTS)
    outcomes = {
        stoma: score_form(made, {"q1": 1, "q2": 1}, {"stoma": stoma})["ALL"].outcome for stoma in ("no", "yes", None)
    }
    assert outcomes == {"no": Outcome.NOT_APPLICABLE, "yes": Outcome.SCORED, None: Outcome.MISSING}


def test_free_text_is_stored_and_never_scored() -> None:
    made = instrument([item("q1"), item("o1", WORDS)], [linear("S", "q1")])
    assert only(made, {"q1": 1, "o1": "as I said"}).value == 0


def test_an_answer_that_is_not_on_offer_is_refused_by_row_item_and_value() -> None:
    wrong = {"q1": np.array([1, 7, np.nan, 2.5]), "q2": np.array([0.0, 1, 2, 3])}
    with pytest.raises(ImpossibleAnswers) as refusal:
        score(HALF_OF_THREE, wrong, {}, 4)
    assert refusal.value.problems == (
        "row 1, q2: 0 is not an answer; it takes 1 to 4",
        "row 2, q1: 7 is not an answer; it takes 1 to 4",
        "row 4, q1: 2.5 is not an answer; it takes 1 to 4",
    )


def test_an_item_that_the_instrument_does_not_have_is_refused() -> None:
    with pytest.raises(ImpossibleAnswers, match="tiny has no item Q1"):
        score_form(HALF_OF_THREE, {"Q1": 2}, {})


def test_no_forms_give_an_empty_table() -> None:
    table = score(qlq_c30(), {}, {}, 0)
    assert {len(column) for column in table.values.values()} == {0}


def test_forms_are_scored_alike_wherever_a_block_of_them_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = 1000
    random = np.random.default_rng(7)
    answers = {f"q{n}": random.choice([1, 2, 3, 4, np.nan], rows) for n in range(1, 31)}
    whole = score(qlq_c30(), answers, {}, rows)
    monkeypatch.setattr(scores_module, "ROWS_TOGETHER", 37)
    pieces = score(qlq_c30(), answers, {}, rows)
    for scale in whole.values:
        np.testing.assert_array_equal(whole.values[scale], pieces.values[scale])
        np.testing.assert_array_equal(whole.reason[scale], pieces.reason[scale])


def test_scoring_leaves_the_answers_as_they_were() -> None:
    answers = {"q1": np.array([9.0, 4.0]), "q2": np.array([1.0, np.nan])}
    before = {name: values.copy() for name, values in answers.items()}
    score(NEEDS_BOTH, answers, {}, 2)
    for name, values in answers.items():
        np.testing.assert_array_equal(values, before[name])


def test_what_was_worked_out_for_an_instrument_goes_when_it_goes() -> None:
    made = instrument([item("q1")], [linear("S", "q1")])
    kept = weakref.ref(plan.plan_of(made))
    assert plan.plan_of(made) is kept()
    del made
    gc.collect()
    assert kept() is None


def test_scales_made_of_one_another_cannot_be_scored() -> None:
    made = instrument([item("q1")], [mean("A", {"B": False}, 1), mean("B", {"A": False}, 1)])
    with pytest.raises(QolError, match="A, B are made of one another"):
        score_form(made, {}, {})


def test_the_mean_of_items_with_different_answers_has_no_range() -> None:
    made = instrument([item("q1"), item("q2", SEVEN)], [linear("S", "q1", "q2")])
    with pytest.raises(QolError, match="scale S: its items have different answers"):
        score_form(made, {}, {})


def test_a_code_without_points_cannot_be_scored() -> None:
    made = instrument([item("q1")], [points("S", {"q1": {1: 0, 2: 1, 3: 2}}, 1)])
    with pytest.raises(QolError, match=r"no points for q1 = \[4\]"):
        score_form(made, {}, {})
