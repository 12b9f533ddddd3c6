"""SPSS and Stata in and out: codes, words, dates and what a file declares missing; what does not fit is refused."""

import datetime as dt
import io
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyreadstat
import pytest

from qol.errors import TableError
from qol.tables import Labels, labelled_in, open_table, read_table, write_table, writing

DAY, MOMENT = dt.date(2026, 1, 2), dt.datetime(2026, 1, 2, 3, 4)  # noqa: DTZ001  # neither format knows zones
ENDINGS = [".sav", ".dta"]
TABLE = pa.table(
    {
        "id": ["007", None, "خ"],
        "q1": pa.array([1, 0, None], pa.int8()),
        "day": pa.array([DAY, None, None], pa.date32()),
        "at": pa.array([MOMENT, None, None], pa.timestamp("us")),
        "x": [100 / 3, None, 2 / 3],
        "nothing": pa.array([None, None, None], pa.string()),
    }
)
LABELS = Labels(columns={"q1": "Rest بعد از ظهر"}, values={"q1": {0: "No", 1: "Yes"}})


def written(path: Path, table: pa.Table = TABLE, labels: Labels = LABELS) -> Path:
    with writing(path, labels) as writer:
        writer.write(table.slice(0, 1))
        writer.write(table.slice(1))
    return path


def through(source: Path, target: Path) -> None:
    with open_table(source) as reader, writing(target, reader.labels) as writer:
        for run in reader:
            writer.write(run)


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_written_is_read_again(tmp_path: Path, ending: str) -> None:
    with open_table(written(tmp_path / f"t{ending}")) as reader:
        (run,) = list(reader)
        labels = reader.labels
    assert run.cast(TABLE.schema).to_pylist() == TABLE.to_pylist()
    assert labels.columns == LABELS.columns
    assert labels.values == LABELS.values


@pytest.mark.parametrize("ending", ENDINGS)
def test_other_programs_read_whole_codes_and_words(tmp_path: Path, ending: str) -> None:
    path = written(tmp_path / f"t{ending}")
    frame = pd.read_stata(path) if ending == ".dta" else pd.read_spss(path)
    assert frame["q1"].tolist()[:2] == ["Yes", "No"]
    assert frame["id"].tolist()[0] == "007"


@pytest.mark.parametrize("source", ENDINGS)
@pytest.mark.parametrize("target", ENDINGS)
def test_words_and_dates_go_from_one_to_the_other(tmp_path: Path, source: str, target: str) -> None:
    through(written(tmp_path / f"a{source}"), tmp_path / f"b{target}")
    with open_table(tmp_path / f"b{target}") as reader:
        (run,) = list(reader)
        assert run.cast(TABLE.schema).to_pylist() == TABLE.to_pylist()
        assert (reader.labels.columns, reader.labels.values) == (LABELS.columns, LABELS.values)


