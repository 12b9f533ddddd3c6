"""What holds for every instrument and every form."""

import inspect
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qol.instruments.definition import METHODS, Example, Instrument, Scale
from qol.instruments.library import Library
from qol.scoring import Outcome, ScoreTable, methods, score, score_form
from qol.scoring.paths import fact_codes
from tests.scoring.by_hand import by_hand

LIBRARY = Library(Path(__file__).parents[2] / "instruments")
WAYS = {
    f"{instrument.id}{'' if option is None else f' {option}'}": instrument.with_option(option)
    for instrument in LIBRARY.values()
    for option in (None, *(one.id for one in instrument.options))
}
"""Every instrument as it is scored without an option, and with each of its options."""
EVERY = pytest.mark.parametrize("instrument", WAYS.values(), ids=WAYS)
EXAMPLES = [(instrument, example) for instrument in LIBRARY.values() for example in instrument.examples]

Form = tuple[dict[str, int | None], dict[str, str | None]]


def test_every_method_that_a_file_may_name_is_a_function_and_no_other() -> None:
    functions = [
        name for name, f in inspect.getmembers(methods, inspect.isfunction) if f.__module__ == methods.__name__
    ]
    assert sorted(functions) == sorted(METHODS)


@pytest.mark.parametrize(
    ("instrument", "example"), EXAMPLES, ids=lambda part: getattr(part, "name", getattr(part, "id", ""))
)
def test_a_worked_example_comes_out_as_it_says(instrument: Instrument, example: Example) -> None:
    scores = score_form(instrument.with_option(example.option), example.answers, example.facts)
    for scale, expected in example.scores.items():
        if isinstance(expected, str):
            assert scores[scale].outcome == expected, scale
        else:
            assert scores[scale].value == pytest.approx(expected, abs=as_printed(instrument, scale)), scale
    assert {scale: scores[scale].band for scale in example.bands} == dict(example.bands)


def as_printed(instrument: Instrument, scale: str) -> float:
    """How far a printed number may be from the score: two decimals of a score from 0 to 100, four of an index."""
    made = instrument.scale_by_id[scale]
    return 0.00005 * max(1.0, made.highest - made.lowest)


@EVERY
def test_no_answers_give_no_score(instrument: Instrument) -> None:
    table = in_every_situation(instrument, {})
    for scale in instrument.scale_by_id:
        assert np.isnan(table.values[scale]).all()
        assert not table.answered[scale].any()


@EVERY
def test_extreme_answers_reach_both_ends_of_every_scale(instrument: Instrument) -> None:
    for scale in instrument.scales:
        for high, end in ((False, scale.lowest), (True, scale.highest)):
            values = in_every_situation(instrument, extreme(instrument, scale, high)).values[scale.id]
            assert set(values[~np.isnan(values)]) == {end}, scale.id


def in_every_situation(instrument: Instrument, answers: dict[str, int]) -> ScoreTable:
    """The same answers under every combination of facts."""
    situations = [dict(zip(instrument.facts, values, strict=True)) for values in product(*instrument.facts.values())]
    return as_table(instrument, [(answers, facts) for facts in situations])


def extreme(instrument: Instrument, scale: Scale, high: bool) -> dict[str, int]:
    """Answers that take a scale to one of its ends."""
    if scale.method == "value_set":
        return extreme_profile(instrument, scale, high)
    answers: dict[str, int] = {}
    for item, points in scale.points.items():
        answers[item] = max(points, key=lambda code, of=points: of[code] if high else -of[code])
    for item in scale.items:
        codes = instrument.answers_of(item).scored_codes
        answers[item] = codes[-1] if high != scale.reversed else codes[0]
    if scale.method == "mean_of_points" or scale.prorated:  # fewer answers reach further where their ends differ
        furthest = sorted(answers, key=lambda item: scale.points[item][answers[item]], reverse=high)
        answers = {item: answers[item] for item in furthest[: scale.needs]} if scale.points else answers
    for part, is_reversed in scale.scales.items():
        answers |= extreme(instrument, instrument.scale_by_id[part], high != is_reversed)
    return answers


