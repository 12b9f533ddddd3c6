"""The pages of a day shared among processes: each opens its own database and hands its file back at the end.

They step back behind whoever answers patients, end with the process that began them, and are ended by it.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any, NamedTuple

from qol.errors import QolError
from qol.settings import Settings

GENTLE = 10
"""How far a process that prints steps back behind those that answer patients (`nice`)."""
MOST = 4
ENOUGH = 10
"""Pages that are worth a process: its start takes as long as four of them."""
LOOKS_EVERY = 1.0
"""Seconds at most between two calls of `tell`, so that a stop is heard while files are being written."""

Work = Callable[[Settings, Any, Callable[[], None]], Any]
"""What a process does with its share: given the settings, the share, and what to call after each page."""


class Interrupted(QolError):
    """A process that shared in the work ended before it was done."""


class Done(NamedTuple):
    """The last that a process sends."""

    result: Any


@dataclass(frozen=True)
class Helper:
    """A process with its end of the line."""

    process: BaseProcess
    line: Connection


def hands(pages: int) -> int:
    """Among how many processes so many pages are shared: at most as many as there are processors."""
    return max(1, min(MOST, len(os.sched_getaffinity(0)), pages // ENOUGH))


def shared(work: Work, settings: Settings, shares: Sequence[Any], tell: Callable[[int], object]) -> list[Any]:
    """The result of `work` for each share, in their order, each made in a process of its own.

    work: a function of a module, which the process imports. tell: called with how many pages are behind us, after
    each and at least every second; what it raises ends the processes. Raises what `work` refused with as a
    QolError, and Interrupted where a process ended early.
    """
    done, results = 0, dict[int, Any]()
    with _helpers(work, settings, shares) as helpers:
        while len(results) < len(helpers):
            waiting = {helper.line: place for place, helper in enumerate(helpers) if place not in results}
            ready = [line for line in wait(list(waiting), LOOKS_EVERY) if isinstance(line, Connection)]
            for line in ready:
                said = _heard(helpers[waiting[line]])
                if isinstance(said, Done):
                    results[waiting[line]] = said.result
                else:
                    done += 1
                    tell(done)
            if not ready:
                tell(done)
    return [results[place] for place in range(len(shares))]


def _heard(helper: Helper) -> Done | None:
    """None for a page that is behind it."""
    try:
        said = helper.line.recv()
    except EOFError:
        helper.process.join()
        raise Interrupted(f"A process that printed ended early, with status {helper.process.exitcode}.") from None
    if isinstance(said, QolError):
        raise said
    return said if isinstance(said, Done) else None


@contextmanager
def _helpers(work: Work, settings: Settings, shares: Sequence[Any]) -> Iterator[list[Helper]]:
    """One for each share; none is left behind, however this ends."""
    spawn, helpers = multiprocessing.get_context("spawn"), list[Helper]()
    try:
        for share in shares:
            ours, theirs = spawn.Pipe(duplex=False)
            process = spawn.Process(target=_help, args=(work, settings, share, theirs), daemon=True)
            process.start()
            theirs.close()
            helpers.append(Helper(process, ours))
        yield helpers
    finally:
        for helper in helpers:
            helper.process.kill()
            helper.process.join()
            helper.line.close()


def _help(work: Work, settings: Settings, share: Any, line: Connection) -> None:
    """What runs in the other process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that began this one, and ends it
    os.nice(max(0, GENTLE - os.nice(0)))
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        line.send(Done(work(settings, share, lambda: line.send(None))))
    except QolError as refused:
        line.send(refused)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
