"""The wording that is shown is our own, or a licensed pack's that is there, valid and whole."""

from datetime import date
from pathlib import Path

import pytest

from qol.errors import SourceError, WordingRefused
from qol.instruments.build import instrument as build
from qol.instruments.definition import Instrument
from qol.instruments.hashes import scoring_hash, wording_hash
from qol.instruments.library import Library
from qol.instruments.wording import Pack, dressed, read_pack, read_packs
from qol.instruments.yaml_source import parse

HERE = Path(__file__).parent
TODAY = date(2026, 11, 23)
TEXT = (HERE / "tiny_pack.yaml").read_text()


@pytest.fixture(scope="module")
def tiny() -> Instrument:
    return build(parse((HERE / "tiny.yaml").read_text(), "tiny.yaml"))


def pack(folder: Path, *changes: tuple[str, str], name: str = "tiny.da.yaml") -> Pack:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / name).write_text(text)
    return read_pack(folder / name)


def test_a_pack_replaces_every_word_and_nothing_else(tiny: Instrument, tmp_path: Path) -> None:
    worded = dressed(tiny, "da", "licensed", [pack(tmp_path)], "Watch", TODAY)
    assert (worded.kind, worded.holder) == ("licensed", "Nobody's Press")
    assert worded.notice == "licensed wording of Nobody's Press, agreement N-12"
    shown = worded.instrument
    assert (shown.title, shown.language, shown.validation) == ("Et lille skema", "da", "licensed")
    assert (shown.pages[0].section, shown.items["q1"].ask[""]) == ("En", "Det første?")
    assert [option.label for option in shown.answers_of("q1").options] == ["Slet ikke", "Lidt", "Meget"]
    assert scoring_hash(shown) == scoring_hash(tiny)
    assert wording_hash(shown) != wording_hash(tiny)


def test_our_own_words_are_called_a_paraphrase(tiny: Instrument) -> None:
    worded = dressed(tiny, "en", "paraphrase", [], "Watch", TODAY)
    assert (worded.instrument, worded.kind) == (tiny, "paraphrase")
    assert worded.notice == "paraphrased wording, not the validated instrument"


def test_our_own_questionnaire_says_that_it_is_not_validated() -> None:
    ours = Library(HERE.parent.parent / "instruments")["treatment_satisfaction"]
    worded = dressed(ours, "en", "paraphrase", [], "Watch", TODAY)
    assert (worded.kind, worded.notice) == ("not_validated", f"own draft, not validated ({ours.version})")


def test_a_pack_serves_through_its_last_day(tiny: Instrument, tmp_path: Path) -> None:
    ends_today = pack(tmp_path, ("2027-12-31", "2026-11-23"))
    assert dressed(tiny, "da", "licensed", [ends_today], "Watch", TODAY).kind == "licensed"
    with pytest.raises(WordingRefused, match=r"tiny\.da\.yaml expired on 2026-11-23"):
        dressed(tiny, "da", "licensed", [ends_today], "Watch", date(2026, 11, 24))


def test_a_renewed_pack_serves_beside_the_expired_one(tiny: Instrument, tmp_path: Path) -> None:
    packs = [pack(tmp_path, ("2027-12-31", "2025-12-31"), name="old.yaml"), pack(tmp_path, name="new.yaml")]
    for order in (packs, packs[::-1]):
        assert dressed(tiny, "da", "licensed", order, "Watch", TODAY).pack_digest == packs[1].digest


@pytest.mark.parametrize(
    ("changes", "study", "message"),
    [
        ((), "Other", r"tiny\.da\.yaml is granted to the study Watch, not to Other"),
        ((("  q2: Det andet?\n", ""),), "Watch", r"tiny\.da\.yaml does not fit tiny: the words of item q2 are missing"),
        ((("instrument: tiny", "instrument: other"),), "Watch", r"there is no tiny\.da\.yaml"),
    ],
)
def test_a_pack_that_does_not_serve_is_refused_by_name(
    tiny: Instrument, tmp_path: Path, changes: tuple[tuple[str, str], ...], study: str, message: str
) -> None:
    with pytest.raises(WordingRefused, match=message):
        dressed(tiny, "da", "licensed", [pack(tmp_path, *changes)], study, TODAY)


def test_without_a_pack_the_missing_file_is_named(tiny: Instrument) -> None:
    with pytest.raises(WordingRefused, match=r"licensed wording of tiny, and there is no tiny\.da\.yaml"):
        dressed(tiny, "da", "licensed", [], "Watch", TODAY)


def test_our_words_are_not_shown_as_another_language(tiny: Instrument) -> None:
    with pytest.raises(WordingRefused, match="is in en, not in da"):
        dressed(tiny, "da", "paraphrase", [], "Watch", TODAY)


def test_an_instrument_without_words_of_ours_is_scored_and_not_shown() -> None:
    text = (HERE / "tiny.yaml").read_text().replace('ask: "First?", ', "")
    wordless = build(parse(text, "tiny.yaml"))
    with pytest.raises(WordingRefused, match="wording: to be supplied"):
        dressed(wordless, "en", "paraphrase", [], "Watch", TODAY)


def test_packs_of_several_folders_are_read_and_all_their_problems_said(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "tiny.da.yaml").write_text("holdr: x\n")
    with pytest.raises(SourceError) as caught:
        read_packs(tmp_path / "one", tmp_path / "two", tmp_path / "absent")
    assert {Path(problem.file).parent.name for problem in caught.value.problems} == {"one", "two"}


def test_the_ends_of_a_scale_come_from_the_pack_also_beside_a_not_applicable_answer(tmp_path: Path) -> None:
    text = (HERE / "tiny.yaml").read_text()
    text = text.replace(
        '{1: "Not at all", 2: "A little", 3: "Very"}',
        '{kind: scale, from: 1, to: 3, low: "Bad", high: "Good", not_applicable: {9: "No view"}}',
    )
    given = pack(tmp_path, ("{1: Slet ikke, 2: Lidt, 3: Meget}", "{1: Dårlig, 3: God, 9: Ved ikke}"))
    shown = dressed(build(parse(text, "tiny.yaml")), "da", "licensed", [given], "Watch", TODAY).instrument
    answers = shown.answers_of("q1")
    assert (answers.low, answers.high, answers.not_applicable_codes) == ("Dårlig", "God", (9,))
    assert [option.label for option in answers.options] == ["Dårlig", None, "God", "Ved ikke"]
