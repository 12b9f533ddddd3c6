"""Many cohorts through many estimators, on two processes; the figures do not depend on how many."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np

from qol.errors import QolError
from tests.analysis.simulation.estimators import estimators
from tests.analysis.simulation.judged import Judged, judged
from tests.analysis.simulation.worlds import WORLDS, cohorts

TOGETHER = 25
PROCESSES = 2


def answers(world: str, names: Sequence[str], people: int, seeds: range) -> np.ndarray:
    """(cohorts, estimators, 4): estimate, lower, upper, se; NaN where a method gives no number."""
    known = estimators()
    found = np.full((len(seeds), len(names), 4), np.nan)
    for place, cohort in enumerate(cohorts(WORLDS[world], seeds, people)):
        for which, name in enumerate(names):
            try:
                one = known[name].estimate(cohort)
            except QolError:
                continue
            found[place, which] = one.estimate, one.lower, one.upper, one.se
    return found


def simulated(
    world: str, names: Sequence[str], count: int, people: int, processes: int = PROCESSES
) -> Iterator[Judged]:
    """Every estimator in one world."""
    parts = [range(first, min(first + TOGETHER, count)) for first in range(0, count, TOGETHER)]
    work = partial(answers, world, tuple(names), people)
    if processes == 1:
        found = np.concatenate([work(part) for part in parts])
    else:
        with ProcessPoolExecutor(processes) as pool:
            found = np.concatenate(list(pool.map(work, parts)))
    for which, name in enumerate(names):
        promised = world in estimators()[name].UNBIASED_IN
        yield judged(world, name, found[:, which], WORLDS[world].truth, promised)
