"""The wording that is shown is our own, or a licensed pack's that is there, valid and whole."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from qol.errors import WordingRefused
from qol.instruments.build import instrument as build
from qol.instruments.definition import Instrument
from qol.instruments.hashes import scoring_hash, wording_hash
from qol.instruments.library import Library
from qol.instruments.wording import Pack, dressed, read_pack, read_packs
from qol.instruments.wording_packs import BrokenPack
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


def test_a_broken_file_beside_whole_ones_stops_nothing_but_its_own_questionnaire(
    tiny: Instrument, tmp_path: Path
) -> None:
    (tmp_path / "one").mkdir()
    pack(tmp_path / "one")
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "lars.da.yaml").write_text("holdr: x\n")
    whole, broken = read_packs(tmp_path / "one", tmp_path / "two", tmp_path / "absent")
    assert isinstance(broken, BrokenPack)
    assert (broken.instrument, broken.language) == ("lars", "da")
    assert dressed(tiny, "da", "licensed", [broken, whole], "Watch", TODAY).kind == "licensed"
    lars = Library(HERE.parent.parent / "instruments")["lars"]
    with pytest.raises(WordingRefused, match=r"lars\.da\.yaml cannot be used: line 1: .* has no key holdr"):
        dressed(lars, "da", "licensed", [broken, whole], "Watch", TODAY)


def test_a_broken_renewal_does_not_displace_the_pack_that_serves(tiny: Instrument, tmp_path: Path) -> None:
    serves = pack(tmp_path)
    (tmp_path / "renewed.yaml").write_text(TEXT.replace("q1: Det første?", 'q1: ""').replace("2027", "2029"))
    packs = read_packs(tmp_path)
    assert len(packs) == 2
    assert dressed(tiny, "da", "licensed", packs, "Watch", TODAY).pack_digest == serves.digest


def test_where_no_file_serves_each_is_named_with_its_reason(tiny: Instrument, tmp_path: Path) -> None:
    packs = [
        pack(tmp_path, ("2027-12-31", "2025-12-31"), name="old.yaml"),
        pack(tmp_path, ("  q2: Det andet?\n", ""), name="short.yaml"),
    ]
    with pytest.raises(WordingRefused) as refused:
        dressed(tiny, "da", "licensed", packs, "Watch", TODAY)
    assert "old.yaml expired on 2025-12-31." in str(refused.value)
    assert "short.yaml does not fit tiny: the words of item q2 are missing." in str(refused.value)


def test_of_stored_packs_the_one_added_last_is_in_force_also_where_another_lasts_longer(
    tiny: Instrument, tmp_path: Path
) -> None:
    (tmp_path / "tiny.da.yaml").write_text(TEXT.replace("2027-12-31", "2035-12-31"))
    for day, question in (("20260101", "Først?"), ("20260302", "Rettet?")):
        text = TEXT.replace("Det første?", question)
        digest = sha256(text.encode()).hexdigest()
        (tmp_path / f"tiny.da.{day}T080000Z.{digest[:12]}.yaml").write_text(text)
    worded = dressed(tiny, "da", "licensed", read_packs(tmp_path), "Watch", TODAY)
    assert worded.instrument.items["q1"].ask[""] == "Rettet?"


def test_a_stored_pack_that_was_changed_afterwards_serves_nobody(tiny: Instrument, tmp_path: Path) -> None:
    (tmp_path / f"tiny.da.20260101T080000Z.{'0' * 12}.yaml").write_text(TEXT)
    with pytest.raises(WordingRefused, match="was changed after it was added"):
        dressed(tiny, "da", "licensed", read_packs(tmp_path), "Watch", TODAY)


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
