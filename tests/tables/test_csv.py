"""CSV in and out: nothing that passes through is changed, and a broken file says where."""

from pathlib import Path

import pyarrow as pa
import pytest

from qol.errors import TableError
from qol.tables import csv_in, open_table, read_table, writing


def rows_of(path: Path) -> list[dict[str, str | None]]:
    with open_table(path) as reader:
        return [row for run in reader for row in run.to_pylist()]


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def passed_through(folder: Path, content: str) -> str:
    with open_table(written(folder, content)) as reader, writing(folder / "out.csv") as writer:
        for run in reader:
            writer.write(run)
    return (folder / "out.csv").read_text()


def test_cells_are_text_and_empty_ones_are_null(tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path, 'id,q1,note\n007,1,"a, ""b"""\n1e3,,NA\n'))
    assert rows == [{"id": "007", "q1": "1", "note": 'a, "b"'}, {"id": "1e3", "q1": None, "note": "NA"}]


@pytest.mark.parametrize(
    "content",
    [
        "id,q1\n007,1\n",
        'a,b\n"x,y",1\n"say ""no""",2\n',
        'a,b\n"two\nlines",\n',
        '"a,b",c\n1,2\n',
        "ä,خ\nö,ی\n",
        "a,b\n",
    ],
)
def test_what_goes_through_comes_out_as_it_was(tmp_path: Path, content: str) -> None:
    assert passed_through(tmp_path, content) == content


def test_a_table_goes_through_as_it_was_over_many_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_in, "BYTES_TOGETHER", 500)
    content = "n,text\n" + "".join(f'{n},"line {n}\nand, more"\n' for n in range(500))
    with open_table(written(tmp_path, content)) as reader:
        assert sum(1 for _ in reader) > 10
    assert passed_through(tmp_path, content) == content


def test_a_byte_order_mark_and_windows_lines_are_read(tmp_path: Path) -> None:
    assert rows_of(written(tmp_path, "\ufeffid,q1\r\n1,2\r\n")) == [{"id": "1", "q1": "2"}]


@pytest.mark.parametrize("mark", [";", "\t"])
def test_semicolons_and_tabs_separate_too(tmp_path: Path, mark: str) -> None:
    assert rows_of(written(tmp_path, f"id{mark}q1\n1{mark}2\n")) == [{"id": "1", "q1": "2"}]


def test_numbers_are_written_in_full(tmp_path: Path) -> None:
    with writing(tmp_path / "out.csv") as writer:
        writer.write(pa.table({"x": [100 / 3, 100.0, None, 2 / 3], "w": ["a,b", None, "c", ""]}))
    assert (tmp_path / "out.csv").read_text() == 'x,w\n33.333333333333336,"a,b"\n100,\n,c\n0.6666666666666666,\n'


def test_a_category_is_written_as_its_word(tmp_path: Path) -> None:
    with writing(tmp_path / "out.csv") as writer:
        writer.write(pa.table({"sex": pa.array(["male", None, "male"]).dictionary_encode()}))
    assert (tmp_path / "out.csv").read_text() == "sex\nmale\n\nmale\n"


def test_the_progress_is_counted_in_bytes(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n1,2\n")
    with open_table(path) as reader:
        list(reader)
        assert (reader.done(), reader.total, reader.unit) == (8, 8, "B")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a,b\n1,2\n1,2,3\n", "row 2 has 3 cells where the header has 2"),
        ("a,b\n1,2\n\n\n1\n", "row .* has 1 cells where the header has 2"),
        ("", "there is no header"),
        ("\n1,2\n", "there is no header"),
        ("a,b,a\n1,2,3\n", "columns share a name: a"),
        ("a\né\n".encode("latin-1"), "not UTF-8"),
        ("é\n1\n".encode("latin-1"), "not UTF-8"),
        ("a,b\n1,2\n".encode("utf-16"), "not UTF-8"),
    ],
)
def test_a_broken_file_is_refused_in_plain_words(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(TableError, match=message):
        rows_of(written(tmp_path, content))


def test_a_row_is_counted_from_the_header_in_a_long_file_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_in, "BYTES_TOGETHER", 200)
    with pytest.raises(TableError, match="row 301 has 3 cells"):
        rows_of(written(tmp_path, "a,b\n" + "1,2\n" * 300 + "1,2,3\n"))


def test_what_has_no_single_value_does_not_fit_into_a_cell(tmp_path: Path) -> None:
    with (
        pytest.raises(TableError, match="CSV cannot hold the columns answers"),
        writing(tmp_path / "out.csv") as writer,
    ):
        writer.write(pa.table({"id": [1], "answers": [[1, 2]]}))


def test_a_whole_table_is_a_frame_of_the_columns_asked_for(tmp_path: Path) -> None:
    frame = read_table(written(tmp_path, "a,b,c\n1,2,3\n,5,6\n"), ["c", "a"])
    assert list(frame.columns) == ["c", "a"]
    assert frame["a"].isna().tolist() == [False, True]
