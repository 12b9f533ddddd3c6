"""Production refuses databases that would lose what was acknowledged."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from qol.errors import SettingsError
from qol.settings import KEYS, Settings
from qol.storage.database import Database
from qol.storage.production import file_system

GOOD = {f"QOL_{name.upper()}_KEY": sha256(name.encode()).hexdigest() for name in KEYS}
MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
tank:/clinic /srv/clinic nfs4 rw 0 0
/dev/sdb1 /srv/clinic/local xfs rw 0 0
//host/share /mnt/two\\040words cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/qol.sqlite", "ext4"),
        ("/srv/clinic/var/qol.sqlite", "nfs4"),
        ("/srv/clinic/local/qol.sqlite", "xfs"),
        ("/srv/clinical/qol.sqlite", "ext4"),
        ("/mnt/two words/qol.sqlite", "cifs"),
    ],
)
def test_the_file_system_of_a_path_is_that_of_its_nearest_mount(tmp_path: Path, path: str, kind: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert file_system(Path(path), mounts) == kind


def test_a_system_that_does_not_tell_is_unknown(tmp_path: Path) -> None:
    assert file_system(tmp_path, tmp_path / "nothing") == "unknown"


def test_production_refuses_sqlite_on_a_network_file_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"tank:/clinic {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr("qol.storage.production.MOUNTS", mounts)
    settings = Settings.from_environment({"QOL_DATA_DIR": str(tmp_path), "QOL_PRODUCTION": "yes", **GOOD})
    with pytest.raises(SettingsError, match=r"network file system \(nfs4\).*PostgreSQL"):
        Database(settings)
    Database(replace(settings, production=False)).close()


def test_production_names_every_problem_at_once(tmp_path: Path) -> None:
    settings = Settings.from_environment({"QOL_DATA_DIR": str(tmp_path), "QOL_PRODUCTION": "yes"})
    with pytest.raises(SettingsError) as refused:
        Database(settings)
    assert len(str(refused.value).splitlines()) == len(KEYS)


@contextmanager
def switched_off(url: str, option: str) -> Iterator[None]:
    """A server option is off for as long as the block lasts."""
    address = url.replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as connection:
        try:
            _set(connection, f"ALTER SYSTEM SET {option} = off", option, "off")
            yield
        finally:
            _set(connection, f"ALTER SYSTEM RESET {option}", option, "on")


def _set(connection: psycopg.Connection, statement: str, option: str, until: str) -> None:
    connection.execute(statement)  # type: ignore[arg-type]
    connection.execute("SELECT pg_reload_conf()")
    for _ in range(200):
        found = connection.execute(f"SHOW {option}").fetchone()  # type: ignore[arg-type]
        if found == (until,):
            return
        time.sleep(0.01)
    raise AssertionError(f"{option} did not become {until}")


@pytest.mark.postgresql
@pytest.mark.parametrize("option", ["fsync", "full_page_writes"])
def test_production_refuses_a_server_that_can_lose_answers(tmp_path: Path, postgresql_url: str, option: str) -> None:
    environ = {"QOL_DATA_DIR": str(tmp_path), "QOL_DATABASE_URL": postgresql_url, "QOL_PRODUCTION": "yes", **GOOD}
    settings = Settings.from_environment(environ)
    database = Database(settings)
    _read(database)
    database.close()
    with switched_off(postgresql_url, option), pytest.raises(SettingsError, match=f"{option} off"):
        _read(Database(settings))


def _read(database: Database) -> None:
    with database.reading() as session:
        session.execute(text("SELECT 1"))
