"""`qol check` as a user types it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from qol.cli import main

REPOSITORY = Path(__file__).parent.parent.parent
TINY = REPOSITORY / "tests" / "instruments" / "tiny.yaml"
PACK = REPOSITORY / "tests" / "instruments" / "tiny_pack.yaml"


@pytest.fixture
def instruments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the instruments, in use by an installation of its own."""
    folder = tmp_path / "instruments"
    shutil.copytree(REPOSITORY / "instruments", folder)
    monkeypatch.setenv("QOL_INSTRUMENTS_DIR", str(folder))
    monkeypatch.setenv("QOL_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    return folder


def spoil(path: Path, old: str, new: str) -> None:
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))


def test_what_the_repository_holds_has_no_problem(
    instruments: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"]) == 0
    count = len(list(instruments.rglob("*.yaml")))
    assert capsys.readouterr().out == f"{count} files checked, no problems.\n"


def test_one_run_names_the_problems_of_every_kind_of_file(
    instruments: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(instruments / "lars.yaml", "title:", "tilte:")
    spoil(instruments / "references" / "qlq_c30.yaml", "scale: PF2", "scale: PF9")
    spoil(instruments / "protocols" / "stage_1_3.yaml", "title:", "tilte:")
    packs = tmp_path / "var" / "wording"
    packs.mkdir(parents=True)
    (packs / "tiny.da.yaml").write_text(PACK.read_text())
    assert main(["check"]) == 1
    said = capsys.readouterr()
    for start in (
        "instruments/lars.yaml:3: the instrument has no key tilte; did you mean title?",
        "instruments/references/qlq_c30.yaml:4: the reference: qlq_c30 has no scale PF9; there are ",
        "instruments/protocols/stage_1_3.yaml:",
        "var/wording/tiny.da.yaml:1: no instrument tiny can be read; there are ",
    ):
        assert any(line.startswith(start) for line in said.out.splitlines()), said.out
    assert said.err == ""


def test_single_files_and_folders_can_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "some").mkdir()
    shutil.copy(TINY, tmp_path / "some" / "tiny.yaml")
    assert main(["check", str(TINY)]) == 0
    assert capsys.readouterr().out == "1 file checked, no problems.\n"
    assert main(["check", str(tmp_path / "some"), str(TINY)]) == 0
    assert capsys.readouterr().out == "2 files checked, no problems.\n"


def test_a_path_with_nothing_there_is_said_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "none.yaml")]) == 1
    assert capsys.readouterr().err.startswith("There is no instrument file at ")


def test_a_licensed_pack_is_checked_against_its_instrument(
    instruments: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(TINY, instruments / "tiny.yaml")
    packs = tmp_path / "var" / "wording"
    packs.mkdir(parents=True)
    (packs / "tiny.da.yaml").write_text(PACK.read_text().replace("2027-12-31", "9999-12-31"))
    assert main(["check"]) == 0
    (packs / "tiny.da.yaml").write_text(PACK.read_text().replace("2027-12-31", "2020-12-31"))
    capsys.readouterr()
    assert main(["check"]) == 1
    assert capsys.readouterr().out.startswith("var/wording/tiny.da.yaml:6: the licence expired on 2020-12-31")


def test_the_command_ends_with_status_and_without_a_traceback(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_bytes(b"\xff\xfe\x00")
    done = subprocess.run(
        [sys.executable, "-m", "qol", "check", str(bad)],
        capture_output=True, text=True, check=False, cwd=REPOSITORY, env=dict(os.environ, QOL_DATA_DIR=str(tmp_path)),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == f"{bad}:1: this is not UTF-8 text; save the file as UTF-8\n"


def test_a_worked_example_that_does_not_come_out_is_said_at_its_line(
    instruments: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(instruments / "lars.yaml", "q5: {1: 0, 2: 11, 3: 16}", "q5: {1: 0, 2: 12, 3: 16}")
    assert main(["check", str(instruments / "lars.yaml")]) == 1
    said = capsys.readouterr().out
    line = (instruments / "lars.yaml").read_text().splitlines().index("  - name: 20 points are still no LARS") + 4
    assert f"lars.yaml:{line}: the example '20 points are still no LARS': total comes out as 21, not 20" in said
    assert f"lars.yaml:{line + 1}: the example '20 points are still no LARS': total comes out in the band minor" in said


def test_an_example_may_not_call_missing_what_has_a_score(
    instruments: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(
        instruments / "wexner.yaml",
        "answers: {q1: 4, q2: 4, q3: 4, q4: 4}",
        "answers: {q1: 4, q2: 4, q3: 4, q4: 4, q5: 0}",
    )
    assert main(["check", str(instruments / "wexner.yaml")]) == 1
    assert "'One gap leaves no score': total comes out as 16, not missing" in capsys.readouterr().out
