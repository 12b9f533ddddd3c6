"""What an adjusted comparison says: a difference with its intervals, or why there is none."""

from dataclasses import dataclass

from qol.analysis.weighting.e_value import EValue, e_value
from qol.analysis.weighting.weights import WORDS, Method


@dataclass(frozen=True)
class Adjusted:
    """Weighted mean of the first group minus that of the second, in units of the outcome.

    lower, upper: 95 % percentile bootstrap, patients drawn again and the weights refitted each time. se and
    robust_lower, robust_upper: from the sandwich, normal. n, effective: people with the outcome, first and second.
    sd: pooled SD of their outcome, unweighted. failed: redrawn samples without a difference.
    """

    groups: tuple[str, str]
    method: Method
    n: tuple[int, int]
    left_out: tuple[int, int]
    effective: tuple[float, float]
    means: tuple[float, float]
    estimate: float
    lower: float
    upper: float
    se: float
    robust_lower: float
    robust_upper: float
    sd: float
    replicates: int
    failed: int
    seed: int

    @property
    def tells(self) -> bool:
        """Whether the 95 % bootstrap interval leaves zero out."""
        return self.lower > 0 or self.upper < 0

    @property
    def p(self) -> float:
        """Two-sided, of the estimate over its robust standard error, normal."""
        from scipy.special import ndtr

        return float(2 * ndtr(-abs(self.estimate) / self.se)) if self.se > 0 else 1.0

    @property
    def e_value(self) -> EValue:
        """How strong an unmeasured confounder would have to be."""
        return e_value(self.estimate, self.se, self.sd)

    def sentence(self) -> str:
        """The figures in one sentence, rounded as on paper."""
        return (
            f"{self.groups[0]} minus {self.groups[1]} {self.estimate:+.1f} (95 % interval {self.lower:.1f} to "
            f"{self.upper:.1f}; bootstrap of {self.replicates} samples), {WORDS[self.method]}, "
            f"n {self.n[0]} and {self.n[1]}, effective {self.effective[0]:.0f} and {self.effective[1]:.0f}, without "
            f"the outcome {self.left_out[0]} and {self.left_out[1]}; robust interval {self.robust_lower:.1f} to "
            f"{self.robust_upper:.1f}"
        )


@dataclass(frozen=True)
class NotAdjusted:
    """Why there is no adjusted number."""

    n: tuple[int, int]
    why: tuple[str, ...]

    @property
    def tells(self) -> bool:
        """Never: nothing was computed."""
        return False

    def sentence(self) -> str:
        """The reasons in one sentence."""
        return f"No adjusted number: {'; '.join(self.why)}."
