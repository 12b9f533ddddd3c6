"""`qol report patient-summary` for a day or several patients: one file, who failed, wrong use."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from qol.cli import main
from tests.study import clinic as clinics
from tests.study.clinic import TODAY, Clinic
from tests.study.corrections.answered import answered


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A clinic in which one patient answered today."""
    folder = tmp_path_factory.mktemp("report") / "var"
    clinics.build(folder)
    made: Clinic = clinics.clinic_in(clinics.settings_in(folder))
    code = answered(made)
    made.house.database.close()
    return folder, code


@pytest.fixture(autouse=True)
def here(day: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QOL_DATA_DIR", str(day[0]))


def test_a_day_is_one_archive_and_says_nothing_in_a_pipe(
    day: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "day.zip"
    asked = ["report", "patient-summary", "--day", str(TODAY), "--site", "Northfield", "--out", str(out)]
    assert main(asked) == 0
    assert capsys.readouterr() == ("", "")
    with ZipFile(out) as archive:
        assert [day[1] in name for name in archive.namelist()] == [True]


def test_a_day_or_site_without_answers_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["report", "patient-summary", "--day", str(TODAY), "--out", str(tmp_path / "day.pdf"), "--site"]
    assert main([*asked, "Southmere"]) == 1
    assert f"Nobody sent answers on {TODAY} at Southmere." in capsys.readouterr().err
    assert main([*asked, "Nowhere"]) == 1
    assert not (tmp_path / "day.pdf").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        ("completeness", "--day", "2026-03-12"),
        ("patient-summary", "A", "--day", "2026-03-12"),
        ("patient-summary", "A", "B", "--numbers", "n.csv"),
        ("patient-summary", "A", "B", "--language", "fa"),
        ("patient-summary", "A", "B", "--release"),
    ],
)
def test_what_cannot_be_asked_together_is_wrong_use(wrong: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", *wrong, "--out", "never.pdf"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_day_that_is_none_is_wrong_use() -> None:
    command = [sys.executable, "-m", "qol", "report", "patient-summary", "--day", "12.3.", "--out", "never.pdf"]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True)
    assert done.returncode == 2
    assert "is not a day" in done.stderr
