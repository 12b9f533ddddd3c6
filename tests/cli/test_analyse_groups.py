"""`qol analyse weights`, `km`, `ttd` and `compare` as a user types them."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from qol.cli import main
from tests.analysis.events.followed import followed
from tests.analysis.longitudinal.published import data
from tests.analysis.weighting.cohorts import cohort

WEIGHTS = ["--group", "arm", "--first", "nom", "--covariates", "age,height,stage", "--bootstrap", "200"]


def said(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    assert main(["analyse", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def people(folder: Path, pull: float = 1.0) -> str:
    frame = cohort(160, 41, pull)[1]
    frame["arm"] = np.where(frame.pop("first") == 1, "nom", "surgery")
    frame.to_csv(folder / "people.csv", index=False)
    return str(folder / "people.csv")


def test_weights_give_balance_and_a_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, "weights", people(tmp_path), *WEIGHTS, "--outcome", "outcome", "--penalty", "none")
    assert found["groups"] == ["nom", "surgery"]
    assert len(found["weights"]) == len(found["propensity"]) == 160
    assert max(abs(one["after"]) for one in found["balance"]) < 1e-8
    assert found["difference"]["lower"] < found["difference"]["estimate"] < found["difference"]["upper"]
    assert found["difference"]["e_value"]["estimate"] >= 1


def test_weights_without_overlap_give_reasons_and_no_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = people(tmp_path, pull=40)
    found = said(capsys, "weights", file, *WEIGHTS, "--outcome", "outcome")
    assert found["difference"] is None
    assert any("also occurs in the other group" in why for why in found["refused"])
    assert main(["analyse", "weights", file, *WEIGHTS, "--outcome", "outcome"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("No adjusted number: ")


def test_faults_of_a_weighting_are_said_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--group", "arm", "--covariates", "age,weight", "--bootstrap", "3", "--trim", "0.7"]
    assert main(["analyse", "weights", people(tmp_path), *words]) == 1
    told = capsys.readouterr().err.splitlines()
    assert [any(part in line for line in told) for part in ("no column weight", "at least 100", "below 0.5")] == [
        True
    ] * 3


def test_curves_of_two_groups(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    followed(150, 3).to_csv(tmp_path / "t.csv", index=False)
    words = ["km", str(tmp_path / "t.csv"), "--time", "time", "--state", "state", "--group", "group"]
    found = said(capsys, *words)
    assert [group["n"] for group in found["groups"]] == found["log_rank"]["people"]
    assert found["groups"][0]["survival"][0]["at_risk"] == found["groups"][0]["n"]
    assert main(["analyse", *words, "--at", "6,12,400"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].split() == ["1", "400", "0", "-", "-", "-"]


def test_a_state_that_is_none_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pd.DataFrame({"time": [1, 2], "state": [1, 7]}).to_csv(tmp_path / "t.csv", index=False)
    assert main(["analyse", "km", str(tmp_path / "t.csv"), "--time", "time", "--state", "state"]) == 1
    assert "column state needs 0, 1 or 2 in every row; row 2 has none." in capsys.readouterr().err


@pytest.mark.parametrize(("empty", "what"), [("state", "0, 1 or 2"), ("weight", "a weight above 0")])
def test_an_empty_column_of_curves_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], empty: str, what: str
) -> None:
    frame = pd.DataFrame({"time": [1.0, 2.0], "state": [1, 0], "weight": [1.0, 2.0], "arm": ["a", "b"]})
    frame.assign(**{empty: None}).to_csv(tmp_path / "t.csv", index=False)
    words = ["--time", "time", "--state", "state", "--weights", "weight", "--group", "arm"]
    assert main(["analyse", "km", str(tmp_path / "t.csv"), *words]) == 1
    assert f"column {empty} needs {what} in every row; row 1 has none." in capsys.readouterr().err


def test_time_to_deterioration_of_the_public_example(capsys: pytest.CaptureFixture[str]) -> None:
    """R: see tests/analysis/events/test_deterioration.py."""
    found = said(
        capsys, "ttd", str(data("qolr_dataqol2_scores.csv")), "--outcome", "QoL", "--subject", "id", "--visit", "time",
        "--day", "date", "--threshold", "5", "--higher", "better", "--group", "arm",
    )  # fmt: skip
    first = found["people"][0]
    assert (first["subject"], first["state"], first["why"]) == ("1", 1, "deteriorated")
    assert first["months"] == pytest.approx(1.60985626283368)
    assert len(found["people"]) == 60
    assert [group["n"] for group in found["groups"]] == [29, 29]


def test_a_subject_in_two_groups_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = pd.DataFrame({"id": [1, 1], "v": [0, 1], "d": [0, 30], "y": [50, 40], "g": ["a", "b"]})
    rows.to_csv(tmp_path / "t.csv", index=False)
    words = [
        "--outcome",
        "y",
        "--subject",
        "id",
        "--visit",
        "v",
        "--day",
        "d",
        "--threshold",
        "5",
        "--higher",
        "better",
    ]
    assert main(["analyse", "ttd", str(tmp_path / "t.csv"), *words, "--group", "g"]) == 1
    assert capsys.readouterr().err.endswith("subject 1 has more than one value of --group.\n")


def test_a_family_is_compared_with_holm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {"arm": ["nom"] * 27 + ["surgery"] * 33, "major": [1] * 8 + [0] * 19 + [1] * 14 + [0] * 10 + [None] * 9}
    frame = pd.DataFrame(rows | {"score": np.arange(60.0)})
    frame["major"] = frame["major"].map({1: "yes", 0: "no"})
    frame.to_csv(tmp_path / "t.csv", index=False)
    words = ["compare", str(tmp_path / "t.csv"), "--group", "arm", "--outcomes", "major,score"]
    found = said(capsys, *words)
    assert found["outcomes"][0]["excluded"] == [0, 9]
    assert found["outcomes"][0]["p"] == pytest.approx(0.051, abs=5e-4)
    assert [one["p_holm"] >= one["p"] for one in found["outcomes"]] == [True, True]
    assert main(["analyse", *words, "--test", "chi_square"]) == 0
    assert "chi-square test without correction, as declared, p=0.039" in capsys.readouterr().out


def test_three_groups_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["analyse", "compare", people(tmp_path), "--group", "stage", "--outcomes", "age"]
    assert main(words) == 1
    assert "has 3 groups; two are compared." in capsys.readouterr().err


@pytest.mark.parametrize("at", ["", "six", "-1"])
def test_times_that_are_none_are_wrong_use(at: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["analyse", "km", "t.csv", "--time", "a", "--state", "b", f"--at={at}"])
    assert caught.value.code == 2
