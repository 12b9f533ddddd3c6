"""Work shared among processes: results in order, every page told, and nobody left behind, however it ends."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from qol.errors import NotFound, QolError
from qol.settings import Settings
from qol.study.printing.sharing import GENTLE, Interrupted, hands, shared

ROOT = Path(__file__).parents[3]


def three_pages(settings: Settings, share: str, step: Callable[[], None]) -> tuple[str, int, int]:
    for _ in range(3):
        step()
    return share, os.getpid(), os.nice(0)


def refuses(settings: Settings, share: str, step: Callable[[], None]) -> None:
    raise NotFound(f"There is no {share}.")


def crashes(settings: Settings, share: str, step: Callable[[], None]) -> None:
    step()
    os.kill(os.getpid(), signal.SIGKILL)


def lasts(settings: Settings, share: str, step: Callable[[], None]) -> None:
    """Tells who it is, and works until it is ended."""
    Path(share).write_text(str(os.getpid()))
    step()
    time.sleep(600)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_environment({"QOL_DATA_DIR": str(tmp_path)})


def test_results_come_in_the_order_of_the_shares_and_every_page_is_told(settings: Settings) -> None:
    told: list[int] = []
    made = shared(three_pages, settings, ["first", "second"], told.append)
    assert [share for share, _, _ in made] == ["first", "second"]
    assert len({process for _, process, _ in made} | {os.getpid()}) == 3
    assert sorted(set(told) - {0}) == [1, 2, 3, 4, 5, 6]
    assert told == sorted(told)
    assert {nice for _, _, nice in made} == {max(GENTLE, os.nice(0))}
    assert not multiprocessing.active_children()


@pytest.mark.parametrize(
    ("work", "kind", "says"), [(refuses, NotFound, "There is no x."), (crashes, Interrupted, "status -9")]
)
def test_a_refusal_comes_through_and_a_crash_is_said(
    work: Callable[..., None], kind: type[QolError], says: str, settings: Settings
) -> None:
    with pytest.raises(kind, match=says):
        shared(work, settings, ["x", "x"], lambda done: None)
    assert not multiprocessing.active_children()


def test_what_telling_raises_ends_the_processes(settings: Settings, tmp_path: Path) -> None:
    def enough(done: int) -> None:
        if done == 2:
            raise QolError("stopped")

    places = [tmp_path / "one", tmp_path / "two"]
    with pytest.raises(QolError, match="stopped"):
        shared(lasts, settings, [str(place) for place in places], enough)
    assert not any(lives(int(place.read_text())) for place in places)


def test_processes_end_with_the_one_that_began_them(tmp_path: Path) -> None:
    places = [tmp_path / "one", tmp_path / "two"]
    program = (
        "import sys; from qol.settings import Settings; from qol.study.printing.sharing import shared\n"
        "from tests.study.printing.test_sharing import lasts\n"
        "shared(lasts, Settings.from_environment({'QOL_DATA_DIR': sys.argv[1]}), sys.argv[2:], lambda done: None)"
    )
    command = [sys.executable, "-c", program, str(tmp_path), *map(str, places)]
    began = subprocess.Popen(command, cwd=ROOT)
    try:
        assert soon(lambda: all(place.exists() and place.read_text() for place in places))
    finally:
        began.kill()
        began.wait()
    assert soon(lambda: not any(lives(int(place.read_text())) for place in places))


def test_few_pages_are_printed_by_one_and_many_by_no_more_than_there_are_processors() -> None:
    processors = len(os.sched_getaffinity(0))
    assert [hands(pages) for pages in (0, 1, 19)] == [1, 1, 1]
    assert hands(20) == min(2, processors)
    assert hands(1000) == min(4, processors)


def lives(process: int) -> bool:
    """Whether a process is there and not merely waiting to be buried."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def soon(so: Callable[[], bool]) -> bool:
    """Whether something comes about within a minute."""
    return any(so() or time.sleep(0.1) for _ in range(600))
