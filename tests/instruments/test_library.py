"""What holds for every definition of the library; what holds for its scores stands in `tests/scoring/test_laws.py`."""

from datetime import date
from pathlib import Path

import pytest

from qol.errors import WordingRefused
from qol.instruments.build import instrument as build
from qol.instruments.definition import METHODS, Instrument
from qol.instruments.hashes import canonical, from_canonical, scoring_hash, wording_hash
from qol.instruments.library import Library
from qol.instruments.wording import dressed, read_packs
from qol.instruments.yaml_source import parse
from qol.scoring.scores import score_form

FOLDER = Path(__file__).parent.parent.parent / "instruments"
LIBRARY = Library(FOLDER)
EVERY = pytest.mark.parametrize("made", LIBRARY.values(), ids=list(LIBRARY))


def _facts_for(made: Instrument, scale_id: str) -> dict[str, str]:
    """Facts under which a scale applies."""
    scale = made.scale_by_id[scale_id]
    facts = {name: values[0] for name, values in made.facts.items()}
    conditions = [made.applies_if, scale.applies_if]
    for item in scale.items or scale.points:
        conditions += [made.page_of(item).ask_if, made.items[item].ask_if]
    for condition in conditions:
        facts.update({fact: values[0] for fact, values in condition.items() if facts.get(fact) not in values})
    return facts


@EVERY
def test_no_answers_give_no_score(made: Instrument) -> None:
    for scale in made.scales:
        score = score_form(made, {}, _facts_for(made, scale.id))[scale.id]
        assert (score.value, str(score.outcome)) == (None, "missing"), scale.id


@EVERY
def test_every_item_has_words_of_our_own_or_none_has_and_then_nobody_is_asked(made: Instrument) -> None:
    assert made.validation in ("paraphrase", "not_validated")
    if not made.servable:
        assert made.status == "provisional" or not any(item.ask for item in made.items.values())
        with pytest.raises(WordingRefused, match="to be supplied"):
            dressed(made, made.language, "paraphrase", [], "any", date(2026, 11, 23))


def test_a_questionnaire_without_words_of_ours_is_asked_in_a_licensed_packs(tmp_path: Path) -> None:
    made = LIBRARY["cancer_worry"]
    items = "\n".join(f"  {item}: Text of {item}" for item in made.items)
    (tmp_path / "cancer_worry.en.yaml").write_text(
        "instrument: cancer_worry\nlanguage: en\nholder: Somebody\nagreement: A-1\nstudy: nomis\n"
        f"expires: 2027-12-31\ntitle: Their title\nitems:\n{items}\n"
        "answers:\n  how_often: {1: one, 2: two, 3: three, 4: four}\npages:\n  - {section: Theirs}\n"
    )
    worded = dressed(made, "en", "licensed", read_packs(tmp_path), "nomis", date(2026, 11, 23))
    assert worded.instrument.servable
    assert scoring_hash(worded.instrument) == scoring_hash(made)


@EVERY
def test_the_kept_definition_gives_the_same_instrument_and_hashes(made: Instrument) -> None:
    again = from_canonical(canonical(made))
    assert (scoring_hash(again), wording_hash(again)) == (scoring_hash(made), wording_hash(made))
    assert canonical(again) == canonical(made)


@EVERY
def test_a_changed_word_changes_the_wording_hash_alone(made: Instrument) -> None:
    text = (FOLDER / f"{made.id}.yaml").read_text()
    first = made.pages[0].items[0]
    word = next(iter(first.ask.values()), first.label)
    changed = build(parse(text.replace(word, word + " Really?"), "changed.yaml"))
    assert wording_hash(changed) != wording_hash(made)
    assert scoring_hash(changed) == scoring_hash(made)


@EVERY
def test_a_reversed_scale_changes_the_scoring_hash_and_breaks_an_example(made: Instrument) -> None:
    for scale in made.scales:
        if scale.method != "linear_0_100":
            continue
        other = scale.model_copy(update={"reversed": not scale.reversed})
        scales = tuple(other if one is scale else one for one in made.scales)
        flipped = Instrument.model_validate(made.model_copy(update={"scales": scales}).model_dump())
        assert scoring_hash(flipped) != scoring_hash(made)
        assert any(
            isinstance(expected := example.scores.get(scale.id), float | int)
            and score_form(flipped, example.answers, example.facts)[scale.id].value
            != pytest.approx(expected, abs=0.005)
            for example in made.examples
        ), scale.id


def test_every_method_is_used_by_an_instrument_or_at_least_known() -> None:
    assert {scale.method for made in LIBRARY.values() for scale in made.scales} <= set(METHODS)
