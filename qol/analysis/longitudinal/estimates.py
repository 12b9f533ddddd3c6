"""An estimate that carries its interval: standard error, degrees of freedom, 95 % limits, p."""

import math
from dataclasses import dataclass
from typing import Protocol

from qol.analysis.longitudinal.repeated import Floats


class Errors(Protocol):
    """Where standard errors and degrees of freedom come from."""

    @property
    def words(self) -> str:
        """What a reader calls them."""

    @property
    def covariance(self) -> Floats:
        """Of the coefficients (p, p)."""

    def df(self, contrast: Floats) -> float:
        """Of a contrast (p,) of the coefficients."""


@dataclass(frozen=True)
class Estimate:
    """In the outcome's units. lower, upper: 95 % interval from Student's t with `df`; p: two-sided, against zero."""

    estimate: float
    se: float
    df: float
    lower: float
    upper: float
    p: float

    @property
    def tells(self) -> bool:
        """Whether the 95 % interval leaves zero out."""
        return self.lower > 0 or self.upper < 0

    def sentence(self) -> str:
        """The figures in one sentence, rounded as on paper."""
        p = "p<0.001" if self.p < 0.001 else f"p={self.p:.3f}"
        return (
            f"{self.estimate:+.1f} (95 % interval {self.lower:.1f} to {self.upper:.1f}; t with {self.df:.0f} df, {p})"
        )


def estimate(value: float, se: float, df: float) -> Estimate:
    """The interval and p of a value; infinite df means the normal distribution."""
    from scipy.special import ndtr, ndtri, stdtr, stdtrit

    normal = math.isinf(df)
    point = float(ndtri(0.975) if normal else stdtrit(df, 0.975))
    ratio = -abs(value) / se if se > 0 else (0.0 if value == 0 else -math.inf)
    p = 2 * float(ndtr(ratio) if normal else stdtr(df, ratio))
    return Estimate(value, se, df, value - point * se, value + point * se, p)


def of_contrast(beta: Floats, errors: Errors, contrast: Floats) -> Estimate:
    """A contrast (p,) of coefficients (p,)."""
    variance = float(contrast @ errors.covariance @ contrast)
    return estimate(float(contrast @ beta), math.sqrt(variance), errors.df(contrast))
