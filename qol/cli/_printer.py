"""The printing process beside the server: started with it, started again when it crashes, ended with it.

It is spawned without pipes: the server forks its workers meanwhile, and one that inherits the pipe by which
`subprocess` learns that a program began would keep it waiting for ever.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from signal import SIGKILL, SIGTERM
from threading import Event, Thread

COMMAND = (sys.executable, "-m", "qol", "print-queue", "--with-parent")
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds before a process that ended is started again; doubled each time it ends at once."""
STEADY = 60.0
"""A process that ran so long did not end at once."""
END_WITHIN = 5.0
LOOK_EVERY = 0.2


@contextmanager
def printer() -> Iterator[None]:
    """A printing process for as long as the server serves."""
    over = Event()
    keeper = Thread(target=_keep, args=(over,), name="printer", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join(2 * END_WITHIN)


def _keep(over: Event) -> None:
    wait = FIRST_WAIT
    while not over.is_set():
        begun = time.monotonic()
        status = _until_it_ends(_spawned(), over)
        if over.is_set():
            return
        wait = FIRST_WAIT if time.monotonic() - begun > STEADY else min(2 * wait, LONGEST_WAIT)
        words = f"Printing of batches ended with status {status}; it starts again in {wait:.0f} s."
        print(words, file=sys.stderr, flush=True)
        over.wait(wait)


def _spawned() -> int:
    """The process's number; in a session of its own, so that Ctrl-C reaches the server alone."""
    nothing = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
    return os.posix_spawn(COMMAND[0], COMMAND, os.environ, file_actions=nothing, setsid=True)


def _until_it_ends(process: int, over: Event) -> int:
    """Wait for a process, or end it with the server; its exit status, negative for a signal."""
    while not over.is_set():
        status = _ended(process)
        if status is not None:
            return status
        over.wait(LOOK_EVERY)
    for signal in (SIGTERM, SIGKILL):
        os.kill(process, signal)
        until = time.monotonic() + END_WITHIN
        while time.monotonic() < until:
            status = _ended(process)
            if status is not None:
                return status
            time.sleep(LOOK_EVERY)
    return -SIGKILL


def _ended(process: int) -> int | None:
    number, status = os.waitpid(process, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if number else None
