"""`qol references` as a user types it."""

import json
from pathlib import Path

import pytest

from qol.cli import main

INSTRUMENTS = Path(__file__).parents[2] / "instruments"


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["references", *words]) == 0
    return capsys.readouterr().out


def test_every_instrument_is_listed_with_what_is_confirmed_and_what_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys)
    for path in INSTRUMENTS.glob("*.yaml"):
        assert f"{path.stem}: " in text
    for part in ("Confirmed", "Not confirmed, so on no page", "To be filled in from the paper", "Searched 2026-11-23"):
        assert part in text


def test_one_instrument_is_told_with_scale_kind_side_people_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "qlq_c30").splitlines()
    assert lines[0].startswith("qlq_c30: ")
    assert lines[1:3] == [
        "  Confirmed",
        "    PF2 threshold, clinical importance: below 83. "
        "People with cancer. Giesinger 2020, J Clin Epidemiol 118:1-8",
    ]
    slots = lines[lines.index("  To be filled in from the paper") :]
    assert any(line.startswith("    FA threshold, clinical importance, important above it.") for line in slots)


def test_norms_say_whose_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert "median: 16 (quartiles 7 to 26). Denmark, general population, female, 50 to 79 years." in said(
        capsys, "lars"
    )


@pytest.mark.parametrize(
    ("instrument", "candidates"),
    [
        ("cancer_worry", {("total_8", 14, "at_least"), ("total_8", 13, "at_least"), ("total_6", 10, "at_least")}),
        ("fsfi", {("total", 26.55, "at_most"), ("total", 26, "at_most")}),
        ("wexner", {("total", 10, "at_least")}),
        ("fisi", {("patient", 30, "at_least")}),
        ("decision_regret", {("total", 25, "above")}),
    ],
)
def test_cut_offs_that_differ_or_were_not_read_are_candidates_and_none_is_confirmed(
    instrument: str, candidates: set[tuple[str, float, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    body = json.loads(said(capsys, instrument, "--json"))
    assert {(one["scale"], one["value"], one["side"]) for one in body["references"]} == candidates
    assert not any(one["confirmed"] for one in body["references"])


def test_ranges_are_the_number_of_no_scale(capsys: pytest.CaptureFixture[str]) -> None:
    body = json.loads(said(capsys, "qlq_c30", "--json"))
    assert {(one["kind"], one["lowest"], one["highest"]) for one in body["ranges"]} == {
        ("difference", 5, 15), ("difference", -10, -4), ("change", 6, 18), ("change", -11, -5), ("difference", 9, 19),
    }  # fmt: skip
    assert not any("scale" in one or "value" in one for one in body["ranges"])
    scales = {one["scale"] for one in body["slots"]}
    assert scales == {"RF2", "CF", "SF", "FA", "NV", "PA", "DY", "SL", "AP", "CO", "DI", "FI"}


def test_an_instrument_without_a_file_says_that_nothing_is_recorded(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "vaizey").splitlines()[1:] == ["  Nothing is recorded."]


def test_all_of_them_as_json_are_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    names = [one["instrument"] for one in json.loads(said(capsys, "--json"))]
    assert names == sorted(path.stem for path in INSTRUMENTS.glob("*.yaml"))


def test_an_unknown_instrument_is_refused_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["references", "larss"]) == 1
    assert "There is no instrument 'larss'" in capsys.readouterr().err


def test_a_broken_file_is_refused_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "references").mkdir()
    (tmp_path / "lars.yaml").write_text((INSTRUMENTS / "lars.yaml").read_text())
    (tmp_path / "references" / "lars.yaml").write_text("instrument: lars\nreferences:\n  - {scale: total}\n")
    monkeypatch.setenv("QOL_INSTRUMENTS_DIR", str(tmp_path))
    assert main(["references", "lars"]) == 1
    assert "lars.yaml:3: the reference needs kind" in capsys.readouterr().err
