"""`qol study` as it is typed."""

from dataclasses import fields
from pathlib import Path

import pytest

from qol.cli import main
from qol.settings import Settings
from tests.study.protocols.changed import changed_text

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.chdir(tmp_path)
    for option in fields(Settings):
        monkeypatch.delenv(option.metadata["name"], raising=False)
    assert main(["db", "upgrade"]) == 0
    capsys.readouterr()


def test_a_study_begins_with_its_sites_and_is_listed(capsys: Captured) -> None:
    sites = ["--site", "Alder=555 0100", "--site", "Birch"]
    assert main(["study", "add", "nomis", "--title", "NOM in rectal cancer", *sites]) == 0
    assert capsys.readouterr().out == "Study nomis has begun; it follows stage_1_3.\n"
    assert main(["study", "list"]) == 0
    listed = capsys.readouterr().out
    assert "nomis" in listed and "NOM in rectal cancer: Alder, Birch" in listed
    assert main(["verify-audit"]) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nomis", "--site", "Alder"], "study named nomis already"),
        (["other", "--site", "Alder", "--protocol", "stage_9"], "no protocol 'stage_9'. Protocols: "),
        ([" ", "--site", "Alder"], "needs a name"),
    ],
)
def test_a_study_that_cannot_begin_says_why(arguments: list[str], words: str, capsys: Captured) -> None:
    assert main(["study", "add", "nomis", "--site", "Alder"]) == 0
    assert main(["study", "add", *arguments]) == 1
    assert words in capsys.readouterr().err


def test_an_account_can_be_for_one_site_of_one_study(tmp_path: Path, capsys: Captured) -> None:
    assert main(["study", "add", "nomis", "--site", "Alder"]) == 0
    (tmp_path / "password").write_text("seven quiet herons at dusk\n")
    account = ["user", "add", "keller", "--role", "clinician", "--password-file", "password"]
    assert main([*account, "--site", "Birch"]) == 1
    assert "no site named 'Birch' in this study. Sites: Alder" in capsys.readouterr().err
    assert main([*account, "--study", "nomis", "--site", "Alder"]) == 0
    assert main(["user", "list"]) == 0
    assert "clinician (nomis, Alder)" in capsys.readouterr().out


def test_a_study_takes_a_new_version_of_its_protocol(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "my.yaml").write_text(changed_text(), encoding="utf-8")
    assert main(["study", "add", "nomis", "--site", "Alder"]) == 0
    assert main(["study", "protocol", "nomis", "my.yaml"]) == 1
    assert "Say why the protocol changes" in capsys.readouterr().err
    assert main(["study", "protocol", "nomis", "my.yaml", "--reason", "Amendment 2"]) == 0
    assert "The study nomis follows my_study 9.0 from " in capsys.readouterr().out
    assert main(["study", "protocol", "nomis"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "1 stage_1_3" in first and "2 my_study 9.0" in second
    assert main(["study", "add", "other", "--site", "Alder", "--protocol", "my_study"]) == 0


@pytest.mark.parametrize(
    ("name", "words"), [("none.yaml", "none.yaml"), ("bad.yaml", "bad.yaml:1: "), ("late.yaml", "visit month_12 must")]
)
def test_a_version_that_cannot_be_taken_says_why(name: str, words: str, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "bad.yaml").write_text("a: 1\n")
    (tmp_path / "late.yaml").write_text(changed_text(month_12="40 months"), encoding="utf-8")
    assert main(["study", "add", "nomis", "--site", "Alder"]) == 0
    assert main(["study", "protocol", "nomis", name, "--reason", "Amendment 2"]) == 1
    said = capsys.readouterr().err
    assert words in said and "Traceback" not in said