def extreme_profile(instrument: Instrument, scale: Scale, high: bool) -> dict[str, int]:
    """The profile of the highest or the lowest value, of all that there are."""
    profiles = [dict(zip(scale.points, codes, strict=True)) for codes in product(*scale.points.values())]
    values = as_table(instrument, [(profile, {}) for profile in profiles]).values[scale.id]
    return profiles[int(values.argmax() if high else values.argmin())]


@cache
def forms(way: str) -> st.SearchStrategy[Form]:
    """Any form of an instrument: gaps, not-applicable codes, answers off the path, unknown and strange facts."""
    instrument = WAYS[way]
    answers = {}
    for item in instrument.items:
        offer = instrument.answers_of(item)
        if offer.kind != "text":
            answers[item] = st.sampled_from([None, *offer.scored_codes, *offer.not_applicable_codes])
    facts = {name: st.sampled_from([None, "undecided", *values]) for name, values in instrument.facts.items()}
    return st.tuples(st.fixed_dictionaries(answers), st.fixed_dictionaries(facts))


SOME_FORMS = st.sampled_from(sorted(WAYS)).flatmap(
    lambda name: st.tuples(st.just(name), st.lists(forms(name), min_size=1, max_size=3))
)


def as_table(instrument: Instrument, rows: list[Form]) -> ScoreTable:
    answers = {
        item: np.array([np.nan if form[item] is None else form[item] for form, _ in rows], float) for item in rows[0][0]
    }
    facts = {name: fact_codes([facts[name] for _, facts in rows], known) for name, known in instrument.facts.items()}
    return score(instrument, answers, facts, len(rows))


@settings(max_examples=25, deadline=None)
@given(SOME_FORMS)
def test_forms_together_are_scored_as_each_alone(case: tuple[str, list[Form]]) -> None:
    instrument, rows = WAYS[case[0]], case[1]
    table = as_table(instrument, rows)
    for row, (answers, facts) in enumerate(rows):
        assert table.form(row) == dict(score_form(instrument, answers, facts))


@settings(max_examples=25, deadline=None)
@given(SOME_FORMS, st.randoms(use_true_random=False))
def test_the_order_of_forms_does_not_matter(case: tuple[str, list[Form]], random) -> None:
    instrument, rows = WAYS[case[0]], case[1]
    order = list(range(len(rows)))
    random.shuffle(order)
    shuffled, table = as_table(instrument, [rows[place] for place in order]), as_table(instrument, rows)
    assert [shuffled.form(row) for row in range(len(rows))] == [table.form(place) for place in order]


@settings(max_examples=80, deadline=None)
@given(SOME_FORMS)
def test_every_score_is_the_one_worked_out_by_hand(case: tuple[str, list[Form]]) -> None:
    instrument, rows = WAYS[case[0]], case[1]
    for answers, facts in rows:
        scores = score_form(instrument, answers, facts)
        for scale, (value, outcome) in by_hand(instrument, answers, facts).items():
            assert scores[scale].outcome == outcome, scale
            assert scores[scale].value == (None if value is None else pytest.approx(float(value), abs=1e-12)), scale


@settings(max_examples=25, deadline=None)
@given(SOME_FORMS)
def test_a_score_is_within_its_range_and_only_there_when_it_is_called_scored(
    case: tuple[str, list[Form]],
) -> None:
    instrument, rows = WAYS[case[0]], case[1]
    for answers, facts in rows:
        for name, one in score_form(instrument, answers, facts).items():
            scale = instrument.scale_by_id[name]
            assert (one.value is not None) == (one.outcome is Outcome.SCORED)
            assert one.value is None or scale.lowest <= one.value <= scale.highest
            assert one.reason.outcome is one.outcome
            assert 0 <= one.answered <= one.asked
