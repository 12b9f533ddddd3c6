"""`qol score` from any format to any other: the same scores, words for codes, and refusals that write nothing."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from qol.cli import main
from qol.instruments.library import Library
from qol.scoring.table_labels import scale_in_words
from qol.settings import Settings
from qol.tables import read_table

FORMATS = ["csv", "parquet", "sav", "dta"]
LIBRARY = Library(Settings.from_environment().instruments_dir)
ITEMS = [f"q{n}" for n in range(1, 31)]
SCALES = [scale.id for scale in LIBRARY["qlq_c30"].scales]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """300 random forms with gaps in every format, as other programs write them."""
    folder, random = tmp_path_factory.mktemp("tables"), np.random.default_rng(5)
    frame = pd.DataFrame({name: random.integers(1, 8 if n > 28 else 5, 300) for n, name in enumerate(ITEMS, 1)})
    frame = frame.mask(random.random(frame.shape) < 0.3).astype("Int16")
    frame.insert(0, "id", [f"{n:03}" for n in range(300)])
    frame.to_csv(folder / "forms.csv", index=False)
    frame.to_parquet(folder / "forms.parquet")
    pyreadstat.write_sav(frame, folder / "forms.sav", variable_value_labels={"q1": {1: "nie"}})
    pyreadstat.write_dta(frame, folder / "forms.dta", column_labels={"q1": "Anstrengung"})
    return folder


@pytest.mark.parametrize("source", FORMATS)
@pytest.mark.parametrize("target", FORMATS)
def test_every_format_becomes_every_other_with_the_same_scores(
    tables: Path, tmp_path: Path, capsys, source: str, target: str
) -> None:
    main(["score", "qlq_c30", str(tables / "forms.parquet"), "--out", str(tmp_path / "truth.parquet")])
    out = tmp_path / f"out.{target}"
    assert main(["score", "qlq_c30", str(tables / f"forms.{source}"), "--out", str(out)]) == 0
    assert capsys.readouterr().err == ""
    truth, found = read_table(tmp_path / "truth.parquet"), read_table(out)
    assert list(found.columns) == ["id", *ITEMS, *SCALES]
    assert found["id"].tolist() == truth["id"].tolist()
    for name in (*ITEMS, *SCALES):  # bit by bit: nothing is rounded on any way
        np.testing.assert_array_equal(found[name].astype(float), truth[name].astype(float))


def test_codes_and_scores_have_words_and_the_files_own_words_go_first(tables: Path, tmp_path: Path) -> None:
    for source in ("csv", "sav", "dta"):
        main(["score", "qlq_c30", str(tables / f"forms.{source}"), "--out", str(tmp_path / f"{source}.sav")])
    from_csv, from_sav, from_dta = (
        pyreadstat.read_sav(tmp_path / f"{source}.sav")[1] for source in ("csv", "sav", "dta")
    )
    assert from_csv.column_names_to_labels["PF2"] == "Physical function, 0 to 100, higher is better"
    options = LIBRARY["qlq_c30"].answers_of("q1").options
    assert from_csv.variable_value_labels["q1"] == {option.code: option.label for option in options}
    assert from_sav.variable_value_labels["q1"] == {1: "nie"}
    assert from_dta.column_names_to_labels["q1"] == "Anstrengung"


@pytest.mark.parametrize("name", LIBRARY)
def test_the_words_of_a_scale_fit_into_every_format(name: str) -> None:
    assert all(len(scale_in_words(scale)) <= 80 for scale in LIBRARY[name].scales)


@pytest.mark.parametrize("target", FORMATS)
def test_one_row_a_scale_in_every_format(tables: Path, tmp_path: Path, target: str) -> None:
    out = tmp_path / f"out.{target}"
    assert main(["score", "qlq_c30", str(tables / "forms.csv"), "--long", "--out", str(out)]) == 0
    table = read_table(out)
    assert len(table) == 300 * len(SCALES)
    assert set(table["outcome"]) == {"scored", "missing"}


def test_what_a_file_declares_missing_is_no_answer_and_is_counted(tables: Path, tmp_path: Path, capsys) -> None:
    frame = pd.read_parquet(tables / "forms.parquet").fillna(-98)
    counts = (frame[ITEMS] == -98).sum()
    missing = {item: [{"lo": -99, "hi": -97}] for item in ITEMS}
    pyreadstat.write_sav(frame, tmp_path / "coded.sav", missing_ranges=missing)
    assert main(["score", "qlq_c30", str(tmp_path / "coded.sav"), "--out", str(tmp_path / "coded.parquet")]) == 0
    said = capsys.readouterr().err
    assert said.startswith(f"Cells that the file declares missing, read as missing: {counts.sum()} (q1 {counts['q1']},")
    main(["score", "qlq_c30", str(tables / "forms.parquet"), "--out", str(tmp_path / "plain.parquet")])
    coded, plain = (pd.read_parquet(tmp_path / f"{name}.parquet") for name in ("coded", "plain"))
    pd.testing.assert_frame_equal(coded[SCALES], plain[SCALES])


@pytest.mark.parametrize("source", FORMATS)
def test_an_impossible_answer_is_named_alike_and_nothing_is_written(
    tables: Path, tmp_path: Path, capsys, source: str
) -> None:
    frame = pd.read_parquet(tables / "forms.parquet")
    frame.loc[6, "q3"] = 9
    wrong = tmp_path / f"wrong.{source}"
    {
        "csv": lambda: frame.to_csv(wrong, index=False),
        "parquet": lambda: frame.to_parquet(wrong),
        "sav": lambda: pyreadstat.write_sav(frame, wrong),
        "dta": lambda: pyreadstat.write_dta(frame, wrong),
    }[source]()
    for target in FORMATS:
        assert main(["score", "qlq_c30", str(wrong), "--out", str(tmp_path / f"out.{target}")]) == 1
        said = capsys.readouterr().err.splitlines()[1]
        assert said == "row 7, column q3: 9 is not an answer (1 to 4)"
    assert list(tmp_path.iterdir()) == [wrong]


def test_a_name_that_the_output_cannot_hold_is_named_and_nothing_is_written(tmp_path: Path, capsys) -> None:
    (tmp_path / "forms.csv").write_text("patient no.,q1,q2,q3,q4,q5\n1,1,1,1,1,1\n")
    out = tmp_path / "out.dta"
    assert main(["score", "lars", str(tmp_path / "forms.csv"), "--fact", "stoma=no", "--out", str(out)]) == 1
    assert "Stata cannot hold columns named patient no. (at most 32 characters" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("source", ["parquet", "sav", "dta"])
def test_a_pipe_may_carry_any_format(tables: Path, source: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qol", "score", "qlq_c30", "-"],
        input=(tables / f"forms.{source}").read_bytes(), capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines()[0] == ",".join(["id", *ITEMS, *SCALES])
    assert len(done.stdout.splitlines()) == 301
