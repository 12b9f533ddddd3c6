"""The log-rank test: whether groups differ in their hazard, every event counting alike."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qol.analysis.events.times import EVENT, Times
from qol.errors import AnalysisRefused


@dataclass(frozen=True)
class LogRank:
    """Events seen and expected in each group if the hazards were the same; chi-square with `df`."""

    people: tuple[int, ...]
    observed: tuple[int, ...]
    expected: tuple[float, ...]
    statistic: float
    df: int
    p: float

    def sentence(self) -> str:
        """The test in one sentence, denominators first."""
        told = " and ".join(
            f"{seen} of {n} people ({hoped:.1f} expected)"
            for seen, n, hoped in zip(self.observed, self.people, self.expected, strict=True)
        )
        p = "p<0.001" if self.p < 0.001 else f"p={self.p:.3f}"
        return f"events in {told}; log-rank test, chi-square {self.statistic:.2f} with {self.df} df, {p}"


def log_rank(times: Times, group: NDArray[np.int64]) -> LogRank:
    """Compare the hazards of the event in all groups (places 0, 1, ... (n,)); competing events are censorings.

    No weights. Source: Mantel, Cancer Chemother Rep 1966;50:163-170; equal to R's survival::survdiff.
    Raises AnalysisRefused where there are no two groups, nobody is in one of them, or no event.
    """
    groups = int(group.max()) + 1 if group.size else 0
    if groups < 2 or np.unique(group).size < groups or not (times.state == EVENT).any():
        raise AnalysisRefused(["A log-rank test needs two groups with people in each, and at least one event."])
    plain = Times(times.time, (times.state == EVENT).astype(np.int64))
    risk = np.stack([(plain.time[group == g][:, None] >= plain.points).sum(axis=0) for g in range(groups)])
    seen = np.stack([(plain.time[(group == g) & (plain.state == 1)][:, None] == plain.points).sum(axis=0)
                     for g in range(groups)])  # fmt: skip
    all_risk, all_seen = risk.sum(axis=0), seen.sum(axis=0)
    share = risk / all_risk
    expected = (share * all_seen).sum(axis=1)
    spread = all_seen * (all_risk - all_seen) / np.maximum(all_risk - 1, 1)
    variance = np.diag((share * spread).sum(axis=1)) - (share * spread) @ share.T
    left = (seen.sum(axis=1) - expected)[1:]
    statistic = float(left @ np.linalg.pinv(variance[1:, 1:]) @ left)
    return LogRank(
        tuple(int((group == g).sum()) for g in range(groups)),
        tuple(int(n) for n in seen.sum(axis=1)),
        tuple(float(n) for n in expected),
        statistic,
        groups - 1,
        _upper_tail(statistic, groups - 1),
    )


def _upper_tail(statistic: float, df: int) -> float:
    from scipy.special import chdtrc

    return float(chdtrc(df, statistic))
