"""Whether scoring grows in step with the number of forms: 10^4 to 10^7, in memory and through files.

Processor time, so that other work on the machine does not count; the best of several rounds.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import numpy as np
import pyarrow as pa

from benchmarks import Figure
from benchmarks._forms import forms
from qol.instruments.definition import Instrument
from qol.instruments.library import Library
from qol.scoring import score
from qol.scoring.scored_run import Wishes
from qol.scoring.table_file import score_file
from qol.settings import Settings
from qol.tables import writing

NAME = "scoring-growth"
HELP = "Processor seconds for 10^6 QLQ-C30 forms at 10^4 to 10^7 forms, in memory and through files (minutes)."
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
TOGETHER = 250_000
MILLION = 1_000_000
ROUNDS = 2
AT_MOST = 1.5
"""Times the cost of a form at the largest size may be that at a tenth of it."""


def measure() -> Iterator[Figure]:
    """Seconds for 10^6 forms at every size, and how the largest compares with the one before it."""
    instrument = Library(Settings.from_environment().instruments_dir)["qlq_c30"]
    with TemporaryDirectory() as folder:
        ways = {
            "in memory": _in_memory(instrument),
            "Parquet to Parquet": _through(instrument, Path(folder), "parquet"),
            "CSV to CSV": _through(instrument, Path(folder), "csv"),
        }
        for way, of_size in ways.items():
            yield from _figures(way, _least([of_size(size) for size in SIZES]))


def _figures(way: str, seconds: list[float]) -> Iterator[Figure]:
    each = [found / size * MILLION for found, size in zip(seconds, SIZES, strict=True)]
    for size, found in zip(SIZES, each, strict=True):
        yield Figure(f"10^6 forms of {size:,}, {way}, processor", found, "s")
    yield Figure(f"{way}, a form of {SIZES[-1]:,} beside one of {SIZES[-2]:,}", each[-1] / each[-2], "times", AT_MOST)


def _least(works: list[Callable[[], object]]) -> list[float]:
    """The least processor time of each work, all in turn so that a busy machine disturbs all sizes alike."""
    rounds = [[_seconds(work) for work in works] for _ in range(ROUNDS)]
    return [min(of_one) for of_one in zip(*rounds, strict=True)]


def _seconds(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def _in_memory(instrument: Instrument) -> Callable[[int], Callable[[], object]]:
    def of_size(size: int) -> Callable[[], object]:
        columns = {item: np.resize(values, size) for item, values in forms(min(size, TOGETHER)).items()}
        return lambda: score(instrument, columns, {}, size)

    return of_size


def _through(instrument: Instrument, folder: Path, ending: str) -> Callable[[int], Callable[[], object]]:
    def of_size(size: int) -> Callable[[], object]:
        source = folder / f"{size}.{ending}"
        _write(source, size)
        return lambda: score_file(instrument, source, folder / f"scores.{ending}", Wishes())

    return of_size


def _write(path: Path, size: int) -> None:
    run = pa.table({item: pa.array(values, from_pandas=True).cast(pa.int8())
                    for item, values in forms(min(size, TOGETHER)).items()})  # fmt: skip
    with writing(path) as writer:
        for _ in range(0, size, run.num_rows):
            writer.write(run)
