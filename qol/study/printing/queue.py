"""The queue between the pages that order and the one process that prints: huey on a small SQLite file of its own.

The file holds ids of batches alone. It lies in the data folder, so that all server processes of a machine share it
whatever the study's database is.
"""

import fcntl
import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from signal import SIGTERM
from threading import Event, Thread
from typing import Any

from huey import SqliteHuey, crontab

from qol.errors import NotFound, SettingsError
from qol.settings import Settings, private_folder
from qol.study.printing.batch_files import ENDED, OPEN, BatchFiles
from qol.study.printing.sharing import GENTLE
from qol.study.printing.tidying import begin_anew, sweep

LOOKS_EVERY = 0.5
"""Seconds at most between two looks into the queue."""
SIGN_EVERY = 2.0


def enqueue(settings: Settings, batch_id: str) -> None:
    """Put a batch at the end of the queue."""
    queue, print_batch = _queue(settings)
    print_batch(batch_id)
    queue.storage.close()


def consume(settings: Settings, with_parent: bool = False) -> None:
    """Print what is ordered, one batch after the other, until told to end.

    with_parent: end also when the process that started this one is gone. Raises SettingsError where another process
    prints in this data folder already.
    """
    with _alone(settings):
        os.nice(GENTLE)
        queue, _ = _queue(settings)
        queue.storage.flush_queue()
        begin_anew(settings, datetime.now(UTC))
        over = Event()
        Thread(target=_give_signs, args=(settings, over, os.getppid() if with_parent else None), daemon=True).start()
        consumer = queue.create_consumer(workers=1, periodic=True, initial_delay=0.1, max_delay=LOOKS_EVERY)
        try:
            consumer.run()
        finally:
            over.set()
            for child in multiprocessing.active_children():
                child.terminate()


def _queue(settings: Settings) -> tuple[SqliteHuey, Any]:
    """The queue, and what puts a batch into it."""
    file = private_folder(settings.data_dir / "printing") / "queue.sqlite"
    queue = SqliteHuey("summaries", filename=str(file), results=False)

    @queue.task(name="print_batch")
    def print_batch(batch_id: str) -> None:
        _print_apart(settings, batch_id)

    @queue.periodic_task(crontab(minute="*"), name="sweep")
    def sweep_files() -> None:
        sweep(settings, datetime.now(UTC))

    return queue, print_batch


def _print_apart(settings: Settings, batch_id: str) -> None:
    """Print in a process of its own: it gives all memory back, and a crash of it is noticed and said.

    No daemon, since a daemon may not share its work among others; whoever ends the printing ends it.
    """
    from qol.study.printing.working import work

    child = multiprocessing.get_context("spawn").Process(target=work, args=(settings, batch_id))
    child.start()
    child.join()
    files = BatchFiles(settings)
    try:
        batch = files.read(batch_id)
    except NotFound:
        return
    if batch.state in OPEN:
        files.discard(batch, ENDED, datetime.now(UTC))


def _give_signs(settings: Settings, over: Event, parent: int | None) -> None:
    """Say now and then that somebody prints; end with the parent."""
    files = BatchFiles(settings)
    while True:
        files.give_sign()
        if over.wait(SIGN_EVERY):
            return
        if parent is not None and os.getppid() != parent:
            os.kill(os.getpid(), SIGTERM)


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    place = private_folder(settings.data_dir / "printing") / "lock"
    with os.fdopen(os.open(place, os.O_RDWR | os.O_CREAT, 0o600), "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SettingsError(f"Another process prints summaries in {settings.data_dir} already.") from None
        yield
