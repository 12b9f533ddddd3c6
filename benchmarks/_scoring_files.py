"""10^6 QLQ-C30 forms from CSV to CSV against only reading and writing the same columns.

The floor is pyarrow's CSV reader, with all threads, and its CSV writer on a table that lies ready in memory: the
fastest that the product's own requirements offer. It reads answers as numbers and scores nothing.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import pyarrow as pa
from pyarrow import csv

from benchmarks import Figure, best_of
from benchmarks._forms import forms
from qol.instruments.library import Library
from qol.scoring import score
from qol.scoring.scored_run import Wishes
from qol.scoring.table_file import score_file
from qol.settings import Settings
from qol.tables import writing

FORMS = 1_000_000
TIMES = 5
AT_MOST_FLOORS = 1.5


def measure() -> Iterator[Figure]:
    """Both in turn, five times, the best of each, on the clock and of the processor."""
    instrument = Library(Settings.from_environment().instruments_dir)["qlq_c30"]
    columns = forms(FORMS)
    with TemporaryDirectory() as name:
        source, target = Path(name) / "forms.csv", Path(name) / "scores.csv"
        whole = items = pa.table({item: pa.array(values, from_pandas=True) for item, values in columns.items()})
        with writing(source) as writer:
            writer.write(items)
        for scale, values in score(instrument, columns, {}, FORMS).values.items():
            whole = whole.append_column(scale, pa.array(values, from_pandas=True))

        def floor() -> None:
            csv.read_csv(source)
            csv.write_csv(whole, Path(name) / "floor.csv")

        work = _Timed(floor), _Timed(lambda: score_file(instrument, source, target, Wishes()))
        clock = best_of(TIMES, *(one.work for one in work))
        processor = [one.best for one in work]
    yield Figure("10^6 QLQ-C30 forms, pyarrow reads and writes CSV (the floor)", clock[0], "s")
    yield Figure("10^6 QLQ-C30 forms, `qol score` from CSV to CSV", clock[1], "s")
    yield Figure("`qol score` from CSV to CSV, in floors", clock[1] / clock[0], "floors", AT_MOST_FLOORS)
    yield Figure("the same, processor time of all threads", processor[1] / processor[0], "floors")


class _Timed:
    """A piece of work that keeps the least processor time it has taken."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work, self.best = work, float("inf")

    def work(self) -> None:
        start = process_time()
        self._work()
        self.best = min(self.best, process_time() - start)
