"""One answer from several imputations: Rubin's rules."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from qol.analysis.longitudinal.estimates import Estimate, estimate


@dataclass(frozen=True)
class Pooled:
    """An estimate over m imputations. lost: share (0 to 1) of its variance that is due to the missing scores."""

    value: Estimate
    m: int
    within: float
    between: float
    lost: float

    def sentence(self) -> str:
        """The figures in one sentence."""
        share = f"{100 * self.lost:.0f} % of the variance from missing scores"
        return f"{self.value.sentence()}, {self.m} imputations, {share}"


def pooled(estimates: ArrayLike, variances: ArrayLike, df: float) -> Pooled:
    """Pool estimates (m,) and squared standard errors (m,); df: degrees of freedom had nothing been missing.

    Rubin 1987: the mean; within plus (1 + 1/m) between. Degrees of freedom: Barnard & Rubin, Biometrika
    1999;86:948-955. Equal to R's mice::pool.scalar. Raises ValueError for fewer than two imputations.
    """
    values, squares = np.asarray(estimates, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    m = values.size
    if m < 2 or squares.size != m:
        raise ValueError("two imputations or more are needed, each with its variance")
    within, between = float(squares.mean()), float(values.var(ddof=1))
    whole = within + (1 + 1 / m) * between
    lost = (1 + 1 / m) * between / whole
    observed = (df + 1) / (df + 3) * df * (1 - lost) if np.isfinite(df) else np.inf
    freedom = observed if lost == 0 else 1 / (lost**2 / (m - 1) + 1 / observed)
    return Pooled(estimate(float(values.mean()), float(np.sqrt(whole)), float(freedom)), m, within, between, lost)
