"""Random QLQ-C30 forms for the benchmarks of scoring."""

import numpy as np
from numpy.typing import NDArray

MISSING = 0.07

Columns = dict[str, NDArray[np.float64]]


def forms(rows: int) -> Columns:
    """Random answers with gaps, the same every time."""
    random = np.random.default_rng(20261123)
    columns = {}
    for number in range(1, 31):
        answers = random.integers(1, 8 if number > 28 else 5, rows).astype(np.float64)
        answers[random.random(rows) < MISSING] = np.nan
        columns[f"q{number}"] = answers
    return columns
