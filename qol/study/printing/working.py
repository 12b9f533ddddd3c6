"""One batch from its order to the file: printed, noted in the audit, sealed, offered."""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from qol.errors import NotFound, QolError
from qol.settings import Settings
from qol.storage import audit, studies
from qol.storage.tables import Erasure
from qol.study.house import House, opened
from qol.study.printing.batch_files import (
    COMPARISON,
    ENDED,
    FAILED,
    OPEN,
    READY,
    RUNNING,
    STOPPED,
    SUMMARIES,
    Batch,
    BatchFiles,
)
from qol.study.printing.comparison import Order, print_comparison
from qol.study.printing.pages import REPORT, Wanted
from qol.study.printing.sharing import Interrupted
from qol.study.printing.summaries import print_summaries

log = logging.getLogger(__name__)


class Stopped(QolError):
    """Somebody wants the batch no more."""


@dataclass(frozen=True)
class Finished:
    """What came of a batch. noted: what the audit says of the file, as (action, object kind, object id).

    Nothing is noted where nothing could be printed; failed: whom, and why.
    """

    content: bytes
    noted: tuple[tuple[str, str, str], ...]
    failed: tuple[tuple[str, str], ...] = ()
    file_name: str = ""


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
        made = _printed(house, batch, clock(), tell)
        _offer(house, files, batch, made, clock())
    except Stopped:
        files.discard(batch, STOPPED if files.is_to_stop(batch_id) else ENDED, clock())
    except Interrupted as crash:
        log.error("A batch was not finished. %s", crash)
        files.discard(batch, ENDED, clock())


def _printed(house: House, batch: Batch, now: datetime, tell: Callable[[int], object]) -> Finished:
    with house.database.reading() as session:
        study = studies.by_id(session, batch.study_id).name
    if batch.report == COMPARISON:
        one = print_comparison(house.settings, Order(study, batch.staff_id, batch.wish, now), tell)
        action = f"report.{COMPARISON}{'.release' if batch.wish.get('copy') == 'release' else ''}"
        if one.refused:
            return Finished(b"", (), (("", one.refused),))
        return Finished(one.content, ((action, "study", batch.study_id),), file_name=one.file_name)
    many = print_summaries(house, Wanted(study, batch.patients, batch.kind), now, tell)
    noted = tuple((f"report.{REPORT}", "patient", patient_id) for patient_id in many.printed)
    return Finished(many.content, noted, many.failed)


def _offer(house: House, files: BatchFiles, batch: Batch, made: Finished, now: datetime) -> None:
    """Note what is in the file, then offer it: a page that was seen is in the audit."""
    finished = replace(batch, done=batch.total, failed=made.failed, file_name=made.file_name, changed_at=now)
    if not made.noted:
        files.write(replace(finished, state=FAILED))
        return
    with house.database.writing() as session:
        if files.is_to_stop(batch.id) or _erased_since(session, batch):
            raise Stopped
        for action, kind, object_id in made.noted:
            audit.append(session, at=now, actor=batch.staff_id, action=action, object_kind=kind, object_id=object_id)
        files.keep(batch.id, made.content)
    if files.is_to_stop(batch.id):
        raise Stopped
    files.write(replace(finished, state=READY))


def _erased_since(session: Session, batch: Batch) -> bool:
    """Whether a patient was erased after the order: an erasure waits for this transaction, or this one for it.

    For a comparison anybody: a tombstone does not name its study.
    """
    query = select(Erasure.patient_id).where(col(Erasure.at) >= batch.ordered_at)
    if batch.report == SUMMARIES:
        query = query.where(col(Erasure.patient_id).in_(batch.patients))
    return session.exec(query).first() is not None
