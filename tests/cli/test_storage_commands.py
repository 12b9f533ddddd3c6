"""`qol db`, `qol user`, `qol verify-audit` and `qol settings` as they are typed."""

import io
import sqlite3
from dataclasses import fields
from pathlib import Path

import pytest

from qol.cli import main
from qol.settings import KEYS, Settings
from qol.storage.database import REVISION

PASSWORD = "seven quiet herons at dusk"
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of the test's own, with nothing else in the environment."""
    monkeypatch.chdir(tmp_path)
    for option in fields(Settings):
        monkeypatch.delenv(option.metadata["name"], raising=False)
    return tmp_path / "var"


@pytest.fixture
def ready(folder: Path, capsys: Captured) -> Path:
    assert main(["db", "upgrade"]) == 0
    capsys.readouterr()
    return folder


def add(monkeypatch: pytest.MonkeyPatch, *more: str, login: str = "keller", password: str = PASSWORD) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    return main(["user", "add", login, "--password-file", "-", *more])


def test_the_database_comes_up_goes_down_and_says_where_it_stands(folder: Path, capsys: Captured) -> None:
    for arguments, said in [
        (["current"], "no tables"),
        (["upgrade"], REVISION),
        (["upgrade"], REVISION),
        (["downgrade", "0001"], "0001"),
        (["current"], "0001"),
        (["upgrade", "0002"], "0002"),
        (["downgrade", "base"], "no tables"),
    ]:
        assert main(["db", *arguments]) == 0
        assert capsys.readouterr().out == f"{said}\n"
    assert (folder / "qol.sqlite").exists()


def test_what_cannot_be_reached_is_refused_in_a_sentence(ready: Path, capsys: Captured) -> None:
    assert main(["db", "downgrade"]) == 1
    assert "Say which revision" in capsys.readouterr().err
    assert main(["db", "upgrade", "9999"]) == 1
    assert "cannot be brought there" in capsys.readouterr().err


def test_tables_with_people_in_them_are_not_removed_by_mistake(
    ready: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    assert add(monkeypatch, "--role", "clinician") == 0
    assert main(["db", "downgrade", "base"]) == 1
    assert "remove all tables with 1 patients and accounts" in capsys.readouterr().err
    assert main(["db", "current"]) == 0
    assert main(["db", "downgrade", "base", "--discard-data"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "no tables"


def test_an_account_is_opened_listed_and_shut(ready: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    assert add(monkeypatch, "--name", "Dr Keller", "--role", "clinician", "--role", "researcher") == 0
    assert capsys.readouterr().out == "Account keller is open: clinician, researcher.\n"
    assert main(["user", "list"]) == 0
    listed = capsys.readouterr().out
    assert "Dr Keller" in listed and "clinician (every study, every site)" in listed and "shut" not in listed
    assert main(["user", "disable", "keller"]) == 0
    assert main(["user", "list"]) == 0
    assert "shut" in capsys.readouterr().out
    assert main(["verify-audit"]) == 0
    assert capsys.readouterr().out == "The audit trail is whole: 2 entries.\n"


def test_a_password_comes_from_a_file_or_is_asked_for_twice(
    ready: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    file = ready / "password"
    file.write_text(PASSWORD + "\n")
    assert main(["user", "add", "keller", "--role", "clinician", "--password-file", str(file)]) == 0
    monkeypatch.setattr("sys.stdin", Terminal())
    typed = iter([PASSWORD, PASSWORD + "!"])
    monkeypatch.setattr("qol.cli.user.getpass", lambda _prompt: next(typed))
    assert main(["user", "add", "okafor", "--role", "clinician"]) == 1
    assert "The two passwords differ" in capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_without_a_terminal_the_option_for_the_password_is_named(
    ready: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert main(["user", "add", "keller", "--role", "clinician"]) == 1
    assert "--password-file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "password", "words"),
    [
        (["--role", "clinician"], "short", "at least 15"),
        (["--role", "clinician"], "passwordpassword", "common one"),
        (["--role", "clinician", "--study", "nomis"], PASSWORD, "no study named 'nomis'. Studies: none yet"),
    ],
)
def test_an_account_that_cannot_be_opened_says_why_and_shows_no_password(
    ready: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, arguments: list[str], password: str, words: str
) -> None:
    assert add(monkeypatch, *arguments, password=password) == 1
    said = capsys.readouterr()
    assert words in said.err
    assert password not in said.out + said.err


def test_wrong_use_is_told_apart(ready: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    for arguments in (["user", "add", "keller", "--role", "surgeon"], ["user"], ["db", "sideways"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_database_without_tables_is_told_what_to_run(capsys: Captured) -> None:
    for arguments in (["user", "list"], ["verify-audit"]):
        assert main(arguments) == 1
        assert "Run `python -m qol db upgrade`" in capsys.readouterr().err


def test_a_changed_audit_is_found(ready: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    assert add(monkeypatch, "--role", "clinician") == 0
    with sqlite3.connect(ready / "qol.sqlite") as connection:
        connection.execute("DROP TRIGGER audit_entry_unchanged")
        connection.execute("UPDATE audit_entry SET actor = 'nobody'")
    connection.close()
    assert main(["verify-audit"]) == 1
    assert capsys.readouterr().err == "Entry 1 was changed.\n"


def test_settings_are_listed_with_their_meaning_and_no_secret(
    ready: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("QOL_SECRET_KEY", "hidden-words")
    monkeypatch.setenv("QOL_DATABASE_URL", "postgresql://me:hidden-words@host/qol")
    assert main(["settings"]) == 0
    listed = capsys.readouterr().out
    for option in fields(Settings):
        assert f"{option.metadata['name']}=" in listed
        assert option.metadata["help"] in listed
    assert "hidden-words" not in listed
    assert "QOL_DATABASE_URL=postgresql+psycopg://me@host/qol" in listed
    assert "QOL_PRODUCTION=no" in listed


def test_settings_say_what_production_would_refuse(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setenv("QOL_PRODUCTION", "yes")
    assert main(["settings"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == len(KEYS)
    assert main(["db", "upgrade"]) == 1
    assert "QOL_IDENTITY_KEY is not set" in capsys.readouterr().err
    assert main(["settings", "--make-keys"]) == 0
    assert main(["settings"]) == 0
    assert main(["db", "upgrade"]) == 0
