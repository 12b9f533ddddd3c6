"""`qol instruments` as a user types it."""

import json
from pathlib import Path

import pytest

from qol.cli import main

PACK = Path(__file__).parent.parent / "instruments" / "tiny_pack.yaml"


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QOL_DATA_DIR", str(tmp_path))
    return tmp_path


def test_the_list_has_a_line_for_each_instrument(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["instruments"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert names == sorted(names)
    assert {"lars", "qlq_c30", "qlq_cr29", "treatment_satisfaction", "wexner"} <= set(names)


def test_one_instrument_is_shown_with_licence_source_languages_items_and_scales(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["instruments", "lars"]) == 0
    said = capsys.readouterr().out
    for part in ("Licence: unknown", "Emmertsen", "Languages: en paraphrase", "Asked of: stoma no only",
                 "  q5 ", "total ", "30-42 major LARS", "not the validated instrument"):  # fmt: skip
        assert part in said


def test_conditions_of_items_are_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["instruments", "qlq_cr29"]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("  q55"))
    assert line.endswith("[stoma yes only]")


def test_a_licensed_pack_is_listed_with_its_study_and_last_day(
    installation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (installation / "wording").mkdir()
    (installation / "wording" / "lars.da.yaml").write_text(PACK.read_text().replace("tiny", "lars", 1))
    assert main(["instruments", "lars", "--json"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert body["languages"] == [
        {"language": "en", "wording": "paraphrase"},
        {"language": "da", "wording": "licensed", "study": "Watch", "expires": "2027-12-31"},
    ]
    assert len(body["scoring_hash"]) == len(body["wording_hash"]) == 64


def test_an_unknown_instrument_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["instruments", "larss"]) == 1
    said = capsys.readouterr().err
    assert "There is no instrument 'larss'" in said
    assert "lars, " in said and ", qlq_c30, " in said


def test_a_paper_form_is_written_as_pdf(tmp_path: Path) -> None:
    out = tmp_path / "lars.pdf"
    assert main(["instruments", "lars", "--form", str(out), "--fact", "stoma=no"]) == 0
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["lars", "--language", "de"], "Our own wording of lars is in en, not in de."),
        (["lars", "--fact", "stoma=yes"], "lars asks nothing with stoma yes"),
        (["lars", "--fact", "stoma=no", "--fact", "stoma=yes"], "The fact stoma is stated twice, differently."),
        (["larss"], "There is no instrument 'larss'"),
    ],
)
def test_a_form_that_cannot_be_printed_is_refused_in_a_sentence(
    words: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["instruments", *words, "--form", str(tmp_path / "x.pdf")]) == 1
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "x.pdf").exists()


def test_an_instrument_without_words_has_no_paper_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (PACK.parent / "tiny.yaml").read_text().replace(', ask: "Second?"', "")
    (tmp_path / "tiny.yaml").write_text(text)
    monkeypatch.setenv("QOL_INSTRUMENTS_DIR", str(tmp_path))
    assert main(["instruments", "tiny", "--form", str(tmp_path / "x.pdf")]) == 1
    assert "tiny has no wording of ours (wording: to be supplied)" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["instruments", "lars", "--form", str(tmp_path / "nowhere" / "x.pdf")]) == 1
    assert "cannot be written: No such file or directory." in capsys.readouterr().err


def test_a_form_without_an_instrument_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["instruments", "--form", "x.pdf"]) == 2
    assert "Say which instrument" in capsys.readouterr().err


def test_words_that_are_to_be_supplied_are_said_so_and_why_it_is_provisional(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["instruments", "qlq_cipn20"]) == 0
    said = capsys.readouterr().out
    for part in ("Wording: to be supplied: it can be scored, not shown", "Languages: none", "provisional",
                 "not re-read in the scoring manual", "restricted, EORTC"):  # fmt: skip
        assert part in said
    assert main(["instruments"]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("qlq_cipn20"))
    assert "to be supplied" in line
