"""Backups taken while a process writes as fast as it can, each of them checked and restored on its own.

The database lies where a real one would: in the data folder, so the disk is the real one.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from multiprocessing.synchronize import Event
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import Figure, seconds
from benchmarks.submissions import prepared
from qol.errors import QolError
from qol.settings import Settings
from qol.storage import answers, audit
from qol.storage.answers import NewAnswer
from qol.storage.audit_check import check
from qol.storage.backup.checking import check_backup
from qol.storage.backup.restoring import restore
from qol.storage.backup.writing import write_backup_file
from qol.storage.database import Database

NAME = "backups"
HELP = "Backups under load: that all restore and verify, and how long each step takes."
BACKUPS = 20
ITEMS = 60
PASSPHRASE = "as long as six words would be"  # noqa: S105  # of nothing real
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def measure() -> Iterator[Figure]:
    """How many of the backups fail, and the seconds that the last one took."""
    folder = Settings.from_environment().data_dir
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix="benchmark-") as place:
        settings = Settings.from_environment({"QOL_DATA_DIR": f"{place}/var"})
        files, longest = _taken(settings, Path(place))
        failed, times = 0, {"check": 0.0, "restore": 0.0}
        for number, file in enumerate(files):
            new = Settings.from_environment({"QOL_DATA_DIR": f"{place}/new-{number}"})
            failed += not _restores(new, file, times)
        yield Figure("answers in the last backup", _answers(settings, files[-1]), "")
    yield Figure(f"backups under load that do not restore and verify, of {BACKUPS}", failed, "", at_most=0)
    yield Figure("longest backup", longest, "s")
    yield Figure("longest check", times["check"], "s")
    yield Figure("longest restore", times["restore"], "s")


def _taken(settings: Settings, folder: Path) -> tuple[list[Path], float]:
    """The files, and the longest time that one took."""
    ((assessment_and_form,),) = prepared(settings, 1, each=1)
    context = multiprocessing.get_context("spawn")
    begun, enough = context.Event(), context.Event()
    writer = context.Process(target=_write, args=(settings, assessment_and_form[1], begun, enough))
    writer.start()
    begun.wait()
    database = Database(settings)
    files = [folder / f"{number}.backup" for number in range(BACKUPS)]
    longest = 0.0
    for file in files:
        longest = max(longest, seconds(lambda file=file: write_backup_file(database, file, PASSPHRASE, NOW)))  # type: ignore[misc]
    enough.set()
    writer.join()
    database.close()
    return files, longest


def _write(settings: Settings, form_id: str, begun: Event, enough: Event) -> None:
    """Sixty answers and an audit entry in each transaction, until it is enough."""
    database = Database(settings)
    for number in count():
        given = [NewAnswer(f"{number}.{item}", item) for item in range(ITEMS)]
        with database.writing() as session:
            answers.append(session, form_id, given, at=NOW, language="en")
            audit.append(session, at=NOW, actor="patient", action="-", object_kind="form", object_id=str(number))
        begun.set()
        if enough.is_set():
            break
    database.close()


def _restores(new: Settings, file: Path, times: dict[str, float]) -> bool:
    try:
        times["check"] = max(times["check"], seconds(lambda: _answers(new, file)))
        times["restore"] = max(times["restore"], seconds(lambda: restore(new, file, PASSPHRASE, NOW)))
    except QolError:
        return False
    database = Database(new)
    whole = not check(database).problems
    database.close()
    return whole


def _answers(settings: Settings, file: Path) -> int:
    with file.open("rb") as stream:
        return check_backup(stream, PASSPHRASE, settings).manifest.rows["answer"]