@pytest.mark.parametrize("ending", ENDINGS)
def test_many_runs_are_one_table(tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labelled_in, "ROWS_TOGETHER", 2)
    path = written(tmp_path / f"t{ending}")
    with open_table(path) as reader:
        assert [run.num_rows for run in reader] == [2, 1]
        assert (reader.done(), reader.total, reader.unit) == (3, 3, "rows")
    assert read_table(path)["id"].tolist()[::2] == ["007", "خ"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_table_without_rows_keeps_its_columns(tmp_path: Path, ending: str) -> None:
    written(tmp_path / f"t{ending}", TABLE.slice(0, 0))
    assert list(read_table(tmp_path / f"t{ending}").columns) == TABLE.column_names


def test_how_spss_shows_a_column_is_kept(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q1": [1.0], "day": [DAY]})
    pyreadstat.write_sav(
        frame, tmp_path / "a.sav", variable_format={"q1": "F3.0"}, variable_measure={"q1": "ordinal"},
        variable_display_width={"q1": 5},
    )  # fmt: skip
    through(tmp_path / "a.sav", tmp_path / "b.sav")
    about = pyreadstat.read_sav(tmp_path / "b.sav", metadataonly=True)[1]
    assert about.original_variable_types["q1"] == "F3.0"
    assert (about.variable_measure["q1"], about.variable_display_width["q1"]) == ("ordinal", 5)


def test_what_spss_declares_missing_is_missing_and_counted(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q1": [1.0, -98, 9, -97.5], "word": ["a", "x", "b", ""], "q2": [-98.0, 1, 2, 3]})
    ranges = {"q1": [{"lo": -99, "hi": -97}, 9], "word": ["x"]}
    pyreadstat.write_sav(frame, tmp_path / "t.sav", missing_ranges=ranges)
    with open_table(tmp_path / "t.sav") as reader:
        (run,) = list(reader)
        assert run["q1"].to_pylist() == [1, None, None, None]
        assert run["word"].to_pylist() == ["a", None, "b", None]
        assert run["q2"].to_pylist() == [-98, 1, 2, 3]  # nobody declared it
        assert reader.user_missing == {"q1": 3, "word": 1}


def test_what_stata_declares_missing_is_missing_and_counted(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q1": pd.Series([1, "a", None, "c"], dtype=object), "q2": [1.0, 2, 3, None]})
    pyreadstat.write_dta(frame, tmp_path / "t.dta", missing_user_values={"q1": ["a", "c"]})
    with open_table(tmp_path / "t.dta") as reader:
        (run,) = list(reader)
        assert run["q1"].to_pylist() == [1, None, None, None]
        assert reader.user_missing == {"q1": 2}


@pytest.mark.parametrize("ending", ENDINGS)
def test_standard_input_is_known_by_its_first_bytes(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Standard:
        buffer = io.BufferedReader(io.BytesIO(written(tmp_path / f"t{ending}").read_bytes()))

    monkeypatch.setattr(sys, "stdin", Standard)
    assert read_table("-")["id"].tolist()[0] == "007"


@pytest.mark.parametrize(
    ("ending", "name"),
    [
        (".sav", "2nd"), (".sav", "a b"), (".sav", "a" * 65), (".sav", "with"), (".sav", "end."), (".sav", "_a"),
        (".dta", "a.b"), (".dta", "a" * 33), (".dta", "byte"), (".dta", "str8"), (".dta", "_n"), (".dta", "2nd"),
    ],
)  # fmt: skip
def test_every_name_that_a_format_cannot_hold_is_named(tmp_path: Path, ending: str, name: str) -> None:
    with pytest.raises(TableError, match=rf"cannot hold columns named {name}, a-b \("):
        write_table(pd.DataFrame({"id": [1], name: [1], "a-b": [1]}), tmp_path / f"t{ending}")
    assert list(tmp_path.iterdir()) == []


def test_spss_does_not_tell_capitals_in_names(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="does not tell capitals from small letters in names: q1 and Q1"):
        write_table(pd.DataFrame({"q1": [1], "Q1": [1]}), tmp_path / "t.sav")
    write_table(pd.DataFrame({"q1": [1], "Q1": [1]}), tmp_path / "t.dta")


@pytest.mark.parametrize(("ending", "most"), [(".sav", 256), (".dta", 80)])
def test_a_label_that_is_too_long_is_cut_and_said(tmp_path: Path, ending: str, most: int) -> None:
    labels = Labels(columns={"q1": "ab" * 200, "x": "short"})
    with writing(tmp_path / f"t{ending}", labels) as writer:
        writer.write(TABLE)
    assert writer.cut_labels == ("q1",)
    with open_table(tmp_path / f"t{ending}") as reader:
        assert reader.labels.columns == {"q1": ("ab" * 200)[: most - 3] + "...", "x": "short"}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_column_of_lists_is_refused(tmp_path: Path, ending: str) -> None:
    with pytest.raises(TableError, match="cannot hold the columns answers"):
        written(tmp_path / f"t{ending}", pa.table({"id": [1], "answers": [[1, 2]]}))


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_only_calls_itself_so_is_refused(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"t{ending}").write_text("id,q1\n1,2\n")
    with pytest.raises(TableError, match="cannot be read as SPSS or Stata"), open_table(tmp_path / f"t{ending}"):
        pass


def test_an_spss_column_whose_name_is_no_text_is_refused(tmp_path: Path) -> None:
    damaged = bytearray(written(tmp_path / "t.sav").read_bytes())
    damaged[200] = 0x80  # the first letter of the first name
    (tmp_path / "t.sav").write_bytes(damaged)
    with pytest.raises(TableError, match="cannot be read as SPSS or Stata"), open_table(tmp_path / "t.sav"):
        pass


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_cut_file_is_refused(tmp_path: Path, ending: str) -> None:
    whole = written(tmp_path / f"t{ending}", pa.concat_tables([TABLE] * 100)).read_bytes()
    (tmp_path / f"t{ending}").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(TableError):
        read_table(tmp_path / f"t{ending}")


def test_words_of_codes_that_spss_would_cut_in_silence_are_cut_and_said(tmp_path: Path) -> None:
    labels = Labels(values={"q1": {1: "é" * 90, 0: "No"}})
    for ending, cut in ((".sav", ("q1",)), (".dta", ())):
        with writing(tmp_path / f"t{ending}", labels) as writer:
            writer.write(TABLE)
        assert writer.cut_labels == cut
        with open_table(tmp_path / f"t{ending}") as reader:
            assert reader.labels.values["q1"][1] == ("é" * 58 + "..." if cut else "é" * 90)


def test_a_text_that_spss_has_no_room_for_is_refused(tmp_path: Path) -> None:
    long = pa.table({"word": ["a" * 40_000]})
    with pytest.raises(TableError, match="SPSS cannot hold the columns word"):
        written(tmp_path / "t.sav", long, Labels())
    assert list(tmp_path.iterdir()) == []
    assert read_table(written(tmp_path / "t.dta", long, Labels()))["word"].tolist() == long["word"].to_pylist()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_number_that_would_lose_digits_is_refused(tmp_path: Path, ending: str) -> None:
    with pytest.raises(TableError, match="cannot hold the columns n"):
        written(tmp_path / f"t{ending}", pa.table({"n": [2**53 + 1]}), Labels())
    back = read_table(written(tmp_path / f"t{ending}", pa.table({"n": [2**53]}), Labels()))
    assert back["n"].tolist() == [2**53]


@pytest.mark.parametrize("ending", ENDINGS)
def test_scores_keep_their_full_precision(tmp_path: Path, ending: str) -> None:
    scores = [100 / 3, 2 / 3, None, 0.1 + 0.2]
    back = read_table(written(tmp_path / f"t{ending}", pa.table({"x": scores}), Labels()))
    assert [None if value != value else value for value in back["x"]] == scores
