"""Options are read once, all problems at once, and production refuses what could lose or show answers."""

import threading
from dataclasses import fields, replace
from hashlib import sha256
from pathlib import Path

import pytest

from qol.errors import SettingsError
from qol.settings import INSTRUMENTS, KEYS, Settings, make_key, production_problems

DOCUMENT = INSTRUMENTS.parent / "docs" / "settings.md"
GOOD = {f"QOL_{name.upper()}_KEY": sha256(name.encode()).hexdigest() for name in KEYS}


def of(tmp_path: Path, **more: str) -> Settings:
    return Settings.from_environment({"QOL_DATA_DIR": str(tmp_path), **more})


def test_every_option_has_a_default_a_help_and_a_place_in_the_document() -> None:
    document = DOCUMENT.read_text()
    for option in fields(Settings):
        assert len(option.metadata["help"]) > 10
        assert f"`{option.metadata['name']}`" in document


def test_the_document_names_no_option_that_does_not_exist() -> None:
    known = {option.metadata["name"] for option in fields(Settings)}
    rows = [line.split("`")[1] for line in DOCUMENT.read_text().splitlines() if line.startswith("| `")]
    assert set(rows) == known
    assert len(rows) == len(known)


def test_nothing_set_gives_safe_defaults() -> None:
    settings = Settings.from_environment({})
    assert settings.bind == "127.0.0.1:8000"
    assert settings.production is False
    assert settings.data_dir == Path("var").absolute()
    assert settings.sqlite_file == Path("var").absolute() / "qol.sqlite"
    assert (settings.instruments_dir / "qlq_c30.yaml").exists()


def test_values_are_read_from_their_texts(tmp_path: Path) -> None:
    settings = of(tmp_path, QOL_WORKERS="3", QOL_PRODUCTION="Yes", QOL_PUBLIC_URL="https://qol.example.org/")
    assert (settings.workers, settings.production) == (3, True)
    assert settings.public_url == "https://qol.example.org"


def test_every_option_that_cannot_be_used_is_named_at_once(tmp_path: Path) -> None:
    wrong = {
        "QOL_WORKERS": "many",
        "QOL_PRODUCTION": "perhaps",
        "QOL_BIND": "8000",
        "QOL_PUBLIC_URL": "qol.example.org",
        "QOL_DATABASE_URL": "mysql://me:hidden@host/db",
    }
    with pytest.raises(SettingsError) as refused:
        of(tmp_path, **wrong)
    lines = str(refused.value).splitlines()
    assert {line.partition(":")[0] for line in lines} == set(wrong)
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_is_taken(tmp_path: Path, scheme: str) -> None:
    settings = of(tmp_path, QOL_DATABASE_URL=f"{scheme}://me@host/qol")
    assert settings.database_url == "postgresql+psycopg://me@host/qol"
    assert settings.sqlite_file is None


def test_an_env_file_is_read_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for option in fields(Settings):
        monkeypatch.delenv(option.metadata["name"], raising=False)
    Path(".env").write_text("# ours\nexport QOL_WORKERS=3\nQOL_STUDY='nomis two'\n\nQOL_CLINIC_PHONE=\"555 0100\"\n")
    monkeypatch.setenv("QOL_WORKERS", "4")
    settings = Settings.from_environment()
    assert (settings.workers, settings.study, settings.clinic_phone) == (4, "nomis two", "555 0100")


def test_a_mistyped_name_in_the_env_file_is_refused_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".env").write_text("QOL_WORKERS=3\nQOL_DATABSE_URL=sqlite:///x\n")
    with pytest.raises(SettingsError, match=r"\.env:2: QOL_DATABSE_URL is not an option"):
        Settings.from_environment()


def test_an_env_file_that_cannot_be_read_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".env").write_bytes(b"QOL_WORKERS=3\nQOL_CLINIC_PHONE=\xe4\n")
    with pytest.raises(SettingsError, match=r"\.env:2: this is not UTF-8 text"):
        Settings.from_environment()


