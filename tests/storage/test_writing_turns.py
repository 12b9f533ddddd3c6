"""Writers of several processes take turns, and a dead one holds nobody up."""

import multiprocessing
import threading
import time
from itertools import pairwise
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path

import pytest

from qol.errors import DatabaseBusy
from qol.storage.writing_turns import WritingTurns


def hold(file: Path, held: Event, seconds: float) -> None:
    with WritingTurns(file).turn(5):
        held.set()
        time.sleep(seconds)


def take_many(file: Path, count: int, log: Path, both: Barrier) -> None:
    turns = WritingTurns(file)
    both.wait(20)
    with log.open("a", buffering=1) as stream:
        for _ in range(count):
            with turns.turn(20):
                stream.write(f"{multiprocessing.current_process().name}\n")
                time.sleep(0.001)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "qol.sqlite"


def test_only_one_holds_the_turn(file: Path) -> None:
    first, second = WritingTurns(file), WritingTurns(file)
    with first.turn(1), pytest.raises(DatabaseBusy, match="busy with other writing"), second.turn(0.05):
        pass
    with second.turn(0.05):
        pass


def test_threads_of_one_process_take_turns_too(file: Path) -> None:
    turns, inside = WritingTurns(file), []

    def enter() -> None:
        with turns.turn(5):
            inside.append(1)
            assert len(inside) == 1
            time.sleep(0.002)
            inside.pop()

    threads = [threading.Thread(target=enter) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with turns.turn(0.05):
        pass


def test_a_process_that_is_killed_gives_its_turn_back(file: Path) -> None:
    processes = multiprocessing.get_context("forkserver")
    held = processes.Event()
    holder = processes.Process(target=hold, args=(file, held, 60))
    holder.start()
    assert held.wait(20)
    with pytest.raises(DatabaseBusy), WritingTurns(file).turn(0.05):
        pass
    holder.kill()
    holder.join()
    with WritingTurns(file).turn(1):
        pass


def test_two_busy_processes_alternate_and_neither_starves(file: Path, tmp_path: Path) -> None:
    """Each takes its turns back to back, which starves the other where whoever asks first is served first."""
    processes = multiprocessing.get_context("forkserver")
    log, both = tmp_path / "log", processes.Barrier(2)
    takers = [processes.Process(target=take_many, args=(file, 60, log, both)) for _ in range(2)]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()
    order = log.read_text().splitlines()
    assert len(order) == 120
    changes = sum(before != after for before, after in pairwise(order))
    assert changes >= 20
