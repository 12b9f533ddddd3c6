"""Each method and each of its keys on the smallest instrument that has it."""

from typing import Any

import pytest

from qol.instruments.definition import Instrument, Scale, ScoringOption, Term
from qol.scoring import Outcome, Reason, score_form
from tests.scoring.tiny import choice, instrument, item, linear, of_scales, points

OWN = {1: 1.0, 2: 2.0, 3: 3.0, 4: 4.0}
TENTHS = {1: 0.1, 2: 0.2, 3: 0.3, 4: 0.7}
ITEMS = [item("q1"), item("q2"), item("q3")]


def value(scale: Scale, answers: dict[str, int], *others: Scale) -> float | None:
    return score_form(instrument(ITEMS, [*others, scale]), answers, {})[scale.id].value


def three(given: dict[int, float], needs: int, **more: Any) -> Scale:
    return points("S", {"q1": given, "q2": given, "q3": given}, needs, **more)


def test_a_mean_of_points_is_of_what_was_answered_with_whatever_points_each_item_has() -> None:
    scale = points("S", {"q1": OWN, "q2": {1: 100, 2: 66, 3: 33, 4: 0}}, 1, method="mean_of_points", highest=100.0)
    assert value(scale, {"q1": 4, "q2": 1}) == 52
    assert value(scale, {"q2": 2}) == 66


def test_decimal_points_add_up_to_the_float_nearest_to_the_exact_sum() -> None:
    assert value(three(TENTHS, 3), {"q1": 1, "q2": 2, "q3": 4}) == 1.0
    assert value(three(TENTHS, 3, method="mean_of_points"), {"q1": 1, "q2": 2, "q3": 3}) == 0.2


def test_a_sum_is_multiplied_by_its_factor() -> None:
    assert value(three(OWN, 3, factor=0.3), {"q1": 4, "q2": 4, "q3": 3}) == 3.3


def test_a_prorated_sum_stands_for_all_items() -> None:
    scale = three(OWN, 2, prorated=True, factor=0.4)
    assert value(scale, {"q1": 4, "q3": 3}) == 4.2
    assert value(scale, {"q1": 4}) is None


def test_a_clipped_score_stays_within_its_range() -> None:
    scale = three(OWN, 1, prorated=True, clipped=True, lowest=4.0, highest=11.0)
    assert [value(scale, {"q1": code}) for code in (1, 2, 4)] == [4, 6, 11]


def test_a_gap_may_have_points_but_nothing_answered_is_no_score() -> None:
    scale = three({1: 1, 2: 0, 3: 0, 4: 0}, 1, unanswered=1.0)
    assert value(scale, {"q1": 1, "q2": 3}) == 2
    assert value(scale, {}) is None


def test_a_sum_of_scales_turns_those_it_must_and_may_stand_for_those_that_are_missing() -> None:
    a, b = linear("A", "q1"), linear("B", "q2")
    plain = of_scales("S", "sum_of_scales", {"A": False, "B": True}, needs=2, highest=200.0, factor=0.5)
    prorated = of_scales("S", "sum_of_scales", {"A": False, "B": False}, prorated=True, highest=200.0)
    assert value(plain, {"q1": 4, "q2": 1}, a, b) == 100
    assert value(plain, {"q1": 4}, a, b) is None
    assert value(prorated, {"q1": 4}, a, b) == 200


def test_a_table_gives_the_score_of_a_whole_raw_score() -> None:
    raw = points("RAW", {"q1": OWN, "q2": OWN}, 2)
    table = {code: code * 1.1 for code in range(2, 9)}
    found = of_scales("T", "lookup", {"RAW": False}, table=table)
    assert [value(found, {"q1": a, "q2": b}, raw) for a, b in ((1, 1), (4, 4), (2, 3))] == [
        table[2],
        table[8],
        table[5],
    ]
    one = score_form(instrument(ITEMS, [raw, found]), {"q1": 4}, {})["T"]
    assert (one.value, one.outcome, one.reason) == (None, Outcome.MISSING, Reason.INCOMPLETE_SCALES)


LOSS = {1: 0.0, 2: -0.1, 3: -0.2, 4: -0.3}


def set_of(*terms: Term) -> Scale:
    return three(LOSS, 3, method="value_set", start=1.0, terms=terms)


@pytest.mark.parametrize(
    ("term", "profile", "expected"),
    [
        (None, (1, 2, 4), 0.6),
        (Term(any=2, points=-0.05), (1, 1, 1), 1.0),
        (Term(any=2, points=-0.05), (1, 2, 4), 0.55),
        (Term(squared_beyond_first=3, points=0.01), (1, 2, 4), 0.6),
        (Term(squared_beyond_first=3, points=0.01), (3, 3, 4), 0.34),
        (Term(product=("q1", "q3"), points=0.01), (3, 2, 4), 0.46),
    ],
)
def test_a_value_set_takes_its_answers_and_its_terms_off_its_start(
    term: Term | None, profile: tuple[int, int, int], expected: float
) -> None:
    scale = set_of(*(() if term is None else (term,)))
    assert value(scale, dict(zip(("q1", "q2", "q3"), profile, strict=True))) == expected


def test_a_value_set_needs_the_whole_profile() -> None:
    assert value(set_of(), {"q1": 1, "q2": 1}) is None


def test_an_option_scores_some_scales_otherwise_and_leaves_the_rest() -> None:
    made = with_half_rule()
    answers = {"q1": 4, "q2": 2}
    assert {name: one.value for name, one in score_form(made, answers, {}).items()} == {"A": None, "B": 100}
    other = score_form(made.with_option("half"), answers, {})
    assert {name: one.value for name, one in other.items()} == {"A": 9, "B": 100}


def test_some_scales_alone_bring_those_that_they_are_made_of() -> None:
    raw, other = points("RAW", {"q1": OWN}, 1), linear("OTHER", "q2")
    looked_up = of_scales("T", "lookup", {"RAW": False}, table=OWN)
    made = instrument(ITEMS, [raw, other, looked_up])
    assert list(made.with_scales(["T"]).scale_by_id) == ["RAW", "T"]
    assert list(made.with_scales(["OTHER"]).scale_by_id) == ["OTHER"]


def with_half_rule() -> Instrument:
    changed = three(OWN, 2, prorated=True).model_copy(update={"id": "A"})
    option = ScoringOption(id="half", label="Half rule", source="nobody", scales=(changed,))
    strict = three(OWN, 3).model_copy(update={"id": "A"})
    return instrument(ITEMS, [strict, linear("B", "q1")], options=(option,))


def test_codes_that_do_not_begin_with_one_have_the_points_that_are_theirs() -> None:
    zero_to_ten = choice("zero_to_ten", *range(11))
    pain = points("S", {"q7": {code: 10.0 - code for code in range(11)}}, 1)
    made = instrument([item("q7", zero_to_ten)], [pain]).model_copy(update={"answers": (zero_to_ten,)})
    assert [score_form(made, {"q7": code}, {})["S"].value for code in (0, 3, 10)] == [10, 7, 0]
