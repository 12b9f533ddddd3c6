"""Standard errors and degrees of freedom from the model itself: Satterthwaite's."""

from dataclasses import dataclass

import numpy as np

from qol.analysis.longitudinal.fitting import Fit
from qol.analysis.longitudinal.repeated import Floats


@dataclass(frozen=True, eq=False)
class ModelErrors:
    """The covariance of the coefficients at the fitted covariance of visits; right where that structure is.

    Satterthwaite, Biometrics Bulletin 1946;2:110-114, for a contrast of coefficients as R's mmrm and lmerTest do
    (Kuznetsova et al., J Stat Softw 2017;82(13)): twice the squared variance over the variance of the variance.
    """

    fit: Fit
    words: str = "model-based standard errors, Satterthwaite degrees of freedom"

    @property
    def covariance(self) -> Floats:
        """(p, p)."""
        return self.fit.at.covariance

    def df(self, contrast: Floats) -> float:
        """Degrees of freedom of a contrast (p,), above zero."""
        at, theta = self.fit.at, self.fit.theta
        slopes = self.fit.structure.slopes(theta, len(at.sigma)).reshape(theta.size, -1)
        slope = slopes @ at.by_coefficients(contrast).reshape(-1)
        variance = float(contrast @ at.covariance @ contrast)
        spread = 2 * float(slope @ np.linalg.solve(self.fit.bend, slope))
        return 2 * variance**2 / spread
