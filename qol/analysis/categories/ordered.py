"""Ordered categories of two groups (LARS none, minor, major): chi-square of all, and the test of a trend."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Ordered:
    """counts: category by category, first and second group. chi_square, trend: statistics; p two-sided, 0 to 1."""

    categories: tuple[str, ...]
    groups: tuple[str, str]
    counts: tuple[tuple[int, int], ...]
    chi_square: float
    df: int
    chi_square_p: float
    trend: float
    trend_p: float

    def sentence(self) -> str:
        """The table and both tests in words."""
        whole = [sum(pair[side] for pair in self.counts) for side in (0, 1)]
        table = "; ".join(
            f"{name} {pair[0]}/{whole[0]} and {pair[1]}/{whole[1]}"
            for name, pair in zip(self.categories, self.counts, strict=True)
        )
        return (
            f"{self.groups[0]} and {self.groups[1]}: {table}; chi-square test without correction {self.chi_square:.2f} "
            f"with {self.df} df, {_p(self.chi_square_p)}; Cochran-Armitage trend {self.trend:.2f}, {_p(self.trend_p)}"
        )


def ordered(categories: Sequence[str], groups: tuple[str, str], counts: Sequence[tuple[int, int]]) -> Ordered | None:
    """Compare; None where a group is empty or all people are in one category.

    Categories without anybody are left out of the chi-square and keep their place in the trend, whose scores are
    1, 2, 3 ... Sources: Pearson; Cochran, Biometrics 1954;10:417-451; Armitage, Biometrics 1955;11:375-386. Equal to
    R's chisq.test(correct = FALSE) and prop.trend.test.
    """
    from scipy.special import chdtrc

    table = np.array(counts, dtype=np.float64).reshape(-1, 2)
    sizes, whole, rows = table.sum(axis=0), float(table.sum()), table.sum(axis=1)
    if (sizes == 0).any() or (rows > 0).sum() < 2:
        return None
    expected = np.outer(rows, sizes)[rows > 0] / whole
    chi_square, df = float(((table[rows > 0] - expected) ** 2 / expected).sum()), int((rows > 0).sum()) - 1
    score, share = np.arange(1.0, len(table) + 1), sizes[0] / whole
    left = float(score @ (table[:, 0] - rows * share))
    spread = float(rows @ score**2 - (rows @ score) ** 2 / whole)
    trend = left**2 / (share * (1 - share) * spread)
    return Ordered(
        tuple(categories), groups, tuple((int(a), int(b)) for a, b in table),
        chi_square, df, float(chdtrc(df, chi_square)), trend, float(chdtrc(1, trend)),
    )  # fmt: skip


def _p(p: float) -> str:
    return "p<0.001" if p < 0.001 else f"p={p:.3f}"
