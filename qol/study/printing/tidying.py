"""What goes by itself: files after their hour, records after a day, and what a crash or a restart left half-done."""

from datetime import datetime, timedelta

from qol.settings import Settings
from qol.study.printing.batch_files import COMPARISON, ENDED, OPEN, READY, REMOVED, BatchFiles

RECORDS_FOR = timedelta(days=1)
"""How long a page still says what became of a batch."""


def sweep(settings: Settings, now: datetime) -> None:
    """Remove files after their hour and records after their day."""
    files = BatchFiles(settings)
    for batch in files.every():
        if batch.state not in OPEN and now >= (batch.changed_at or batch.ordered_at) + RECORDS_FOR:
            files.remove(batch.id)
        elif batch.state == READY and now >= batch.until:
            files.discard(batch, REMOVED, now)


def begin_anew(settings: Settings, now: datetime) -> None:
    """When the printing starts, with the server or after a crash: no file stays, what was not finished has ended."""
    files = BatchFiles(settings)
    for batch in files.every():
        if batch.state in OPEN:
            files.discard(batch, ENDED, now)
        elif batch.state == READY:
            files.discard(batch, REMOVED, now)
    for stray in (*files.folder.glob("*.sealed"), *files.folder.glob("*.stop"), *files.folder.glob(".*")):
        stray.unlink(missing_ok=True)
    sweep(settings, now)


def forget_patient(settings: Settings, patient_id: str, now: datetime) -> None:
    """After an erasure: no batch keeps a page, an id or a code of the patient; a print under way is not finished.

    A comparison counts everybody, so it goes as well.
    """
    files = BatchFiles(settings)
    for batch in files.every():
        if patient_id in batch.patients or batch.report == COMPARISON:
            files.ask_to_stop(batch.id)
            if batch.state in OPEN:
                files.discard(batch, ENDED, now)
            else:
                files.remove(batch.id)
