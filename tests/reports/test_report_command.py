"""`qol report` on a small demonstration of its own."""

import csv
import sqlite3
from pathlib import Path

import pytest

from qol.cli import main
from qol.reports import reports
from tests.reports.reading import catalogue

NAMES = ["completeness", "group-comparison", "patient-copy", "patient-summary"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an invented study."""
    made = tmp_path_factory.mktemp("demonstration")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QOL_DATA_DIR", str(made / "var"))
        assert main(["db", "upgrade"]) == 0
        assert main(["demo", "--patients", "40", "--seed", "3", "--json"]) == 0
    return made


@pytest.fixture
def qol(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The command, pointed at that folder."""
    monkeypatch.setenv("QOL_DATA_DIR", str(folder / "var"))
    return folder


def test_without_a_name_the_reports_are_listed(qol: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report"]) == 0
    said = capsys.readouterr().out
    assert [line.split()[0] for line in said.splitlines()] == list(reports()) == NAMES


def test_a_comparison_and_its_numbers_are_written(qol: Path) -> None:
    out, numbers = qol / "comparison.pdf", qol / "numbers.csv"
    assert main(["report", "group-comparison", "--out", str(out), "--numbers", str(numbers)]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    with numbers.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["kind"] for row in rows} >= {"n", "mean", "sd", "entered", "answer_share", "stoma_or_major"}
    assert all(row["value"] and row["shown"] for row in rows)


@pytest.mark.parametrize(
    ("name", "wanted", "said"),
    [
        ("group-comparison", "stage_4_palliative", "there is nobody in NOM and in Surgery, so nothing can be compared"),
        ("group-comparison", "stage_5", "There is no set 'stage_5' of stage and intent"),
        ("completeness", "pooled", "compares nobody: leave the set 'pooled' out"),
    ],
)
def test_a_set_that_cannot_be_compared_is_refused_in_words(
    qol: Path, capsys: pytest.CaptureFixture[str], name: str, wanted: str, said: str
) -> None:
    assert main(["report", name, "--set", wanted, "--out", str(qol / "no.pdf")]) == 1
    assert said in capsys.readouterr().err
    assert not (qol / "no.pdf").exists()


def test_a_patients_page_is_named_or_coded(qol: Path) -> None:
    code = _code(qol)
    named, coded = qol / "named.pdf", qol / "coded.pdf"
    assert main(["report", "patient-summary", code, "--out", str(named)]) == 0
    assert main(["report", "patient-summary", code, "--coded", "--out", str(coded)]) == 0
    assert named.read_bytes() != coded.read_bytes()


def test_a_patients_copy_speaks_the_language_asked_for(qol: Path) -> None:
    out, numbers = qol / "copy.pdf", qol / "copy.csv"
    command = ["report", "patient-copy", _code(qol), "--language", "fa", "--out", str(out), "--numbers", str(numbers)]
    assert main(command) == 0
    assert catalogue(out.read_bytes())["lang"] == "fa"
    with numbers.open(encoding="utf-8") as file:
        assert {row["kind"] for row in csv.DictReader(file)} <= {"own_score", "own_skipped"}


def test_a_language_that_no_catalogue_speaks_is_named_with_those_that_there_are(
    qol: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "patient-copy", _code(qol), "--language", "tlh", "--out", "x.pdf"]) == 1
    assert "No sheet is printed in 'tlh'. Languages: ar, de, en, es, fa, fr, nl." in capsys.readouterr().err


def _code(folder: Path) -> str:
    """Some patient's code, from the database itself."""
    path = next((folder / "var").glob("*.sqlite"))
    connection = sqlite3.connect(path)
    try:
        return str(connection.execute("select code from patient order by code").fetchone()[0])
    finally:
        connection.close()


def test_a_report_without_a_file_is_wrong_use_and_the_example_is_shown(
    qol: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "group-comparison"]) == 2
    assert "Say where the PDF goes: python -m qol report group-comparison --out" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["report", "nothing", "--out", "x.pdf"],
            "There is no report 'nothing'. Reports: completeness, group-comparison, patient-copy, patient-summary.",
        ),
        (["report", "patient-summary", "--out", "x.pdf"], "is about one patient: give the patient's code"),
        (
            ["report", "group-comparison", "--language", "fa", "--out", "x.pdf"],
            "group-comparison is in English: leave the language 'fa' out",
        ),
        (["report", "group-comparison", "C1", "--out", "x.pdf"], "is about a whole study: leave the code 'C1' out"),
        (["report", "group-comparison", "--visit", "month_99", "--out", "x.pdf"], "No answers at a visit 'month_99'"),
    ],
)
def test_what_cannot_be_done_is_one_plain_sentence(
    qol: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert main(arguments) == 1
    assert sentence in capsys.readouterr().err


def test_a_report_that_does_not_exist_is_named_before_a_file_is_asked_for(
    qol: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "nosuch"]) == 1
    assert "nosuch" in capsys.readouterr().err
