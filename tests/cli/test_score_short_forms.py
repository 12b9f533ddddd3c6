"""A table that holds the short form of a questionnaire is scored as far as it goes, and no other gap is let pass."""

from pathlib import Path

import pandas as pd
import pytest

from qol.cli import main

SIX = [f"q{number}" for number in range(1, 7)]


def score(folder: Path, columns: list[str], instrument: str = "cancer_worry", *options: str) -> int:
    (folder / "forms.csv").write_text(f"{','.join(columns)}\n{','.join('2' for _ in columns)}\n")
    return main(["score", instrument, str(folder / "forms.csv"), "--out", str(folder / "scores.csv"), *options])


def test_six_of_eight_give_the_short_score_and_say_that_the_long_one_is_empty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert score(tmp_path, SIX) == 0
    scores = pd.read_csv(tmp_path / "scores.csv")
    assert scores["total_6"].tolist() == [12]
    assert scores["total_8"].isna().all()
    assert capsys.readouterr().err == "total_8 is empty: the table holds a short form, without q7, q8.\n"


def test_columns_are_named_as_the_table_would_have_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert score(tmp_path, [f"cws_{item}" for item in SIX], "cancer_worry", "--prefix", "cws_") == 0
    assert "without cws_q7, cws_q8" in capsys.readouterr().err


@pytest.mark.parametrize("columns", [[*SIX, "q7"], [*SIX, "q8"], SIX[:5], [*SIX[:5], "q7", "q8"]])
def test_one_absent_column_is_no_short_form(
    columns: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert score(tmp_path, columns) == 1
    assert "lacks columns that cancer_worry needs" in capsys.readouterr().err


def test_an_item_for_men_only_is_not_what_makes_a_form_short(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    columns = [f"q{number}" for number in range(31, 50)]
    assert score(tmp_path, columns, "qlq_cipn20", "--fact", "sex=male") == 1
    assert "lacks columns that qlq_cipn20 needs: q50." in capsys.readouterr().err
    assert score(tmp_path, columns, "qlq_cipn20", "--fact", "sex=female") == 0
    assert capsys.readouterr().err == ""
