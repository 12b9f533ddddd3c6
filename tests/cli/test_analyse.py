"""`qol analyse` as a user types it."""

import json
import math
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from qol.cli import main
from qol.cli._analyse import Said, methods
from tests.analysis.longitudinal.published import FEV, data

ROOT = Path(__file__).parent.parent.parent
ROLES = ["--outcome", "FEV1", "--subject", "USUBJID", "--visit", "AVISIT", "--group", "ARMCD"]
KEYS = {"visit", "estimate", "se", "df", "lower", "upper", "p"}


def said(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    assert main(["analyse", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def table(folder: Path, *rows: str) -> str:
    (folder / "t.csv").write_text("\n".join(["id,visit,arm,score,age", *rows]) + "\n")
    return str(folder / "t.csv")


OWN = ["--outcome", "score", "--subject", "id", "--visit", "visit", "--group", "arm"]


def test_every_file_of_the_folder_is_a_method() -> None:
    files = {path.stem for path in (ROOT / "qol" / "cli" / "_analyse").glob("*.py") if path.stem[0] != "_"}
    assert {module.__name__.rpartition(".")[2] for module in methods().values()} == files


@pytest.mark.parametrize("name", methods())
def test_help_of_a_method_shows_an_example_that_can_be_given(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["analyse", name, "--help"])
    assert caught.value.code == 0
    assert f"python -m qol analyse {name} " in capsys.readouterr().out.partition("Example:")[2]


@pytest.mark.parametrize("name", methods())
def test_every_method_is_documented(name: str) -> None:
    assert f"`qol analyse {name} " in (ROOT / "docs" / "statistics.md").read_text()


def test_the_public_example_of_mmrm_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    """R: see tests/analysis/longitudinal/test_mixed_model.py."""
    found = said(capsys, "mmrm", str(data(FEV)), *ROLES, "--covariates", "RACE,SEX")
    assert (found["n"], found["subjects"], round(found["deviance"], 2)) == (537, 197, 3386.45)
    first = found["differences"][0]
    assert first.keys() >= KEYS
    assert (first["visit"], first["group"], first["minus"]) == ("VIS1", "TRT", "PBO")
    assert (round(first["df"], 2), round(first["p"], 6)) == (145.55, 0.000589)
    assert [one["visit"] for one in found["differences"]] == ["VIS1", "VIS2", "VIS3", "VIS4"]


def test_the_reference_is_what_is_subtracted(capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, "mmrm", str(data(FEV)), *ROLES, "--reference", "TRT")
    assert {(one["group"], one["minus"]) for one in found["differences"]} == {("PBO", "TRT")}


def test_text_says_model_means_and_differences(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", "mmrm", str(data(FEV)), *ROLES, "--covariates", "RACE,SEX"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Mixed model for repeated measures, 537 scores of 197 people, unstructured covariance")
    assert lines[1].startswith("263 of 800 rows lack the outcome")
    assert "TRT minus PBO   VIS1      3.77  1.07  145.5   1.65 to 5.90  <0.001" in lines


@pytest.mark.parametrize("ending", ["parquet", "sav", "dta"])
def test_other_tables_give_the_same(ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    frame, file = pd.read_csv(data(FEV)), tmp_path / f"fev.{ending}"
    if ending == "parquet":
        frame.to_parquet(file)
    else:
        (pyreadstat.write_sav if ending == "sav" else pyreadstat.write_dta)(frame, str(file))
    found = said(capsys, "mmrm", str(file), *ROLES, "--covariates", "RACE,SEX")
    assert found["deviance"] == pytest.approx(3386.44987, abs=1e-4)


def test_weights_bring_empirical_errors(capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, "mmrm", str(data(FEV)), *ROLES, "--covariates", "RACE,SEX", "--weights", "WEIGHT")
    assert found["errors"].startswith("empirical standard errors (CR2)")
    assert found["differences"][0]["estimate"] == pytest.approx(3.396175, abs=1e-4)


def test_every_fault_of_a_table_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = table(tmp_path, "1,a,x,5,1", "1,a,x,6,1", "2,a,x,7,1", "2,b,y,8,1", ",b,y,many,1")
    words = ["analyse", "mmrm", file, *OWN, "--reference", "z", "--covariates", "weight,score"]
    assert main(words) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert [line.removeprefix(f"{file}: ") for line in told.err.splitlines()] == [
        "column score (--outcome) needs numbers; row 5: many.",
        "there is no column weight (--covariates). Columns: id, visit, arm, score, age.",
        "columns named for more than one thing: score.",
        "column id (--subject) is empty in row 5.",
        "--reference z is no group of column arm: x, y.",
        "more than one row of the same subject and visit: 1 at a.",
        "subjects in more than one group: 2.",
    ]


def test_a_table_too_small_for_any_model_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyse", "mmrm", table(tmp_path, "1,a,x,5,1", "2,a,y,6,1"), *OWN]) == 1
    assert capsys.readouterr().err == "2 complete rows are too few for 2 coefficients.\n"


def test_a_table_without_rows_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", "mmrm", table(tmp_path), *OWN]) == 1
    assert capsys.readouterr().err.endswith("t.csv: there is no row.\n")


@pytest.mark.parametrize("words", [["analyse"], ["analyse", "mmrm", "t.csv"], ["analyse", "no_such"]])
def test_wrong_use_ends_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == 2


def test_a_number_that_is_none_is_null_in_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Said({"p": math.nan, "all": [{"df": math.inf}, 1.5]}, ())
    monkeypatch.setattr(methods()["mmrm"], "run", lambda arguments, read: answer)
    assert said(capsys, "mmrm", table(tmp_path, "1,a,x,5,1"), *OWN) == {"p": None, "all": [{"df": None}, 1.5]}
