"""`qol remind` and `qol bounces` as they are typed."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from qol.cli import main
from qol.settings import Settings
from qol.study.mail import consent
from tests.study import clinic as clinics
from tests.study.mail.server import mail_server

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A clinic in an environment of its own, and a patient of today who agreed to be mailed."""
    for option in fields(Settings):
        monkeypatch.delenv(option.metadata["name"], raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QOL_DATA_DIR", str(tmp_path / "clinic"))
    clinics.build(tmp_path / "built")
    clinic = clinics.opened(tmp_path / "built", tmp_path / "clinic")
    now = datetime.now(UTC)
    found = clinic.enrol(on=now.astimezone().date())
    consent.save(clinic.house, clinic.scope(), found, "alan@example.org", True, now - timedelta(minutes=1))
    clinic.house.database.close()
    return found


def test_a_dry_run_says_who_and_writes_to_nobody_and_a_second_run_has_nothing_to_do(
    code: str, capsys: Captured
) -> None:
    for _ in range(2):
        assert main(["remind", "--dry-run"]) == 0
        assert capsys.readouterr().out == f"{code}  pre_treatment  invitation\n1 messages would be sent.\n"
    assert main(["remind"]) == 0
    said = capsys.readouterr().out
    assert "To: alan@example.org" in said
    assert said.endswith("1 printed\n")
    assert main(["remind"]) == 0
    assert capsys.readouterr().out == "Nobody is to be written to.\n"


def test_a_server_that_is_away_is_said_and_tried_again(
    code: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("QOL_MAIL", "smtp"), ("QOL_MAIL_FROM", "q@example.org"), ("QOL_SMTP_HOST", "127.0.0.1"),
                       ("QOL_SMTP_SECURITY", "none")):  # fmt: skip
        monkeypatch.setenv(name, text)
    with mail_server() as post:
        monkeypatch.setenv("QOL_SMTP_PORT", str(post.port))
    assert main(["remind"]) == 1
    assert "The mail server did not take messages" in capsys.readouterr().err
    with mail_server() as post:
        monkeypatch.setenv("QOL_SMTP_PORT", str(post.port))
        assert main(["remind"]) == 0
    assert [message["To"] for message in post.taken] == ["alan@example.org"]


def test_mail_that_is_not_set_up_is_said_before_anything_is_claimed(
    code: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QOL_MAIL", "smtp")
    assert main(["remind"]) == 1
    assert "QOL_SMTP_HOST is not set" in capsys.readouterr().err


def test_bounces_says_what_it_read(code: str, capsys: Captured, tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_text("Subject: hello\n\nNo report.\n")
    assert main(["bounces", "one.eml"]) == 0
    assert capsys.readouterr().out.startswith("1 messages read, 0 say")
    assert main(["bounces", "nothing"]) == 1
    assert capsys.readouterr().err == "There is no file or folder nothing.\n"
