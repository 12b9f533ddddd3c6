"""`qol retention` as it is typed."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from qol.cli import main
from qol.settings import Settings
from qol.storage import mails
from qol.storage.tables import Mail
from tests.study import clinic as clinics

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def with_old_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clinic in an environment of its own, with a message to staff of forty days ago."""
    for option in fields(Settings):
        monkeypatch.delenv(option.metadata["name"], raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QOL_DATA_DIR", str(tmp_path / "var"))
    clinics.build(tmp_path / "var")
    clinic = clinics.clinic_in(clinics.settings_in(tmp_path / "var"))
    with clinic.house.database.writing() as session:
        at = datetime.now(UTC) - timedelta(days=40)
        mails.claim(session, Mail(key="s", kind="x", message_id="<s>", state="sent", claimed_at=at, by="x"))
    clinic.house.database.close()


@pytest.mark.usefixtures("with_old_mail")
def test_it_says_what_is_due_removes_it_once_and_the_audit_verifies(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    assert main(["retention"]) == 0
    assert "Nothing is set to be removed" in capsys.readouterr().out
    monkeypatch.setenv("QOL_KEEP_MAIL_LOG_DAYS", "30")
    said = []
    for arguments in (["--dry-run"], ["--dry-run"], [], []):
        assert main(["retention", *arguments]) == 0
        mail_log, people = capsys.readouterr().out.splitlines()
        said.append(mail_log)
        assert people == "identities: kept for good"
    counts = ("1 due", "1 due", "1 removed", "0 removed")
    assert said == [f"mail log: {count} (kept 30 days)" for count in counts]
    assert main(["verify-audit"]) == 0


@pytest.mark.parametrize(("name", "least"), [("QOL_KEEP_MAIL_LOG_DAYS", 30), ("QOL_KEEP_IDENTITY_DAYS", 90)])
def test_a_number_that_is_too_small_to_be_meant_is_refused(
    name: str, least: int, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv(name, str(least - 1))
    assert main(["retention", "--dry-run"]) == 1
    assert f"a whole number of days from {least}" in capsys.readouterr().err
