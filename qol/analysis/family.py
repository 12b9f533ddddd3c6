"""Outcomes of one declared family compared between two groups, unadjusted: each by its test, all by Holm's rule."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qol.analysis.categories.ordered import Ordered, ordered
from qol.analysis.categories.shares import SharesTested, Test, compare_shares
from qol.analysis.difference import Compared, Difference, difference
from qol.analysis.multiplicity import Family, holm


@dataclass(frozen=True, eq=False)
class Outcome:
    """values (n,), NaN where missing; with words they are places among the words, in their order."""

    name: str
    values: NDArray[np.float64]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class OutcomeCompared:
    """First minus second group. missing: people of each group without the outcome, in no denominator."""

    name: str
    missing: tuple[int, int]
    found: Compared | SharesTested | Ordered | None

    @property
    def p(self) -> float | None:
        """Of Welch's t test, the declared test of a share, or the chi-square test of several categories."""
        if isinstance(self.found, Difference):
            return welch_p(self.found)
        if isinstance(self.found, SharesTested):
            return self.found.p
        return self.found.chi_square_p if isinstance(self.found, Ordered) else None

    def sentence(self) -> str:
        """Figures, test, exclusions."""
        told = "nothing to compare" if self.found is None else self.found.sentence()
        if isinstance(self.found, Difference):
            p = welch_p(self.found)
            told = f"{told}; Welch's t test, {'p<0.001' if p < 0.001 else f'p={p:.3f}'}"
        if isinstance(self.found, SharesTested):
            return told
        return f"{self.name}: {told}; without the outcome {self.missing[0]} and {self.missing[1]}"


def welch_p(found: Difference) -> float:
    """Two-sided p of Welch's t test, from the interval that is printed."""
    from scipy.special import stdtr, stdtrit

    se = (found.upper - found.lower) / 2 / float(stdtrit(found.df, 0.975))
    return float(2 * stdtr(found.df, -abs(found.estimate) / se))


def compare_family(
    outcomes: Sequence[Outcome], first: NDArray[np.bool_], groups: tuple[str, str], test: Test
) -> tuple[tuple[OutcomeCompared, ...], Family]:
    """Numbers by Welch's difference, two categories by the declared test (the second of them is counted), more by
    chi-square and trend; first (n,): who is in the first group. Missing outcomes leave a person out of that outcome.
    """
    found = tuple(_compare(one, first, groups, test) for one in outcomes)
    return found, holm([(one.name, one.p) for one in found])


def _compare(outcome: Outcome, first: NDArray[np.bool_], groups: tuple[str, str], test: Test) -> OutcomeCompared:
    sides = outcome.values[first], outcome.values[~first]
    missing = int(np.isnan(sides[0]).sum()), int(np.isnan(sides[1]).sum())
    if not outcome.words:
        return OutcomeCompared(outcome.name, missing, difference(*sides))
    counts = [(int((sides[0] == k).sum()), int((sides[1] == k).sum())) for k in range(len(outcome.words))]
    if len(outcome.words) != 2:
        return OutcomeCompared(outcome.name, missing, ordered(outcome.words, groups, counts))
    of = sum(pair[0] for pair in counts), sum(pair[1] for pair in counts)
    pairs = (counts[1][0], of[0]), (counts[1][1], of[1])
    what = f"{outcome.name}: {outcome.words[1]}"
    return OutcomeCompared(outcome.name, missing, compare_shares(what, groups, pairs, test, missing))
