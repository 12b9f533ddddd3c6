"""What holds for every command: the folder is the register, help shows an example, statuses are 0, 1, 2."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from qol.cli import commands, main

REPOSITORY = Path(__file__).parent.parent.parent
HEAVY = ("flask", "pandas", "sqlmodel", "weasyprint", "scipy", "statsmodels", "pydantic", "numpy", "qol.web")


def qol(*words: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qol", *words],
        capture_output=True, text=True, check=False, cwd=REPOSITORY, **more,
    )  # fmt: skip


def test_every_file_of_the_folder_is_a_command() -> None:
    files = {path.stem for path in (REPOSITORY / "qol" / "cli").glob("*.py") if not path.stem.startswith("_")}
    assert {module.__name__.rpartition(".")[2] for module in commands().values()} == files


@pytest.mark.parametrize("name", list(commands()))
def test_help_shows_an_example_that_is_this_command(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([name, "--help"])
    assert caught.value.code == 0
    assert f"python -m qol {name}" in capsys.readouterr().out.partition("Example:")[2]


@pytest.mark.parametrize("words", [[], ["no_such_command"], ["check", "--no-such-option"]])
def test_wrong_use_ends_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == 2
    assert "usage: python -m qol" in capsys.readouterr().err


def test_asking_for_help_loads_nothing_heavy() -> None:
    script = f"import sys, qol.cli; qol.cli.parser(); print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=REPOSITORY)
    assert done.stdout.strip() == "[]"


def test_a_wrong_setting_is_one_sentence_and_status_1(tmp_path: Path) -> None:
    done = qol("instruments", env=dict(os.environ, QOL_DATA_DIR=str(tmp_path), QOL_WORKERS="many"))
    assert done.returncode == 1
    assert "QOL_WORKERS" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [["report", "group-comparison", "--out", "x.pdf"], ["export", "dataset"]])
def test_a_database_without_tables_is_one_sentence_that_says_what_to_do(words: list[str], tmp_path: Path) -> None:
    done = qol(*words, env=dict(os.environ, QOL_DATA_DIR=str(tmp_path)))
    assert done.returncode == 1
    assert done.stderr == "The database has no tables yet. Run `python -m qol db upgrade`.\n"


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    target = tmp_path / "no such folder" / "settings.pdf"
    environment = dict(os.environ, QOL_DATA_DIR=str(tmp_path))
    assert qol("db", "upgrade", env=environment).returncode == 0
    assert qol("demo", "--patients", "12", env=environment).returncode == 0
    done = qol("report", "group-comparison", "--out", str(target), env=environment)
    assert done.returncode == 1
    assert done.stderr == f"{target}: No such file or directory.\n"


def test_a_reader_that_leaves_early_causes_no_traceback(tmp_path: Path) -> None:
    environment = dict(os.environ, QOL_DATA_DIR=str(tmp_path))
    command = f"{sys.executable} -m qol instruments --json | head -c 10"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, check=False, cwd=REPOSITORY, env=environment
    )
    assert done.stderr == ""
