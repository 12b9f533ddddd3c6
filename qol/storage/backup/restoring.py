"""Restores a backup: checked wholly first, made beside what is in use, and put in its place at the end."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from shutil import rmtree

from sqlalchemy import NullPool

from qol.errors import BackupRefused, QolError
from qol.settings import KEYS, Settings, private_folder
from qol.storage import audit, migrating
from qol.storage.audit_check import check
from qol.storage.backup.checking import Checked, check_backup
from qol.storage.backup.folders import AUDIT, FOLDERS, put
from qol.storage.backup.folders import KEYS as KEYS_FOLDER
from qol.storage.backup.guards import set_aside
from qol.storage.backup.key_texts import fitting, with_keys
from qol.storage.backup.places import Place, erased, is_empty, place_for
from qol.storage.backup.records import FilePart, Manifest, TableRow, records
from qol.storage.backup.rows import fill
from qol.storage.backup.writing import Progress
from qol.storage.connections import WRITING, engine_for
from qol.storage.database import Database
from qol.storage.erasing.replaying import erase_again
from qol.storage.failures import plain_failures
from qol.storage.keys import keys_for


@dataclass(frozen=True)
class Restored:
    """What was restored. kept: where the old installation is now; erased_again: patients who were in the backup."""

    checked: Checked
    kept: tuple[str, ...]
    erased_again: tuple[str, ...]


def restore(
    settings: Settings, file: Path, passphrase: str, now: datetime, *, replace_old: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> Restored:  # fmt: skip
    """Restore into an empty installation, or with `replace_old` in place of another, which is kept beside it.

    Raises BackupRefused where the backup is not whole or does not fit, and where the server still runs; the
    installation is as it was then.
    """
    with file.open("rb") as stream:
        checked = check_backup(stream, passphrase, settings, progress)
    keys = fitting(settings, checked.manifest)
    number = secrets.token_hex(4)
    token = f"restoring-{number}"
    place = place_for(settings, token)
    empty = is_empty(place) and not any((settings.data_dir / folder).exists() for folder in FOLDERS)
    if not empty and not replace_old:
        raise BackupRefused(
            "This installation holds data. Restore into an empty one (another QOL_DATA_DIR and database), "
            "or give --replace: then what is here is kept beside the restored one."
        )
    erased_before = erased(place)
    with _room(settings, place, token) as folder:
        made = replace(with_keys(settings, keys), data_dir=folder, database_url=place.url())
        _make(made, file, passphrase, checked.manifest, now)
        again = erase_again(made, erased_before, now)
        _verify(made)
        _write_keys(settings, folder, keys)
        name = f"before-restore-{now:%Y%m%d}-{number}"
        kept = _put_in_place(settings, folder, place, name, None if empty else name)
    keys_for.cache_clear()  # another use in this process must not go on with the old ones
    return Restored(checked, kept, again)


@contextmanager
def _room(settings: Settings, place: Place, token: str) -> Iterator[Path]:
    """A folder for the files, and a place for the database; nothing is left of either where the block fails."""
    folder = private_folder(settings.data_dir / token)
    try:
        place.prepare()
        yield folder
    finally:
        place.discard()
        rmtree(folder)


def _make(made: Settings, file: Path, passphrase: str, manifest: Manifest, now: datetime) -> None:
    """Fill the new database and folder, bring it to today's tables, and note it in the audit."""
    database = Database(made)
    try:
        try:
            migrating.upgrade(database, manifest.revision)
        except QolError as error:
            raise BackupRefused(
                f"The backup was made by version {manifest.version} at migration {manifest.revision}, which this "
                "version does not know. Install that version or a newer one."
            ) from error
        _fill(made, file, passphrase)
        migrating.upgrade(database)
        with database.writing() as session:
            audit.append(
                session, at=now, actor=audit.COMMAND_LINE, action="backup.restored", object_kind="installation",
                object_id=manifest.installation,
            )  # fmt: skip
    finally:
        database.close()


def _verify(made: Settings) -> None:
    """Raise BackupRefused unless the audit of the new installation is whole."""
    database = Database(made)
    try:
        problems = check(database).problems
    finally:
        database.close()
    if problems:
        raise BackupRefused("The audit trail of the backup is not whole.\n" + "\n".join(problems[:20]))


def _fill(made: Settings, file: Path, passphrase: str) -> None:
    engine = engine_for(made, poolclass=NullPool, execution_options=WRITING)
    with file.open("rb") as stream, plain_failures(), engine.begin() as connection, set_aside(connection):
        fill(connection, _rows(records(stream, passphrase), made.data_dir))


def _rows(found: Iterator[object], folder: Path) -> Iterator[TableRow]:
    """The rows of a backup; its files are put into the folder on the way."""
    for record in found:
        if isinstance(record, FilePart):
            put(record, folder)
        elif isinstance(record, TableRow):
            yield record


def _write_keys(settings: Settings, folder: Path, keys: dict[str, str]) -> None:
    """Key files for what no option sets."""
    for name in KEYS:
        if keys.get(name) and not getattr(settings, f"{name}_key"):
            file = private_folder(folder / KEYS_FOLDER) / name
            file.touch(mode=0o600)
            file.write_text(keys[name] + "\n")


def _put_in_place(settings: Settings, folder: Path, place: Place, name: str, keep_as: str | None) -> tuple[str, ...]:
    """Folders first, each way back remembered, and the database last; a failure takes every step back."""
    aside, kept = settings.data_dir / name, []
    with ExitStack() as back:
        for part in (KEYS_FOLDER, AUDIT, *FOLDERS):
            old, new = settings.data_dir / part, folder / part
            if old.exists() and (new.exists() or part != KEYS_FOLDER):
                private_folder(aside)
                old.rename(aside / part)
                back.callback((aside / part).rename, old)
            if new.exists():
                new.rename(old)
                back.callback(old.rename, new)
        database = place.swap(keep_as)
        back.pop_all()
    if aside.exists():
        kept.append(str(aside))
    return (*kept, database) if database else tuple(kept)
