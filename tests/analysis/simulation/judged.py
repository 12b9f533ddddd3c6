"""Bias and coverage of one estimator in one world, with what chance alone would do to them."""

import math
from dataclasses import dataclass

import numpy as np

CHANCE = 3.0
"""Monte Carlo standard errors within which bias and coverage count as nominal."""


@dataclass(frozen=True)
class Judged:
    """bias: mean of the estimates less the truth; bias_error, coverage_error: Monte Carlo standard errors.

    spread: SD of the estimates; se: mean standard error the method gave. promised: whether theory promises the truth.
    """

    world: str
    estimator: str
    cohorts: int
    refused: int
    truth: float
    bias: float
    bias_error: float
    spread: float
    se: float
    coverage: float
    coverage_error: float
    promised: bool

    @property
    def nominal(self) -> bool:
        """Bias within chance of zero and coverage within chance of 95 %."""
        off = abs(self.coverage - 0.95) / math.sqrt(0.95 * 0.05 / self.cohorts)
        return abs(self.bias) <= CHANCE * self.bias_error and off <= CHANCE

    @property
    def kept(self) -> bool:
        """Whether what was promised was found."""
        return self.nominal or not self.promised

    def row(self, words: str) -> str:
        """A line of the table."""
        verdict = ("within chance" if self.nominal else "NOT AS PROMISED") if self.promised else "shown"
        more = f" ({self.refused} refused)" if self.refused else ""
        bias = f"{self.bias:+.2f} ({self.bias_error:.2f})"
        coverage = f"{100 * self.coverage:.1f} ({100 * self.coverage_error:.1f})"
        cells = (self.world, words, f"{self.cohorts}{more}", bias, f"{self.spread:.2f}", f"{self.se:.2f}", coverage)
        return f"| {' | '.join(cells)} | {verdict} |"


def judged(world: str, estimator: str, answers: np.ndarray, truth: float, promised: bool) -> Judged:
    """answers (c, 4): estimate, lower, upper, se of each cohort, NaN where the method refused."""
    given = answers[~np.isnan(answers[:, 0])]
    count = len(given)
    covered = ((given[:, 1] <= truth) & (truth <= given[:, 2])).mean()
    spread = float(given[:, 0].std(ddof=1))
    return Judged(
        world, estimator, count, len(answers) - count, truth, float(given[:, 0].mean() - truth),
        spread / math.sqrt(count), spread, float(given[:, 3].mean()), float(covered),
        math.sqrt(covered * (1 - covered) / count), promised,
    )  # fmt: skip
