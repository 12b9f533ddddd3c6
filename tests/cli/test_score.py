"""`qol score` as a user types it."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from qol.cli import main
from qol.tables import csv_in

C30 = [f"q{n}" for n in range(1, 31)]
LARS = ["q1", "q2", "q3", "q4", "q5"]


def table(folder: Path, columns: list[str], *rows: str, name: str = "forms.csv") -> str:
    (folder / name).write_text("\n".join([",".join(columns), *rows]) + "\n")
    return str(folder / name)


def test_scores_stand_beside_the_columns_that_were_there(tmp_path: Path, capfdbinary) -> None:
    file = table(
        tmp_path,
        ["id", *LARS, "stoma", "note"],
        '007,3,2,3,1,2,no,"well, well"',
        "008,1,1,1,1,,no,",
        "9,1,1,1,1,1,yes,x",
    )
    assert main(["score", "lars", file]) == 0
    output, errors = capfdbinary.readouterr()
    assert output.decode() == (
        'id,q1,q2,q3,q4,q5,stoma,note,total\n007,3,2,3,1,2,no,"well, well",21\n008,1,1,1,1,,no,,\n9,1,1,1,1,1,yes,x,\n'
    )
    assert errors == b""


def test_long_output_says_why_there_is_no_score(tmp_path: Path) -> None:
    file = table(tmp_path, ["id", *LARS, "stoma"], "a,3,2,3,1,2,no", "b,1,1,1,1,,no", "c,1,1,1,1,1,yes", "d,1,1,1,1,1,")
    assert main(["score", "lars", file, "--long", "--out", str(tmp_path / "out.csv")]) == 0
    assert (tmp_path / "out.csv").read_text() == (
        "id,stoma,row,scale,value,answered,asked,outcome,reason,band\n"
        "a,no,1,total,21,5,5,scored,enough_answers,minor\n"
        "b,no,2,total,,4,5,missing,too_few_answers,\n"
        "c,yes,3,total,,0,0,not_applicable,routed_away,\n"
        "d,,4,total,,0,0,missing,fact_unknown,\n"
    )


def test_rows_are_counted_through_the_whole_table(tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_in, "BYTES_TOGETHER", 100)
    good, bad = ["3,2,3,1,2,no"] * 90, ["3,2,3,1,2,perhaps"] * 30
    assert (
        main(["score", "lars", table(tmp_path, [*LARS, "stoma"], *good), "--long", "--out", str(tmp_path / "o.csv")])
        == 0
    )
    assert pd.read_csv(tmp_path / "o.csv")["row"].tolist() == list(range(1, 91))
    assert main(["score", "lars", table(tmp_path, [*LARS, "stoma"], *good, *bad)]) == 1
    assert "row 91, column stoma: perhaps is not one of no, yes (in 30 rows)" in capsys.readouterr().err


def test_scores_keep_their_full_precision(tmp_path: Path) -> None:
    file = table(tmp_path, C30, ",".join(["2"] * 30))
    assert main(["score", "qlq_c30", file, "--out", str(tmp_path / "out.csv")]) == 0
    (row,) = csv.DictReader((tmp_path / "out.csv").read_text().splitlines())
    assert (row["PF2"], row["FA"], row["QL2"]) == ("66.66666666666667", "33.333333333333336", "16.666666666666668")


def test_a_pipe_goes_through_without_a_progress_bar() -> None:
    content = ",".join(LARS) + "\n3,2,3,1,2\n"
    done = subprocess.run(
        [sys.executable, "-m", "qol", "score", "lars", "-", "--fact", "stoma=no"],
        input=content,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "q1,q2,q3,q4,q5,total\n3,2,3,1,2,21\n", "")


def test_parquet_becomes_parquet_and_the_two_formats_agree(tmp_path: Path) -> None:
    file = table(tmp_path, [*LARS, "stoma"], "3,2,3,1,2,no", "1,,1,1,1,no")
    pd.read_csv(file).to_parquet(tmp_path / "forms.parquet")
    for ending in (".csv", ".parquet"):
        assert main(["score", "lars", str(tmp_path / f"forms{ending}"), "--out", str(tmp_path / f"out{ending}")]) == 0
    pd.testing.assert_frame_equal(
        pd.read_csv(tmp_path / "out.csv"), pd.read_parquet(tmp_path / "out.parquet"), check_dtype=False
    )


def test_every_absent_column_is_named(tmp_path: Path, capsys) -> None:
    assert (
        main(["score", "lars", table(tmp_path, ["id", "q1", "q4"], "1,1,1"), "--out", str(tmp_path / "out.csv")]) == 1
    )
    assert capsys.readouterr().err == (
        "The table lacks columns that lars needs: q2, q3, q5, stoma (no or yes; or --fact stoma=no).\n"
    )
    assert not (tmp_path / "out.csv").exists()


def test_a_prefix_finds_the_items_and_is_offered_where_it_would(tmp_path: Path, capsys) -> None:
    file = table(tmp_path, [f"lars_{item}" for item in LARS], "3,2,3,1,2")
    assert main(["score", "lars", file, "--fact", "stoma=no"]) == 1
    assert "With --prefix lars_ all items would be found." in capsys.readouterr().err
    assert (
        main(["score", "lars", file, "--fact", "stoma=no", "--prefix", "lars_", "--out", str(tmp_path / "out.csv")])
        == 0
    )
    assert pd.read_csv(tmp_path / "out.csv")["total"].tolist() == [21]


def test_every_impossible_answer_stops_it_with_row_column_and_value(tmp_path: Path, capsys) -> None:
    file = table(tmp_path, LARS, "3,2,3,1,2", "7,2,3,1,x", "1,,1.5,NA,1")
    assert main(["score", "lars", file, "--fact", "stoma=no", "--out", str(tmp_path / "out.csv")]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "Nothing was scored. Rows count from 1 below the header.",
        "row 2, column q1: 7 is not an answer (1 to 3)",
        "row 2, column q5: x is not an answer (1 to 3)",
        "row 3, column q3: 1.5 is not an answer (1 to 4)",
        "row 3, column q4: NA is not an answer (1 to 3)",
        "A missing answer is an empty cell, not NA.",
        "Correct the table, or count these answers as missing with --impossible missing.",
    ]
    assert not (tmp_path / "out.csv").exists()


def test_of_many_impossible_answers_twenty_are_shown_and_the_rest_counted(
    tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_in, "BYTES_TOGETHER", 100)  # so that they stand in many runs of rows
    file = table(tmp_path, LARS, *["1,1,1,1,1"] * 30, *["9,1,1,1,8"] * 40)
    assert main(["score", "lars", file, "--fact", "stoma=no"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[1:3] == [
        "row 31, column q1: 9 is not an answer (1 to 3)",
        "row 31, column q5: 8 is not an answer (1 to 3)",
    ]
    assert lines[20] == "row 40, column q5: 8 is not an answer (1 to 3)"
    assert lines[21] == "and 60 more such answers"


def test_impossible_answers_can_count_as_missing_and_are_counted(tmp_path: Path, capsys) -> None:
    file = table(tmp_path, C30, ",".join(["1"] * 30), ",".join(["x", "9", *["1"] * 28]), ",".join(["9", *["1"] * 29]))
    assert main(["score", "qlq_c30", file, "--impossible", "missing", "--out", str(tmp_path / "out.csv")]) == 0
    assert capsys.readouterr().err == "Impossible answers counted as missing: 3 (q1 2, q2 1).\n"
    assert pd.read_csv(tmp_path / "out.csv")["PF2"].tolist() == [100, 100, 100]


def test_facts_that_nobody_knows_are_named_even_where_answers_may_be_missing(tmp_path: Path, capsys) -> None:
    file = table(tmp_path, [*LARS, "stoma"], "1,1,1,1,1,no", "1,1,1,1,1,maybe", "1,1,1,1,1,maybe", "1,1,1,1,1,1")
    assert main(["score", "lars", file, "--impossible", "missing"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "Nothing was scored. Rows count from 1 below the header.",
        "row 2, column stoma: maybe is not one of no, yes (in 2 rows)",
        "row 4, column stoma: 1 is not one of no, yes",
    ]


def cr29(folder: Path, without: set[str], **cells: str) -> str:
    """One form of the QLQ-CR29 with 1 everywhere but where said."""
    columns = [name for name in ["sex", "stoma", *(f"q{n}" for n in range(31, 60))] if name not in without]
    return table(folder, columns, ",".join(cells.get(name, "1") for name in columns))


def test_an_item_that_sets_a_fact_is_not_needed_beside_the_fact(tmp_path: Path) -> None:
    file = cr29(tmp_path, {"q48"}, sex="male", stoma="yes", q55="4")
    assert main(["score", "qlq_cr29", file, "--out", str(tmp_path / "out.csv")]) == 0
    assert pd.read_csv(tmp_path / "out.csv").loc[0, "STO"] == 100


@pytest.mark.parametrize(
    ("q48", "stoma", "applies"), [("2", "no", True), ("1", "yes", False), ("", "yes", True), ("", "", None)]
)
def test_the_patients_answer_routes_where_it_is_given(
    tmp_path: Path, q48: str, stoma: str, applies: bool | None
) -> None:
    file = cr29(tmp_path, set(), sex="male", stoma=stoma, q48=q48, q55="4")
    assert main(["score", "qlq_cr29", file, "--long", "--out", str(tmp_path / "out.csv")]) == 0
    outcome = pd.read_csv(tmp_path / "out.csv").set_index("scale").loc["STO", "outcome"]
    assert outcome == {True: "scored", False: "not_applicable", None: "missing"}[applies]


def test_a_fact_without_a_column_is_taken_from_the_item_that_sets_it(tmp_path: Path) -> None:
    file = cr29(tmp_path, {"stoma"}, sex="female", q48="2", q55="4")
    assert main(["score", "qlq_cr29", file, "--out", str(tmp_path / "out.csv")]) == 0
    assert pd.read_csv(tmp_path / "out.csv").loc[0, "STO"] == 100


def test_items_that_a_stated_fact_rules_out_are_not_needed(tmp_path: Path, capsys) -> None:
    file = cr29(tmp_path, {"sex", "stoma", "q48", "q55", "q56", "q57"})
    assert (
        main(
            ["score", "qlq_cr29", file, "--fact", "sex=female", "--fact", "stoma=no", "--out", str(tmp_path / "o.csv")]
        )
        == 0
    )
    assert main(["score", "qlq_cr29", file, "--fact", "sex=male", "--fact", "stoma=no"]) == 1
    assert "needs: q56, q57." in capsys.readouterr().err


def test_a_stated_fact_rules_nothing_out_that_an_answer_may_bring_back(tmp_path: Path, capsys) -> None:
    file = cr29(tmp_path, {"sex", "stoma", "q55", "q56", "q57"})
    assert main(["score", "qlq_cr29", file, "--fact", "sex=female", "--fact", "stoma=no"]) == 1
    assert "needs: q55." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--fact", "stoma=maybe"], "The fact stoma cannot be 'maybe'; it is one of no, yes."),
        (["--fact", "sex=male"], "lars does not know the fact sex; its facts: stoma."),
        (["--fact", "stoma=no", "--fact", "stoma=yes"], "The fact stoma is stated twice, differently."),
        (["--fact", "stoma=no"], "The fact stoma is stated, but the table has a column stoma. Leave one of them out."),
    ],
)
def test_a_stated_fact_that_cannot_be_is_refused(tmp_path: Path, capsys, options: list[str], message: str) -> None:
    assert main(["score", "lars", table(tmp_path, [*LARS, "stoma"], "1,1,1,1,1,no"), *options]) == 1
    assert capsys.readouterr().err == message + "\n"


def test_a_column_that_a_score_would_cover_is_never_overwritten(tmp_path: Path, capsys) -> None:
    file = table(tmp_path, [*LARS, "total"], "3,2,3,1,2,99")
    assert main(["score", "lars", file, "--fact", "stoma=no"]) == 1
    assert "already has columns that scores would be written to: total" in capsys.readouterr().err
    again = ["--score-prefix", "lars_", "--out", str(tmp_path / "out.csv")]
    assert main(["score", "lars", file, "--fact", "stoma=no", *again]) == 0
    assert pd.read_csv(tmp_path / "out.csv").loc[0, ["total", "lars_total"]].tolist() == [99, 21]


def test_a_table_without_rows_gives_a_header(tmp_path: Path) -> None:
    assert main(["score", "lars", table(tmp_path, LARS), "--fact", "stoma=no", "--out", str(tmp_path / "out.csv")]) == 0
    assert (tmp_path / "out.csv").read_text() == "q1,q2,q3,q4,q5,total\n"


def test_an_instrument_that_is_not_there_is_named_with_those_that_are(tmp_path: Path, capsys) -> None:
    assert main(["score", "qlq_c31", table(tmp_path, LARS)]) == 1
    assert "'qlq_c31'" in (message := capsys.readouterr().err)
    assert "qlq_c30" in message


def test_wrong_use_is_status_two(capsys) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["score", "lars", "x.csv", "--fact", "stoma"])
    assert exit_.value.code == 2
    assert "is not NAME=VALUE" in capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_a_bar_shows_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    file = table(tmp_path, LARS, *["3,2,3,1,2"] * 100)
    assert main(["score", "lars", file, "--fact", "stoma=no", "--out", str(tmp_path / "out.csv")]) == 0
    assert "0%|" in terminal.getvalue()
