"""Our own translations of our own instrument: complete, checked line by line, and nobody else's."""

from datetime import date
from pathlib import Path

import pytest

from qol.errors import SourceError, WordingRefused
from qol.instruments.hashes import scoring_hash, wording_hash
from qol.instruments.library import Library
from qol.instruments.translation_faults import check_translation
from qol.instruments.translations import translated
from qol.instruments.wording import dressed, languages_of

INSTRUMENTS = Path(__file__).parents[2] / "instruments"
FOLDER = INSTRUMENTS / "translations"
LANGUAGES = ("ar", "de", "es", "fa", "fr", "nl")
TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(INSTRUMENTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_has_every_word_of_the_instrument(library: Library, language: str) -> None:
    check_translation(FOLDER / f"treatment_satisfaction.{language}.yaml", library)
    ours = library["treatment_satisfaction"]
    theirs = translated(ours, library.translations["treatment_satisfaction", language])
    assert theirs.language == language
    assert list(theirs.items) == list(ours.items)
    assert [page.recall is None for page in theirs.pages] == [page.recall is None for page in ours.pages]
    assert [len(page.intro) for page in theirs.pages] == [len(page.intro) for page in ours.pages]
    english = {item.id: item.ask for item in ours.items.values()}
    assert not [item.id for item in theirs.items.values() if item.ask == english[item.id]]
    for answers in ours.answers:
        same = theirs.answer_sets[answers.id]
        assert [option.code for option in same.options] == [option.code for option in answers.options]
        assert len({option.label for option in same.options}) == len(answers.options)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_changes_the_words_and_not_the_scores(library: Library, language: str) -> None:
    ours = library["treatment_satisfaction"]
    theirs = translated(ours, library.translations["treatment_satisfaction", language])
    assert scoring_hash(theirs) == scoring_hash(ours)
    assert wording_hash(theirs) != wording_hash(ours)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_says_so_in_its_own_language(library: Library, language: str) -> None:
    instrument = library["treatment_satisfaction"]
    worded = dressed(instrument, language, "paraphrase", [], "x", TODAY, library.translations)
    assert worded.kind == "not_validated"
    assert worded.notice == library.translations["treatment_satisfaction", language].notice
    assert "0.1" in worded.notice or "۰٫۱" in worded.notice
    assert worded.instrument.language == language


def test_the_languages_of_an_instrument_are_those_it_has_words_in(library: Library) -> None:
    found = {
        name: languages_of(library[name], "paraphrase", [], "x", TODAY, library.translations)
        for name in ("treatment_satisfaction", "qlq_c30")
    }
    assert found == {"treatment_satisfaction": ("en", *LANGUAGES), "qlq_c30": ("en",)}
    with pytest.raises(WordingRefused, match="in en, not in fa"):
        dressed(library["qlq_c30"], "fa", "paraphrase", [], "x", TODAY, library.translations)


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        (
            "  q1: {label",
            "  q99: {label",
            "the words of item q1 are missing|treatment_satisfaction has no item q99",
        ),
        ('version: "0.1"', 'version: "0.2"', "has version 0.1, the translation is of 0.2"),
        ("language: de", "language: en", "en is the instrument's own language"),
        ("instrument: treatment_satisfaction", "instrument: qlq_c30", "qlq_c30 is not ours to translate"),
        ("status: draft", "status: perhaps", "status must be one of"),
        (', 9: "Ich habe keine Hilfe gebraucht"', "", "the words of answers satisfied_9c, code 9, are missing"),
        ("  DEC:", "  DEX:", "the words of scale DEC are missing|treatment_satisfaction has no scale DEX"),
        ('    recall: "In den letzten 3 Monaten"\n', "", "the recall period is missing"),
        (", hint: ", ", hunt: ", "has no key hunt; did you mean hint?"),
        ("notice: ", "note: ", "the translation needs notice"),
    ],
)
def test_a_faulty_translation_is_refused_line_by_line(
    library: Library, tmp_path: Path, written: str, instead: str, said: str
) -> None:
    text = (FOLDER / "treatment_satisfaction.de.yaml").read_text()
    assert written in text
    file = tmp_path / "treatment_satisfaction.de.yaml"
    file.write_text(text.replace(written, instead, 1))
    with pytest.raises(SourceError) as refused:
        check_translation(file, library)
    problems = [str(problem) for problem in refused.value.problems]
    assert all(f"{file}:" in problem for problem in problems)
    for sentence in said.split("|"):
        assert any(sentence in problem for problem in problems), problems


def test_a_translation_that_does_not_fit_is_never_shown(library: Library) -> None:
    words = library.translations["treatment_satisfaction", "de"].model_copy(update={"version": "0.2"})
    with pytest.raises(WordingRefused, match="does not fit treatment_satisfaction"):
        dressed(
            library["treatment_satisfaction"],
            "de",
            "paraphrase",
            [],
            "x",
            TODAY,
            {("treatment_satisfaction", "de"): words},
        )
