"""One batch from its order to the file: printed, noted in the audit, sealed, offered."""

import logging
import os
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from qol.errors import NotFound, QolError
from qol.settings import Settings
from qol.storage import audit, studies
from qol.storage.tables import Erasure
from qol.study.house import House, opened
from qol.study.printing.batch_files import ENDED, FAILED, OPEN, READY, RUNNING, STOPPED, Batch, BatchFiles
from qol.study.printing.pages import REPORT, Wanted
from qol.study.printing.sharing import Interrupted
from qol.study.printing.summaries import Summaries, print_summaries

log = logging.getLogger(__name__)


class Stopped(QolError):
    """Somebody wants the batch no more."""


def work(settings: Settings, batch_id: str) -> None:
    """What the printing process does with an id from the queue; it ends with the process that started it."""
    parent = os.getppid()

    def still_wanted() -> bool:
        return os.getppid() == parent

    with opened(settings) as house:
        print_batch(house, batch_id, lambda: datetime.now(UTC), still_wanted)


def print_batch(
    house: House, batch_id: str, clock: Callable[[], datetime], still_wanted: Callable[[], bool] = lambda: True
) -> None:
    """Print a batch and offer its file; leaves nothing of one that was stopped, and nothing of an erased patient."""
    files = BatchFiles(house.settings)
    try:
        batch = files.read(batch_id)
    except NotFound:
        return
    if batch.state not in OPEN:
        return

    def tell(done: int) -> None:
        if files.is_to_stop(batch_id) or not still_wanted():
            raise Stopped
        files.write(replace(batch, state=RUNNING, done=done, changed_at=clock()))

    try:
        tell(0)
        with house.database.reading() as session:
            study = studies.by_id(session, batch.study_id).name
        made = print_summaries(house, Wanted(study, batch.patients, batch.kind), clock(), tell)
        _offer(house, files, batch, made, clock())
    except Stopped:
        files.discard(batch, STOPPED if files.is_to_stop(batch_id) else ENDED, clock())
    except Interrupted as crash:
        log.error("A batch was not finished. %s", crash)
        files.discard(batch, ENDED, clock())


def _offer(house: House, files: BatchFiles, batch: Batch, made: Summaries, now: datetime) -> None:
    """Note every patient whose page is in the file, then offer it: a page that was seen is in the audit."""
    finished = replace(batch, done=batch.total, failed=made.failed, changed_at=now)
    if not made.printed:
        files.write(replace(finished, state=FAILED))
        return
    with house.database.writing() as session:
        if files.is_to_stop(batch.id) or _erased_since(session, batch):
            raise Stopped
        for patient_id in made.printed:
            audit.append(
                session, at=now, actor=batch.staff_id, action=f"report.{REPORT}",
                object_kind="patient", object_id=patient_id,
            )  # fmt: skip
        files.keep(batch.id, made.content)
    if files.is_to_stop(batch.id):
        raise Stopped
    files.write(replace(finished, state=READY))


def _erased_since(session: Session, batch: Batch) -> bool:
    """Whether a patient was erased after the order: an erasure waits for this transaction, or this one for it."""
    ids: Collection[str] = batch.patients
    found = session.exec(
        select(Erasure.patient_id).where(col(Erasure.patient_id).in_(ids), col(Erasure.at) >= batch.ordered_at)
    )
    return found.first() is not None
