"""How answers become a number: one function is one method, named as in an instrument file.

Each takes `sums` and `counts`, one element a form, and gives the score as float64 of the same length. `sums`
adds up what the answered parts contribute: steps above the lowest answer (1-4 gives 0-3), points, or scale
scores; `counts` is how many parts were answered. Forms with too few answers are blanked by the caller, so a
count of zero may give NaN here.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int8]


def linear_0_100(sums: Floats, counts: Counts, steps: int, is_reversed: bool) -> Floats:
    """Mean of the answered items moved to 0-100: (mean - lowest) / steps x 100; reversed: 100 minus that.

    Whole numbers up to one single division, so each score is the float nearest to the exact value.
    Reference: EORTC QLQ-C30 Scoring Manual, 3rd edition, 2001.
    """
    most = counts * float(steps)
    above: Floats = (most - sums if is_reversed else sums) * 100.0
    above /= most
    return above


def sum_of_points(sums: Floats, counts: Counts, steps: int, is_reversed: bool) -> Floats:
    """Points of the answered items added up. Nothing stands in for a gap: hence `needs: all` in most papers."""
    return sums


def mean_of_scales(sums: Floats, counts: Counts, steps: int, is_reversed: bool) -> Floats:
    """Mean of the scales that have a score, some of them entered as (lowest + highest - score)."""
    return sums / counts
