"""`qol backup`, `qol verify-backup`, `qol restore` and `qol freeze` as they are typed."""

import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from qol.cli import main
from qol.settings import Settings

PASSPHRASE = "six quiet herons at the weir"
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of the test's own, with nothing else in the environment."""
    monkeypatch.chdir(tmp_path)
    for option in fields(Settings):
        monkeypatch.delenv(option.metadata["name"], raising=False)
    (tmp_path / "passphrase").write_text(PASSPHRASE + "\n")
    return tmp_path / "var"


@pytest.fixture
def ready(folder: Path, capsys: Captured) -> Path:
    """A demonstration of a few patients."""
    assert main(["db", "upgrade"]) == 0
    assert main(["demo", "--patients", "3", "--json"]) == 0
    capsys.readouterr()
    return folder


WITH = ["--passphrase-file", "passphrase"]


def test_a_night_and_a_bad_day(ready: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["freeze", "interim"]) == 0
    assert main(["backup", "--out", "night.backup", *WITH]) == 0
    made = capsys.readouterr()
    assert "studies 1, patients 3, forms " in made.out
    assert "with the keys; a demonstration, its patients are invented" in made.out
    assert made.err == ""  # no bar where there is no terminal
    assert main(["verify-backup", "night.backup", *WITH]) == 0
    verified = capsys.readouterr().out
    assert verified.startswith("The backup is whole.\n") and verified.endswith(", checked\n")
    assert main(["restore", "night.backup", *WITH]) == 1
    assert "--replace" in capsys.readouterr().err
    monkeypatch.setenv("QOL_DATA_DIR", str(ready.parent / "new"))
    assert main(["restore", "night.backup", *WITH]) == 0
    assert "Restored, and the audit trail is whole." in capsys.readouterr().out
    assert main(["verify-audit"]) == 0
    assert main(["export", "dataset", "--freeze", "interim", "--out", "restored.zip"]) == 0
    monkeypatch.delenv("QOL_DATA_DIR")
    assert main(["export", "dataset", "--freeze", "interim", "--out", "first.zip"]) == 0
    assert Path("restored.zip").read_bytes() == Path("first.zip").read_bytes()
    assert main(["restore", "night.backup", "--replace", *WITH]) == 0
    assert "The old installation is kept: " in capsys.readouterr().out
    assert main(["verify-audit"]) == 0


def test_a_production_machine_without_keys_gets_them_from_its_backup(
    folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QOL_PRODUCTION", "yes")
    assert main(["settings", "--make-keys"]) == main(["db", "upgrade"]) == 0
    Path("passphrase").chmod(0o644)
    assert main(["backup", "--out", "night.backup", *WITH]) == 1
    assert "Run `chmod 600 passphrase`" in capsys.readouterr().err
    Path("passphrase").chmod(0o600)
    assert main(["backup", "--out", "night.backup", *WITH]) == 0
    monkeypatch.setenv("QOL_DATA_DIR", str(folder.parent / "new"))
    assert main(["verify-backup", "night.backup", *WITH]) == 0
    assert main(["verify-audit"]) == 1  # no keys yet
    assert main(["restore", "night.backup", *WITH]) == 0
    assert main(["verify-audit"]) == main(["settings"]) == 0


def test_a_backup_goes_through_a_pipe_as_it_does_into_a_file(ready: Path) -> None:
    environ = {**os.environ, "QOL_BACKUP_PASSPHRASE": PASSPHRASE, "PYTHONPATH": str(Path(__file__).parents[2])}
    one = [sys.executable, "-m", "qol"]
    made = subprocess.run([*one, "backup", "--out", "-"], capture_output=True, env=environ, check=True)
    assert made.stderr == b"" and made.stdout.startswith(b"qol backup 1\n")
    checked = subprocess.run([*one, "verify-backup", "-"], input=made.stdout, capture_output=True, env=environ)
    assert (checked.returncode, checked.stderr) == (0, b"")
    cut = subprocess.run([*one, "verify-backup", "-"], input=made.stdout[:-1], capture_output=True, env=environ)
    assert cut.returncode == 1
    assert b"cut off" in cut.stderr and b"Traceback" not in cut.stderr


def test_what_is_wrong_is_one_sentence_and_shows_no_passphrase(
    ready: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["backup", "--out", "night.backup", *WITH]) == 0
    Path("short").write_text("too short\n")
    Path("other").write_text(PASSPHRASE + ", another\n")
    capsys.readouterr()
    for arguments, words in [
        (["backup", "--out", "night.backup", *WITH], "is there already"),
        (["backup", "--out", "b", "--passphrase-file", "short"], "at least 20"),
        (["backup", "--out", "b"], "QOL_BACKUP_PASSPHRASE"),
        (["backup", "--out", "absent/b", *WITH], "No such file or directory"),
        (["verify-backup", "night.backup", "--passphrase-file", "other"], "the passphrase is another one"),
        (["verify-backup", "absent", *WITH], "absent: No such file or directory."),
        (["verify-backup", "night.backup", "--passphrase-file", "absent"], "absent: No such file or directory."),
        (["restore", "passphrase", *WITH], "no backup of this product"),
        (["export", "dataset", "--freeze", "none"], "There is no freeze 'none'"),
    ]:
        assert main(arguments) == 1
        said = capsys.readouterr()
        assert words in said.err and len(said.err.splitlines()) == 1
        assert "herons" not in said.out + said.err


def test_frozen_data_cuts_are_listed(ready: Path, capsys: Captured) -> None:
    assert main(["freeze"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["freeze", "interim"]) == 0
    digest = capsys.readouterr().out.split()[-1]
    assert main(["freeze"]) == 0
    listed = capsys.readouterr().out.split()
    assert listed[0] == "interim" and listed[-1] == digest
    assert main(["freeze", "interim"]) == 1
    assert "already" in capsys.readouterr().err
