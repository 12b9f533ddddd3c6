"""The same work on a dask cluster: runs go out to worker processes, and come back in their order.

Runs are read and results written here; what is done to a run is the function that threads are given too, so results
are the same to the last bit. The workers need no file of this machine, only this project and its requirements.
"""

import logging
import os
import pickle
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar

from qol.errors import QolError
from qol.tables import InOrder

INSTALL = ".venv/bin/uv pip install --python .venv/bin/python --group cluster --constraint requirements.txt"
AHEAD = 3
"""Runs that are under way for each worker thread: one worked on, the others on their way out and back."""
SECONDS = "10s"
"""For a scheduler to answer."""

Run = TypeVar("Run")
Made = TypeVar("Made")


@contextmanager
def dask_in_order(scheduler: str | None) -> Iterator[InOrder]:
    """An `InOrder` on the cluster of a scheduler (`tcp://HOST:PORT`), or on one process a processor of this machine.

    Raises QolError where dask is not installed, the scheduler does not answer, or a worker ends before its work.
    """
    dask, distributed = _dask()
    quiet = {"logging": {"distributed": "critical"}, "distributed.comm.timeouts.connect": SECONDS}
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with dask.config.set(quiet), _client(distributed, scheduler) as client:
        try:
            yield lambda work, runs: _in_order(client, work, runs)
        except (
            distributed.KilledWorker,
            distributed.client.FutureCancelledError,
            distributed.comm.core.CommClosedError,
            OSError,
        ) as error:
            if isinstance(error, OSError) and error.filename:
                raise  # a file of ours
            raise QolError(f"The dask cluster failed: {str(error).rstrip('.')}. Nothing was written.") from None


def _dask() -> tuple[Any, Any]:
    try:
        import dask
        import distributed
    except ImportError:
        raise QolError(f"Dask is not installed. Install it in the project's folder: {INSTALL}") from None
    return dask, distributed


def own_cluster(distributed: Any) -> Any:
    """One process a processor of this machine, with keys of its own: an open scheduler runs anybody's code."""
    workers = len(os.sched_getaffinity(0))
    return distributed.LocalCluster(
        workers, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", security=True
    )


@contextmanager
def _client(distributed: Any, scheduler: str | None) -> Iterator[Any]:
    if scheduler is None:
        with own_cluster(distributed) as cluster, distributed.Client(cluster, set_as_default=False) as client:
            yield client
        return
    try:
        client = distributed.Client(scheduler, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise QolError(f"No dask scheduler answers at {scheduler}: {error}.") from None
    with client:
        if not client.ncores():
            raise QolError(f"The dask scheduler at {scheduler} has no workers.")
        yield client


def _in_order(client: Any, work: Callable[[Run], Made], runs: Iterable[Run]) -> Iterator[Made]:
    """Few runs are out at a time; one whose worker ends is given to another."""
    packed = pickle.dumps(work)
    most = AHEAD * sum(client.ncores().values())
    waiting: deque[Any] = deque()
    for run in runs:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Sending large graph")  # a run is what there is to send
            waiting.append(client.submit(_call, packed, run, pure=False))
        while len(waiting) >= most or (waiting and waiting[0].done()):
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _call(packed: bytes, run: Any) -> Any:
    return _unpacked(packed)(run)


@lru_cache(1)
def _unpacked(packed: bytes) -> Callable[[Any], Any]:
    """The work, unpacked once in each worker, so that what it finds out about an instrument is kept."""
    work: Callable[[Any], Any] = pickle.loads(packed)  # noqa: S301  # from the one who started this
    return work
