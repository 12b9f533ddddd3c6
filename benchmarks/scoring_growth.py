"""Whether scoring grows in step with the number of forms: 10^4 to 10^7, in memory and through files.

Processor time, so that other work on the machine does not count; the best of several where it is short.
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
AT_MOST = 1.5
"""Times the cost of a form at the largest size may be that at a tenth of it."""


def measure() -> Iterator[Figure]:
    """Seconds for 10^6 forms at every size, and how the largest compares with the one before it."""
    instrument = Library(Settings.from_environment().instruments_dir)["qlq_c30"]
    ways = {"in memory": _in_memory, "Parquet to Parquet": _through("parquet"), "CSV to CSV": _through("csv")}
    for way, work in ways.items():
        each = []
        for size in SIZES:
            each.append(work(instrument, size) / size * MILLION)
            yield Figure(f"10^6 forms of {size:,}, {way}, processor", each[-1], "s")
        yield Figure(
            f"{way}, a form of {SIZES[-1]:,} beside one of {SIZES[-2]:,}", each[-1] / each[-2], "times", AT_MOST
        )


def _in_memory(instrument: Instrument, size: int) -> float:
    columns = {item: np.resize(values, size) for item, values in forms(min(size, MILLION)).items()}
    return _best(size, lambda: score(instrument, columns, {}, size))


def _through(ending: str) -> Callable[[Instrument, int], float]:
    def work(instrument: Instrument, size: int) -> float:
        with TemporaryDirectory() as name:
            source, target = Path(name) / f"forms.{ending}", Path(name) / f"scores.{ending}"
            _write(source, size)
            return _best(size, lambda: score_file(instrument, source, target, Wishes()))

    return work


def _write(path: Path, size: int) -> None:
    run = pa.table({item: pa.array(values, from_pandas=True).cast(pa.int8())
                    for item, values in forms(min(size, TOGETHER)).items()})  # fmt: skip
    with writing(path) as writer:
        for _ in range(0, size, run.num_rows):
            writer.write(run)


def _best(size: int, work: Callable[[], object]) -> float:
    """The least processor time of several turns, once for the largest."""
    found = []
    for _ in range(max(2, min(5, MILLION // size * 2)) if size <= MILLION else 1):
        start = process_time()
        work()
        found.append(process_time() - start)
    return min(found)