def test_production_refuses_a_file_of_a_key_that_others_can_read(tmp_path: Path) -> None:
    for name in KEYS:
        make_key(of(tmp_path).key_file(name))
    settings = of(tmp_path, QOL_PRODUCTION="yes")
    assert production_problems(settings) == []
    settings.key_file("identity").chmod(0o640)
    (problem,) = production_problems(settings)
    assert problem.endswith(f"Run `chmod 600 {tmp_path}/keys/identity`.")


def test_a_key_that_is_no_text_is_refused_in_a_sentence(tmp_path: Path) -> None:
    settings = of(tmp_path)
    settings.key("secret")
    settings.key_file("secret").write_bytes(b"\xff" * 40)
    with pytest.raises(SettingsError, match="is not text"):
        of(tmp_path).key("secret")


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    settings = of(tmp_path)
    first = settings.key("identity")
    assert len(first) == 32
    assert of(tmp_path).key("identity") == first
    assert len({settings.key(name) for name in KEYS}) == len(KEYS)
    for name in KEYS:
        assert settings.key_file(name).stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == sorted(KEYS)


def test_processes_that_start_together_get_the_same_key(tmp_path: Path) -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(make_key(tmp_path / "keys" / "audit"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_key_in_the_environment_wins_and_leaves_no_file(tmp_path: Path) -> None:
    assert of(tmp_path, QOL_AUDIT_KEY="a" * 40).key("audit") != of(tmp_path, QOL_AUDIT_KEY="b" * 40).key("audit")
    assert not (tmp_path / "keys").exists()


def test_one_text_for_two_keys_gives_two_keys(tmp_path: Path) -> None:
    settings = of(tmp_path, QOL_AUDIT_KEY="a" * 40, QOL_PSEUDONYM_KEY="a" * 40)
    assert settings.key("audit") != settings.key("pseudonym")


def test_secrets_do_not_show_when_settings_are_printed(tmp_path: Path) -> None:
    settings = of(tmp_path, QOL_SECRET_KEY="hidden-words", QOL_DATABASE_URL="postgresql://me:hidden-words@host/qol")
    assert "hidden-words" not in repr(settings)


def test_production_with_its_own_keys_has_no_problem(tmp_path: Path) -> None:
    assert production_problems(of(tmp_path, QOL_PRODUCTION="yes", **GOOD)) == []


def test_production_takes_keys_that_were_made_beforehand(tmp_path: Path) -> None:
    settings = of(tmp_path)
    made = [settings.key(name) for name in KEYS]
    production = replace(settings, production=True)
    assert production_problems(production) == []
    assert [production.key(name) for name in KEYS] == made


def test_production_makes_no_key_by_itself(tmp_path: Path) -> None:
    settings = of(tmp_path, QOL_PRODUCTION="yes")
    assert len(production_problems(settings)) == len(KEYS)
    with pytest.raises(SettingsError, match="QOL_SECRET_KEY is not set"):
        settings.key("secret")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["short", "change-me" * 8, "default-secret-" * 3, "0123456789" * 4, "a" * 40])
def test_production_refuses_a_secret_that_can_be_guessed(tmp_path: Path, key: str) -> None:
    (problem,) = production_problems(of(tmp_path, QOL_PRODUCTION="yes", **{**GOOD, "QOL_SECRET_KEY": key}))
    assert "QOL_SECRET_KEY can be guessed" in problem
    assert key not in problem


def test_production_refuses_debug_mode(tmp_path: Path) -> None:
    (problem,) = production_problems(of(tmp_path, QOL_PRODUCTION="yes", FLASK_DEBUG="1", **GOOD))
    assert "debug mode" in problem


def test_outside_production_nothing_is_refused(tmp_path: Path) -> None:
    assert production_problems(of(tmp_path, QOL_SECRET_KEY="x", FLASK_DEBUG="1")) == []
