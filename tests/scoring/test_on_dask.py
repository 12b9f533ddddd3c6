"""The dask engine: the same output to the last byte, the same refusals, and plain words where there is no cluster."""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import distributed
import numpy as np
import pyarrow as pa
import pytest
from distributed import LocalCluster

from qol.cli import main
from qol.errors import QolError
from qol.scoring import on_dask
from qol.tables import csv_in, open_table, parquet_in, writing

ITEMS = [f"q{n}" for n in range(1, 31)]


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a cluster of two worker processes."""
    with LocalCluster(
        2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """6,000 forms as CSV and Parquet, in several runs of rows."""
    folder, random = tmp_path_factory.mktemp("tables"), np.random.default_rng(8)
    for name in ("forms.csv", "forms.parquet"):
        with writing(folder / name) as writer:
            for first in range(0, 6_000, 2_000):
                columns = {"id": pa.array([f"{n:06}, x" for n in range(first, first + 2_000)])}
                for item in ITEMS:
                    answers = random.integers(1, 5, 2_000).astype(np.int8)
                    columns[item] = pa.array(answers, mask=random.random(2_000) < 0.2)
                writer.write(pa.table(columns))
    return folder


@pytest.fixture(autouse=True)
def many_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_in, "BYTES_TOGETHER", 100_000)
    monkeypatch.setattr(parquet_in, "ROWS_TOGETHER", 1_500)


@pytest.mark.parametrize("source", ["csv", "parquet"])
@pytest.mark.parametrize("target", ["csv", "parquet"])
def test_the_output_is_that_of_the_local_engine_to_the_last_byte(
    tables: Path, tmp_path: Path, scheduler: str, source: str, target: str
) -> None:
    score = ["score", "qlq_c30", str(tables / f"forms.{source}"), "--out"]
    assert main([*score, str(tmp_path / f"local.{target}")]) == 0
    on_cluster = [*score, str(tmp_path / f"dask.{target}"), "--engine", "dask", "--scheduler", scheduler]
    assert main(on_cluster) == 0
    assert (tmp_path / f"dask.{target}").read_bytes() == (tmp_path / f"local.{target}").read_bytes()
    with open_table(tmp_path / f"dask.{target}") as reader:
        assert sum(run.num_rows for run in reader) == 6_000


@pytest.mark.parametrize("target", ["sav", "dta"])
def test_spss_and_stata_can_be_written_too(tables: Path, tmp_path: Path, scheduler: str, target: str) -> None:
    (tmp_path / "few.csv").write_text("".join((tables / "forms.csv").read_text().splitlines(keepends=True)[:50]))
    score = ["score", "qlq_c30", str(tmp_path / "few.csv"), "--out"]
    for name, engine in (("local", []), ("dask", ["--engine", "dask", "--scheduler", scheduler])):
        assert main([*score, str(tmp_path / f"{name}.{target}"), *engine]) == 0
    local, dask = (next(iter_runs(tmp_path / f"{name}.{target}")) for name in ("local", "dask"))
    assert dask.equals(local)


def iter_runs(path: Path) -> Iterator[pa.Table]:
    with open_table(path) as reader:
        yield from reader


def test_refusals_are_word_for_word_the_same_and_nothing_is_written(
    tables: Path, tmp_path: Path, scheduler: str, capsys
) -> None:
    lines = (tables / "forms.csv").read_text().splitlines()
    for row in (7, 3_000, 5_999):
        lines[row] = lines[row].rpartition(",")[0] + ",NA"
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("\n".join(lines) + "\n")
    said = []
    for engine in ([], ["--engine", "dask", "--scheduler", scheduler]):
        assert main(["score", "qlq_c30", str(wrong), "--out", str(tmp_path / "out.csv"), *engine]) == 1
        said.append(capsys.readouterr().err)
    assert said[0] == said[1]
    assert "row 5999, column q30: NA is not an answer (1 to 7)" in said[0]
    assert list(tmp_path.iterdir()) == [wrong]


def test_what_a_worker_finds_unfit_for_the_format_is_refused_in_its_words(
    tmp_path: Path, scheduler: str, capsys
) -> None:
    (tmp_path / "forms.csv").write_text("patient no.,q1,q2,q3,q4,q5\n1,1,1,1,1,1\n")
    command = ["score", "lars", str(tmp_path / "forms.csv"), "--fact", "stoma=no", "--out", str(tmp_path / "out.dta")]
    assert main([*command, "--engine", "dask", "--scheduler", scheduler]) == 1
    assert "Stata cannot hold columns named patient no." in capsys.readouterr().err


@pytest.mark.slow
def test_without_a_scheduler_it_makes_workers_of_its_own_and_says_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "qol", "score", "lars", "-", "--fact", "stoma=no", "--engine", "dask"]
    content = "q1,q2,q3,q4,q5\n3,2,3,1,2\n"
    done = subprocess.run(command, input=content, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "q1,q2,q3,q4,q5,total\n3,2,3,1,2,21\n"


def test_the_workers_of_its_own_are_closed_to_everybody_else_on_the_machine() -> None:
    with on_dask.own_cluster(distributed) as cluster:
        address = cluster.scheduler_address
        assert address.startswith("tls://")
        with pytest.raises(OSError):  # noqa: PT011  # of several kinds
            distributed.Client(address.replace("tls://", "tcp://"), timeout="1s", set_as_default=False)


def deadly_once(marker: Path, number: int) -> int:
    """Ends its process the first time."""
    if number == 3 and not marker.exists():
        marker.touch()
        os._exit(1)
    return number * 10


def test_what_a_worker_had_when_it_ended_is_done_by_another(tmp_path: Path, scheduler: str) -> None:
    with on_dask.dask_in_order(scheduler) as engine:
        found = list(engine(partial(deadly_once, tmp_path / "ended"), range(12)))
    assert (tmp_path / "ended").exists()
    assert found == [number * 10 for number in range(12)]


@pytest.mark.slow
def test_work_that_ends_every_worker_is_refused_in_a_sentence(scheduler: str) -> None:
    with pytest.raises(QolError, match=r"^The dask cluster failed: .*Nothing was written\.$"):  # noqa: SIM117
        with on_dask.dask_in_order(scheduler) as engine:
            list(engine(os._exit, [1]))


def test_a_scheduler_that_does_not_answer_is_named(tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_dask, "SECONDS", "1s")
    (tmp_path / "forms.csv").write_text("q1,q2,q3,q4,q5\n3,2,3,1,2\n")
    command = ["score", "lars", str(tmp_path / "forms.csv"), "--fact", "stoma=no", "--engine", "dask"]
    assert main([*command, "--scheduler", "tcp://127.0.0.1:9"]) == 1
    assert capsys.readouterr().err.startswith("No dask scheduler answers at tcp://127.0.0.1:9: ")


def test_where_dask_is_not_installed_the_command_that_installs_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = pytest.raises(QolError, match=r"Dask is not installed.*uv pip install .* --group cluster")
    with said, on_dask.dask_in_order(None):
        pass


def test_a_scheduler_is_for_the_dask_engine_alone(capsys) -> None:
    assert main(["score", "lars", "forms.csv", "--scheduler", "tcp://127.0.0.1:9"]) == 1
    assert capsys.readouterr().err == "--scheduler is for --engine dask.\n"
    with pytest.raises(SystemExit) as ended:
        main(["score", "lars", "forms.csv", "--engine", "dask", "--scheduler", "127.0.0.1"])
    assert ended.value.code == 2
