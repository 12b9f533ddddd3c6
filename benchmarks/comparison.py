"""The full comparison of two groups without a bootstrap: 1,000 patients, every visit and scale of the protocol."""

from collections.abc import Callable, Iterator
from time import perf_counter, process_time
from typing import TypeVar

from benchmarks import Figure
from benchmarks._houses import empty_house
from benchmarks.pdf import NOW
from qol.analysis.comparing import worsening
from qol.analysis.comparing.choice import every_scale
from qol.analysis.comparing.cohort import Cohort, of_people
from qol.analysis.comparing.course import course_of_scale
from qol.analysis.comparing.declared import Compared
from qol.analysis.comparing.populations import chosen
from qol.analysis.groups import pair
from qol.analysis.longitudinal.among_alive import among_alive
from qol.analysis.study_data import StudyData
from qol.errors import AnalysisRefused

NAME = "comparison"
HELP = (
    "Seconds for the full comparison of 1,000 patients without a bootstrap, part by part, on the clock and processor."
)
PATIENTS = 1080
"""So many are invented; those in whom a strategy was decided are about 1,000."""
AT_MOST_SECONDS = 60
Made = TypeVar("Made")


class Clocks:
    """The time of several works, on the clock and of the processor."""

    def __init__(self) -> None:
        self.clock = self.processor = 0.0

    def timed(self, what: str, work: Callable[[], Made]) -> tuple[Made, Figure]:
        """What a work makes, and its figure."""
        clock, processor = perf_counter(), process_time()
        made = work()
        clock, processor = perf_counter() - clock, process_time() - processor
        self.clock, self.processor = self.clock + clock, self.processor + processor
        return made, Figure(f"{what} (processor {processor:.3g} s)", clock, "s")


def measure() -> Iterator[Figure]:
    """Data cut, people, weights, every scale's mixed model and means among the living, events; then the whole."""
    from qol.study.demonstration.filling import fill
    from qol.study.results.cut import study_data

    clocks = Clocks()
    with empty_house() as house:
        fill(house, PATIENTS, 1, NOW.date(), NOW)
        data, figure = clocks.timed("data cut: every answer read and scored", lambda: study_data(house, None, NOW))
    yield figure
    cohort, figure = clocks.timed("the people of both groups", lambda: _everybody(data))
    yield figure
    compared = Compared(cohort)
    _, figure = clocks.timed("propensity, weights, balance, overlap", lambda: _weighed(compared))
    yield figure
    models, figure = clocks.timed("mixed models, means, differences", lambda: _courses(cohort))
    yield figure
    living, figure = clocks.timed("means among the living", lambda: _living(cohort))
    yield figure
    _, figure = clocks.timed("deterioration", lambda: _events(cohort))
    yield figure
    size = f"{len(cohort.people):,} patients, {len(cohort.visits)} visits, {len(every_scale(data))} scales"
    words = f"{size}: {models} mixed models, {living} among the living (processor {clocks.processor:.3g} s)"
    yield Figure(words, clocks.clock, "s", AT_MOST_SECONDS)


def _everybody(data: StudyData) -> Cohort:
    groups = pair(data)
    found = chosen(data, groups, "everybody")
    if found.plan is None:
        raise LookupError("the shipped protocol declares no plan")
    return of_people(data, groups, found.plan, found.whole, found.people)


def _weighed(compared: Compared) -> int:
    return sum(
        len(weighed.balance) + len(weighed.overlap.counts)
        for weighed in (compared.weighed("overlap"), compared.weighed("iptw"), compared.weighed("none"))
    )


def _courses(cohort: Cohort) -> int:
    """How many scales have a model."""
    models = [course_of_scale(cohort, choice).model for choice in every_scale(cohort.data)]
    return sum(bool(model.means() and model.differences()) for model in models if model is not None)


def _living(cohort: Cohort) -> int:
    """How many scales have means among those alive."""
    found = 0
    for choice in every_scale(cohort.data):
        followed, left_out = cohort.followed(choice)
        kept = [place for place, visit in enumerate(cohort.visits) if visit not in left_out]
        if not kept:
            continue
        try:
            found += bool(among_alive(followed, cohort.alive[:, kept]).cells.differences())
        except AnalysisRefused:
            continue
    return found


def _events(cohort: Cohort) -> int:
    """How many curves, tests and hazard ratios of deterioration were worked out."""
    told = [one.by_group(death) for one in worsening.declared(cohort) for death in ("event", "competing")]
    return sum(len(found.groups) for found in told)
