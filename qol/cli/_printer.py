"""The printing process beside the server: started with it, started again when it crashes, ended with it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

COMMAND = (sys.executable, "-m", "qol", "print-queue", "--with-parent")
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds before a process that ended is started again; doubled each time it ends at once."""
STEADY = 60.0
"""A process that ran so long did not end at once."""
END_WITHIN = 5.0


@contextmanager
def printer() -> Iterator[None]:
    """A printing process for as long as the server serves."""
    over = Event()
    keeper = Thread(target=_keep, args=(over,), name="printer")
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep(over: Event) -> None:
    wait = FIRST_WAIT
    while not over.is_set():
        with subprocess.Popen(COMMAND, stdin=subprocess.DEVNULL, start_new_session=True) as process:  # noqa: S603  # nothing of it is typed
            lasted = _until_it_ends(process, over)
        if over.is_set():
            return
        wait = FIRST_WAIT if lasted else min(2 * wait, LONGEST_WAIT)
        print(
            f"Printing ended with status {process.returncode}; it starts again in {wait:.0f} s.",
            file=sys.stderr, flush=True,
        )  # fmt: skip
        over.wait(wait)


def _until_it_ends(process: "subprocess.Popen[bytes]", over: Event) -> bool:
    """Wait for the process, or end it with the server; whether it ran for a good while."""
    ran = 0.0
    while process.poll() is None:
        if over.wait(0.2):
            process.terminate()
            try:
                process.wait(END_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()
        ran += 0.2
    return ran > STEADY
