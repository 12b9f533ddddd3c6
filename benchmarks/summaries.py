"""What a clinic's day costs on paper: the summaries of a hundred patients as one PDF and as a zip."""

from collections.abc import Iterator
from time import perf_counter, process_time

from benchmarks import Figure
from benchmarks._houses import empty_house
from benchmarks.pdf import NOW
from qol.storage.study_rows import patients
from qol.study.house import House
from qol.study.printing.pages import Wanted
from qol.study.printing.summaries import print_summaries
from qol.study.studies import study_named

NAME = "summaries"
HELP = "Seconds for the summaries of 100 patients in one batch, the program warm."
PATIENTS = 100
MOST = 30.0


def measure() -> Iterator[Figure]:
    """Both kinds, on the clock and as processor time of the process that joins what the others printed."""
    with empty_house() as house:
        study, chosen = _filled(house)
        first = dict(list(chosen.items())[:1])
        print_summaries(house, Wanted(study, first), NOW, lambda done: None)
        for kind in ("pdf", "zip"):
            clock, processor = perf_counter(), process_time()
            made = print_summaries(house, Wanted(study, chosen, kind), NOW, lambda done: None)
            words = f"{len(made.printed)} summaries as {kind}"
            yield Figure(f"{words}, on the clock", perf_counter() - clock, "s", MOST)
            yield Figure(f"{words}, processor of joining", process_time() - processor, "s")


def _filled(house: House) -> tuple[str, dict[str, str]]:
    """The name of an invented study, and its patients' ids with their codes."""
    from qol.study.demonstration.filling import fill

    fill(house, PATIENTS, 1, NOW.date(), NOW)
    with house.database.reading() as session:
        study = study_named(session, None, house.settings)
        return study.name, {row.id: row.code for row in patients(session, study.id)}
