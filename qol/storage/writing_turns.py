"""One writer at a time on a SQLite file, in turn, across threads and processes.

SQLite's own waiting lets single writers starve for seconds. Here a writer first waits in a queue of one, then
for its turn; who has written must queue again, so nobody overtakes. A process that dies gives its turn back.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from qol.errors import DatabaseBusy

STEP, LONGEST_STEP = 0.0002, 0.005
"""Seconds between two looks at a lock that another process holds; they lengthen while the wait lasts."""


class WritingTurns:
    """The turns of one database file; each process makes its own object over the same two lock files."""

    def __init__(self, database_file: Path) -> None:
        self._queue = database_file.with_name(f"{database_file.name}.queue")
        self._turn = database_file.with_name(f"{database_file.name}.turn")
        self._threads = Lock()

    @contextmanager
    def turn(self, patience: float) -> Iterator[None]:
        """Hold the turn; raises DatabaseBusy after `patience` seconds without one."""
        deadline = time.monotonic() + patience
        if not self._threads.acquire(timeout=patience):
            raise _busy()
        try:
            queue = _lock(self._queue, deadline)
            try:
                turn = _lock(self._turn, deadline)
            finally:
                os.close(queue)
            try:
                yield
            finally:
                os.close(turn)
        finally:
            self._threads.release()


def _lock(file: Path, deadline: float) -> int:
    """The descriptor of a locked file; closing it gives the lock back."""
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise DatabaseBusy(f"The database cannot be written: {file}: {error.strerror}. Nothing was lost.") from error
    step = STEP
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(descriptor)
                raise _busy() from None
        time.sleep(step)
        step = min(step * 1.05, LONGEST_STEP)


def _busy() -> DatabaseBusy:
    return DatabaseBusy("The database is busy with other writing. Nothing was lost; try again in a moment.")
