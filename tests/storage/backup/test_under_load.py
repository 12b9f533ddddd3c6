"""Backups are taken while another process writes as fast as it can; each holds whole transactions and verifies."""

import multiprocessing
from pathlib import Path

import pytest
from sqlmodel import select

from qol.settings import Settings
from qol.storage.audit_check import check
from qol.storage.backup.restoring import restore
from qol.storage.backup.writing import write_backup_file
from qol.storage.database import Database
from qol.storage.tables import Answer, AuditEntry, Submission
from tests.storage.backup.conftest import PASSPHRASE
from tests.storage.conftest import NOW
from tests.storage.crash_writer import ANSWERS, write_until_killed

BACKUPS = 5


def taken_under_load(database: Database, assessment_id: str, form_id: str, folder: Path) -> list[Path]:
    """Backups made one after the other while the writer goes on; each waits for a further submission first."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.storage.crash_writer"])
    heard, spoken = processes.Pipe(duplex=False)
    writer = processes.Process(target=write_until_killed, args=(database.settings, assessment_id, form_id, spoken))
    writer.start()
    spoken.close()
    files = [folder / f"{number}.backup" for number in range(BACKUPS)]
    for file in files:
        heard.recv()
        while heard.poll():
            heard.recv()
        write_backup_file(database, file, PASSPHRASE, NOW)
    writer.kill()
    writer.join()
    heard.close()
    return files


@pytest.mark.slow
def test_five_backups_under_load_all_restore_and_verify(
    database: Database, assessment_id: str, form_id: str, tmp_path: Path
) -> None:
    sizes = []
    for number, file in enumerate(taken_under_load(database, assessment_id, form_id, tmp_path)):
        new = Settings.from_environment({"QOL_DATA_DIR": str(tmp_path / f"new-{number}")})
        head = restore(new, file, PASSPHRASE, NOW).checked.manifest.head.seq
        restored = Database(new)
        with restored.reading() as session:
            submissions = len(session.exec(select(Submission)).all())
            answers = len(session.exec(select(Answer)).all())
            entries = len(session.exec(select(AuditEntry)).all())
        assert (answers, entries) == (ANSWERS * submissions, submissions + 1)  # one more: that it was restored
        assert head == submissions
        assert check(restored).problems == ()
        restored.close()
        sizes.append(submissions)
    assert sizes == sorted(set(sizes)) and sizes[0] > 0
