"""How answers become a number: one function is one method, named as in an instrument file.

Each takes `sums` and `counts`, one element a form, and the constants of its scale, and gives the score as float64 of
the same length. `sums` adds up what the answered parts contribute: steps above the lowest answer (1-4 gives 0-3),
points in whole units, or scale scores; `counts` is how many parts were answered. Forms with too few answers are
blanked by the caller, so a count of zero may give NaN here.

Points are whole numbers of a unit (0.3 is 3 tenths) up to one single division, so each score is the float nearest to
the exact value.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int8]


class Constants(NamedTuple):
    """The numbers of one scale that its method needs.

    steps: from the lowest to the highest answer of its items. parts: how many items or scales it is made of.
    times, over: what a sum is multiplied by and divided by, whole numbers, units and factor in one.
    unanswered, start: points of a gap and what a value set begins with, in units. table: a score for each whole
    raw score from `first` on.
    """

    steps: int = 0
    is_reversed: bool = False
    parts: int = 0
    times: float = 1.0
    over: float = 1.0
    prorated: bool = False
    unanswered: float = 0.0
    start: float = 0.0
    first: int = 0
    table: Floats = np.empty(0)


def linear_0_100(sums: Floats, counts: Counts, given: Constants) -> Floats:
    """Mean of the answered items moved to 0-100: (mean - lowest) / steps x 100; reversed: 100 minus that.

    Reference: EORTC QLQ-C30 Scoring Manual, 3rd edition, 2001.
    """
    most = counts * float(given.steps)
    above: Floats = (most - sums if given.is_reversed else sums) * 100.0
    above /= most
    return above


def sum_of_points(sums: Floats, counts: Counts, given: Constants) -> Floats:
    """Points of the answered items added up, times a factor; nothing stands in for a gap unless the file says so.

    A gap may have points of its own (`unanswered`), or the sum may stand for all items (`prorated`: items /
    answered times what was answered).
    """
    total = sums + given.unanswered * (given.parts - counts) if given.unanswered else sums
    if given.prorated:
        return total * (given.times * given.parts) / (counts * given.over)
    return total if given.times == given.over else total * given.times / given.over


def mean_of_points(sums: Floats, counts: Counts, given: Constants) -> Floats:
    """Mean of the points of the answered items."""
    return sums / (counts * given.over)


def value_set(sums: Floats, counts: Counts, given: Constants) -> Floats:
    """Value of a profile: what the set begins with, and the points of its answers and of its terms."""
    return (given.start + sums) / given.over


def mean_of_scales(sums: Floats, counts: Counts, given: Constants) -> Floats:
    """Mean of the scales that have a score, some of them entered as (lowest + highest - score)."""
    return sums / counts


def sum_of_scales(sums: Floats, counts: Counts, given: Constants) -> Floats:
    """Scales that have a score added up, times a factor; `prorated`: scales / scored times what was scored."""
    if given.prorated:
        return sums * (given.times * given.parts) / (counts * given.over)
    return sums if given.times == given.over else sums * given.times / given.over


def lookup(sums: Floats, counts: Counts, given: Constants) -> Floats:
    """The score that a table gives for a whole raw score."""
    place = np.rint(sums).astype(np.intp) - given.first
    return given.table[np.clip(place, 0, len(given.table) - 1)]
