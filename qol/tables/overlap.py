"""Runs of rows worked on in several threads while the next are read and the last are written."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

Run = TypeVar("Run")
Made = TypeVar("Made")


class InOrder(Protocol):
    """What `in_order` does, wherever it is done."""

    def __call__(self, work: Callable[[Run], Made], runs: Iterable[Run]) -> Iterator[Made]:
        """What `work` makes of each run, in the order of the runs."""


def in_order(work: Callable[[Run], Made], runs: Iterable[Run], threads: int | None = None) -> Iterator[Made]:
    """What `work` makes of each run, in the order of the runs; few are under way at once, so memory stays small.

    threads: default one a processor; numpy and Arrow let them run side by side.
    """
    threads = threads or len(os.sched_getaffinity(0))
    pool = ThreadPoolExecutor(threads)
    waiting: deque[Future[Made]] = deque()
    try:
        for run in runs:
            waiting.append(pool.submit(work, run))
            while len(waiting) > threads or (waiting and waiting[0].done()):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
