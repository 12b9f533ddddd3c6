"""A definition whose scores could differ has another version, and no version that was ever recorded is forgotten."""

import subprocess
from pathlib import Path

import pytest

from tests.instruments.scoring_hashes import COMMAND, FOLDER, RECORD, faults, present, record_new, recorded

ROOT = RECORD.parent.parent.parent
TINY = (RECORD.parent / "tiny.yaml").read_text()
NEEDS = "needs: half"


def test_every_definition_is_recorded_under_its_version() -> None:
    assert faults(present(FOLDER), recorded(RECORD)) == []


def test_a_version_stands_for_one_definition() -> None:
    versions = [row[:2] for row in recorded(RECORD)]
    assert len(versions) == len(set(versions))


def test_no_row_that_was_ever_recorded_is_gone() -> None:
    command = ["git", "log", "--format=", "--patch", "--", str(RECORD)]
    history = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if history.returncode:
        pytest.skip("there is no git history here to compare with")
    removed = [line[1:] for line in history.stdout.splitlines() if line.startswith("-") and line[1:2] != "-"]
    assert set(removed) <= set(RECORD.read_text().splitlines())


@pytest.fixture
def library(tmp_path: Path) -> tuple[Path, Path]:
    """A folder with one instrument, and its record."""
    (tmp_path / "tiny.yaml").write_text(TINY)
    (tmp_path / "record.csv").write_text("instrument,version,hash\n")
    assert record_new(tmp_path, tmp_path / "record.csv") == []
    return tmp_path, tmp_path / "record.csv"


def test_a_changed_rule_asks_for_a_new_version_and_changes_no_row(library: tuple[Path, Path]) -> None:
    folder, record = library
    before = record.read_text()
    assert NEEDS in TINY
    (folder / "tiny.yaml").write_text(TINY.replace(NEEDS, "needs: all"))
    (fault,) = faults(present(folder), recorded(record))
    assert "still calls itself version 1.0" in fault and COMMAND in fault
    assert record_new(folder, record) == [fault]
    assert record.read_text() == before


def test_a_new_version_is_a_row_more(library: tuple[Path, Path]) -> None:
    folder, record = library
    before = record.read_text()
    (folder / "tiny.yaml").write_text(TINY.replace(NEEDS, "needs: all").replace('version: "1.0"', 'version: "1.1"'))
    (fault,) = faults(present(folder), recorded(record))
    assert fault.startswith("tiny 1.1 is not recorded yet.") and COMMAND in fault
    assert record_new(folder, record) == []
    assert record.read_text().startswith(before) and len(recorded(record)) == 2


def test_a_changed_word_asks_for_nothing(library: tuple[Path, Path]) -> None:
    folder, record = library
    (folder / "tiny.yaml").write_text(TINY.replace("A tiny instrument", "Another title"))
    assert faults(present(folder), recorded(record)) == []
