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
    assert {"lars", "qlq_c30", "qlq_cr29", "treatment_satisfaction"} <= set(names)


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
    assert "lars, qlq_c30" in said
