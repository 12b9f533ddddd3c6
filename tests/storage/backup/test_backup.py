"""A backup holds the installation of one moment, and gives it back on either database."""

import io
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import select

from qol.errors import BackupRefused
from qol.settings import Settings
from qol.storage import answers, audit, identities, migrating
from qol.storage.answers import NewAnswer
from qol.storage.audit_check import check
from qol.storage.backup.checking import check_backup
from qol.storage.backup.restoring import restore
from qol.storage.backup.writing import write_backup, write_backup_file
from qol.storage.database import REVISION, Database
from qol.storage.tables import AuditEntry, Erasure, Patient
from tests.storage.backup.conftest import PASSPHRASE
from tests.storage.backup.contents import belongings, rows
from tests.storage.conftest import NOW, on_sqlite


def apart_from_the_audit(found: dict[str, list[str]]) -> dict[str, list[str]]:
    return {table: of_table for table, of_table in found.items() if not table.startswith("audit")}


def test_the_file_says_what_it_holds_and_is_read_by_its_owner_only(
    filled: Database, backup: Path, elsewhere: Settings
) -> None:
    with backup.open("rb") as stream:
        checked = check_backup(stream, PASSPHRASE, elsewhere)
    manifest = checked.manifest
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert (manifest.made_at, manifest.revision, manifest.head.seq) == (NOW, REVISION, 3)
    assert (manifest.rows["patient"], manifest.rows["form"], manifest.rows["answer"]) == (1, 1, 2)
    assert (checked.files, checked.chain) == (1 + 1, True)
    assert not elsewhere.data_dir.exists()  # checking touches nothing
    assert PASSPHRASE not in repr(checked) and not any(key in repr(checked) for key in manifest.keys.values())


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_a_new_machine_of_either_kind_gets_everything_back(
    filled: Database, backup: Path, kind: str, elsewhere: Settings, request: pytest.FixtureRequest, patient_id: str
) -> None:
    new = elsewhere if kind == "sqlite" else request.getfixturevalue("new_server")
    before, packs = rows(filled.settings), belongings(filled.settings)
    restored = restore(new, backup, PASSPHRASE, NOW)
    after = rows(new)
    assert apart_from_the_audit(after) == apart_from_the_audit(before)
    assert after["audit_entry"][:3] == before["audit_entry"]
    assert belongings(new) == packs
    assert (restored.kept, restored.erased_again) == ((), ())
    database = Database(new)
    with database.reading() as session:
        person = identities.read(session, patient_id)
        noted = session.exec(select(AuditEntry).where(AuditEntry.seq == 4)).one()
    assert person is not None and person.name == "June Whitcombe"
    assert noted.action == "backup.restored"
    assert check(database).problems == ()
    database.close()
    assert stat.S_IMODE((new.data_dir / "keys" / "identity").stat().st_mode) == 0o600
    assert sorted(file.name for file in new.data_dir.iterdir() if "restor" in file.name) == []


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_a_restored_database_is_guarded_and_counts_on(
    backup: Path, kind: str, elsewhere: Settings, request: pytest.FixtureRequest, form_id: str
) -> None:
    new = elsewhere if kind == "sqlite" else request.getfixturevalue("new_server")
    restore(new, backup, PASSPHRASE, NOW)
    database = Database(new)
    with database.writing() as session:
        answers.append(session, form_id, [NewAnswer("q3", 1)], at=NOW, language="en")
        audit.append(session, at=NOW, actor="x", action="save", object_kind="form", object_id="9")
    with pytest.raises(Exception, match="never changed"), database.writing() as session:
        session.connection().exec_driver_sql("UPDATE audit_entry SET actor = 'nobody'")
    assert check(database).problems == ()
    migrating.downgrade(database, "0002")  # the tables are those that migrations know
    migrating.upgrade(database)
    database.close()


def test_an_installation_with_data_is_replaced_only_when_asked_and_kept_beside(
    filled: Database, backup: Path, settings: Settings
) -> None:
    with filled.writing() as session:
        audit.append(session, at=NOW, actor="x", action="later", object_kind="form", object_id="later")
    filled.close()
    with pytest.raises(BackupRefused, match="--replace"):
        restore(settings, backup, PASSPHRASE, NOW)
    restored = restore(settings, backup, PASSPHRASE, NOW, replace_old=True)
    actions = rows(settings)["audit_entry"]
    assert len(actions) == 4 and "'later'" not in "".join(actions)
    database = Database(settings)
    assert check(database).problems == ()  # the head outside goes back with the chain
    database.close()
    folder, old = restored.kept
    assert {"keys", "audit", "wording"} <= {part.name for part in Path(folder).iterdir()}
    if settings.sqlite_file is not None:
        kept = replace(settings, database_url=f"sqlite:///{old}", data_dir=Path(folder))
    else:
        kept = replace(settings, database_url=f"{settings.database_url}&options=-csearch_path%3D{old.split()[1]}",
                       data_dir=Path(folder))  # fmt: skip
    assert "'later'" in "".join(rows(kept)["audit_entry"])
    before = Database(kept)
    assert check(before).problems == ()
    before.close()


def test_a_running_server_is_noticed_and_nothing_is_changed(filled: Database, backup: Path, settings: Settings) -> None:
    before = rows(settings), belongings(settings)
    with filled.reading() as session:
        session.connection()
        with pytest.raises(BackupRefused, match="in use"):
            restore(settings, backup, PASSPHRASE, NOW, replace_old=True)
    with pytest.raises(BackupRefused, match="in use"):  # an idle connection of a pool is enough
        restore(settings, backup, PASSPHRASE, NOW, replace_old=True)
    assert (rows(settings), belongings(settings)) == before
    assert not [file for file in settings.data_dir.iterdir() if "restor" in file.name]


