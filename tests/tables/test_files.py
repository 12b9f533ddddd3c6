"""Files of either format: how they are told apart, and that a file is written whole or not at all."""

import io
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from qol.errors import MissingColumns, TableError
from qol.tables import numbers, open_table, read_table, write_table, writing

FRAME = pd.DataFrame({"id": ["007", None], "q1": [1.0, np.nan], "day": pd.to_datetime(["2026-01-02", None])})


class Standard:
    """Standard input or output that has bytes."""

    def __init__(self, content: bytes = b"") -> None:
        self.buffer = io.BufferedReader(io.BytesIO(content)) if content else io.BytesIO()


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    write_table(FRAME, tmp_path / "t.parquet")
    back = read_table(tmp_path / "t.parquet")
    pd.testing.assert_frame_equal(back, FRAME, check_dtype=False)
    assert back["day"].dtype.kind == "M"


def test_a_parquet_table_without_rows_still_has_columns(tmp_path: Path) -> None:
    write_table(FRAME.head(0), tmp_path / "t.parquet")
    assert list(read_table(tmp_path / "t.parquet").columns) == ["id", "q1", "day"]


def test_standard_input_is_parquet_if_it_begins_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_table(FRAME, tmp_path / "t.parquet")
    for content in ((tmp_path / "t.parquet").read_bytes(), b"id,q1,day\n007,1,2026-01-02\n,,\n"):
        monkeypatch.setattr(sys, "stdin", Standard(content))
        assert read_table("-")["id"].tolist()[0] == "007"


@pytest.mark.parametrize("name", ["table.xlsx", "table"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(TableError, match=r"ends in \.csv, \.parquet, \.sav or \.dta"), open_table(tmp_path / name):
        pass


@pytest.mark.parametrize("name", ["absent.csv", "absent.parquet"])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(TableError, match=f"{name}: cannot be read: No such file"), open_table(tmp_path / name):
        pass


def test_a_file_that_only_calls_itself_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.parquet").write_text("id,q1\n1,2\n")
    with pytest.raises(TableError, match="not a Parquet file"), open_table(tmp_path / "t.parquet"):
        pass


def test_columns_that_are_absent_are_all_named(tmp_path: Path) -> None:
    write_table(FRAME, tmp_path / "t.csv")
    with pytest.raises(MissingColumns, match="sex, stoma"):
        read_table(tmp_path / "t.csv", ["id", "sex", "stoma"])


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_after_an_error_the_old_file_is_as_it_was_and_nothing_lies_beside_it(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"t{ending}"
    path.write_text("as it was")
    with pytest.raises(ZeroDivisionError), writing(path) as writer:
        writer.write(pa.table({"a": [1]}))
        raise ZeroDivisionError
    assert path.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_reaches_standard_output_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    output = Standard()
    monkeypatch.setattr(sys, "stdout", output)
    with pytest.raises(ZeroDivisionError), writing("-") as writer:
        writer.write(pa.table({"a": [1]}))
        raise ZeroDivisionError
    assert output.buffer.getvalue() == b""
    with writing("-") as writer:
        writer.write(pa.table({"a": [1]}))
    assert output.buffer.getvalue() == b"a\n1\n"


def test_a_folder_that_is_not_there_is_said_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="cannot be written: No such file"), writing(tmp_path / "no" / "t.csv"):
        pass


@pytest.mark.parametrize(
    ("cells", "values", "strange"),
    [
        (["1", " 2 ", "", None, "2.0"], [1, 2, None, None, 2], []),
        (["a", "1,0", "nan", "1_0", "inf", "4"], [None, None, None, None, None, 4], [0, 1, 2, 3, 4]),
        ([1, None, 3], [1, None, 3], []),
        ([1.5, float("nan")], [1.5, None], []),
        ([True, None], [None, None], [0]),
        ([None, None], [None, None], []),
        ([], [], []),
    ],
)
def test_cells_are_numbers_or_empty_or_strange(cells: list, values: list, strange: list[int]) -> None:
    read, wrong = numbers(pa.chunked_array([pa.array(cells, from_pandas=False)]))
    np.testing.assert_array_equal(read, np.array([np.nan if value is None else value for value in values], float))
    assert np.flatnonzero(wrong).tolist() == strange


@pytest.mark.parametrize(
    "cells", [["1", None, "4"], ["", "7"], ["0"], [None, None], ["1", "10"], ["/", ":"], ["é", "1"]]
)
def test_single_digits_are_read_as_every_other_cell_is(cells: list[str | None]) -> None:
    alone = pa.chunked_array([pa.array(["9", *cells, "9"], pa.string()).slice(1, len(cells))])
    among_longer = pa.chunked_array([pa.array([*cells, "10"], pa.string())])
    for got, expected in zip(numbers(alone), numbers(among_longer), strict=True):
        np.testing.assert_array_equal(got, expected[:-1])