def test_a_backup_of_before_a_migration_comes_up_to_today(
    filled: Database, tmp_path: Path, elsewhere: Settings
) -> None:
    before = rows(filled.settings)
    migrating.downgrade(filled, "0003")
    file = tmp_path / "old.backup"
    assert write_backup_file(filled, file, PASSPHRASE, NOW).revision == "0003"
    migrating.upgrade(filled)
    restore(elsewhere, file, PASSPHRASE, NOW)
    assert apart_from_the_audit(rows(elsewhere)) == apart_from_the_audit(before)


@on_sqlite
def test_a_backup_is_not_written_over_another_and_leaves_no_draft(filled: Database, backup: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(BackupRefused, match="there already"):
        write_backup_file(filled, backup, PASSPHRASE, NOW)
    assert backup.read_bytes() == before
    with pytest.raises(BackupRefused, match="at least 20"):
        write_backup_file(filled, backup.with_name("other"), "short", NOW)
    assert not [file for file in backup.parent.iterdir() if file.name.startswith(".")]


@on_sqlite
def test_without_keys_in_the_backup_the_right_ones_must_be_there(
    filled: Database, tmp_path: Path, elsewhere: Settings
) -> None:
    file = tmp_path / "without.backup"
    write_backup_file(filled, file, PASSPHRASE, NOW, keys=False)
    with file.open("rb") as stream:
        assert check_backup(stream, PASSPHRASE, elsewhere).chain is False
    with pytest.raises(BackupRefused, match="made without keys") as refused:
        restore(elsewhere, file, PASSPHRASE, NOW)
    assert len(str(refused.value).splitlines()) == 4
    own = filled.settings
    wrong = replace(elsewhere, identity_key=own.key_text("identity"), pseudonym_key="p" * 40)
    wrong = replace(wrong, audit_key=own.key_text("audit"), sealing_key=own.key_text("sealing"))
    with pytest.raises(BackupRefused, match="QOL_PSEUDONYM_KEY is set to another key"):
        restore(wrong, file, PASSPHRASE, NOW)
    right = replace(wrong, pseudonym_key=own.key_text("pseudonym"))
    assert restore(right, file, PASSPHRASE, NOW).checked.chain is True
    assert not (right.data_dir / "keys" / "identity").exists()  # options set them


@on_sqlite
def test_a_tombstone_that_is_replaced_erases_again(filled: Database, backup: Path, patient_id: str) -> None:
    with filled.writing() as session:
        session.add(Erasure(patient_id=patient_id, at=NOW))
    filled.close()
    assert restore(filled.settings, backup, PASSPHRASE, NOW, replace_old=True).erased_again == (patient_id,)
    database = Database(filled.settings)
    with database.reading() as session:
        assert session.exec(select(Patient.id)).all() == []
    database.close()


@on_sqlite
def test_a_damaged_database_is_replaced_and_kept(filled: Database, backup: Path, settings: Settings) -> None:
    before = rows(settings)
    filled.close()
    assert settings.sqlite_file is not None
    settings.sqlite_file.write_bytes(b"not a database any more" * 1000)
    with pytest.raises(BackupRefused, match="--replace"):
        restore(settings, backup, PASSPHRASE, NOW)
    restored = restore(settings, backup, PASSPHRASE, NOW, replace_old=True)
    assert apart_from_the_audit(rows(settings)) == apart_from_the_audit(before)
    assert Path(restored.kept[-1]).read_bytes().startswith(b"not a database")


@on_sqlite
def test_a_step_that_fails_at_the_end_is_taken_back(
    filled: Database, backup: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.close()
    before = rows(settings), belongings(settings)
    monkeypatch.setattr("secrets.token_hex", lambda size: "0" * 2 * size)
    (settings.data_dir / "qol.sqlite.before-restore-20261123-00000000").mkdir()  # the old file cannot get this name
    with pytest.raises(OSError, match="before-restore"):
        restore(settings, backup, PASSPHRASE, NOW, replace_old=True)
    assert (rows(settings), belongings(settings)) == before


@on_sqlite
def test_a_backup_of_a_later_version_is_refused(filled: Database, tmp_path: Path, elsewhere: Settings) -> None:
    with filled.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.execute("PRAGMA query_only = OFF")
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    file = tmp_path / "later.backup"
    write_backup_file(filled, file, PASSPHRASE, NOW)
    with pytest.raises(BackupRefused, match="migration 9999"):
        restore(elsewhere, file, PASSPHRASE, NOW)
    assert not elsewhere.sqlite_file or not elsewhere.sqlite_file.exists()


@on_sqlite
def test_an_audit_that_was_changed_before_the_backup_is_found_in_it(filled: Database, elsewhere: Settings) -> None:
    with filled.writing() as session:
        session.connection().exec_driver_sql("DROP TRIGGER audit_entry_unchanged")
        session.connection().exec_driver_sql("UPDATE audit_entry SET actor = 'nobody' WHERE seq = 2")
    stream = io.BytesIO()
    write_backup(filled, stream, PASSPHRASE, NOW)
    stream.seek(0)
    with pytest.raises(BackupRefused, match=r"Entry 2 was changed\."):
        check_backup(stream, PASSPHRASE, elsewhere)
