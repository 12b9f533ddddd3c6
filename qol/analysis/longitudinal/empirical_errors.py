"""Standard errors that hold whatever the covariance of a person's visits: the sandwich, one person one cluster."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from qol.analysis.longitudinal.likelihood import At
from qol.analysis.longitudinal.repeated import Floats

Correction = Literal["CR0", "CR2"]


@dataclass(frozen=True, eq=False)
class EmpiricalErrors:
    """CR0: Liang & Zeger, Biometrika 1986;73:13-22, no correction. CR2: bias-reduced (Bell & McCaffrey, Surv Methodol
    2002;28:169-181), as R's clubSandwich defines it for generalised least squares (Pustejovsky & Tipton, J Bus Econ
    Stat 2018;36:672-683): unbiased where the working covariance is right. Degrees of freedom: Satterthwaite's for the
    sandwich under the working covariance (same source).
    """

    at: At
    correction: Correction = "CR2"

    @property
    def words(self) -> str:
        """What a reader calls them."""
        return f"empirical standard errors ({self.correction}), Satterthwaite degrees of freedom of the sandwich"

    @cached_property
    def _adjusted(self) -> Floats:
        """V^-1 X of each person after the correction of its residuals, A'V^-1 X (n, t, p)."""
        weighted = self._inverses @ self._design
        if self.correction == "CR0":
            return np.asarray(weighted)
        return np.asarray(self._corrections @ weighted)

    @cached_property
    def _corrections(self) -> Floats:
        """The symmetric A of each person (n, t, t): D'(D (V - X M X') D')^-1/2 D, where D'D = V."""
        both = self.at.data.seen[:, :, None] & self.at.data.seen[:, None, :]
        covariances = np.where(both, self.at.sigma, 0.0)
        missing = np.eye(len(self.at.sigma)) * ~self.at.data.seen[:, :, None]
        lower = np.linalg.cholesky(covariances + missing) - missing
        upper = lower.transpose(0, 2, 1)
        left = covariances - self._design @ self.at.covariance @ self._design.transpose(0, 2, 1)
        values, vectors = np.linalg.eigh(upper @ left @ lower)
        tiny = values <= 1e-9 * values.max(axis=1, keepdims=True)
        roots = np.where(tiny, 0.0, 1 / np.sqrt(np.where(tiny, 1.0, values)))
        inverse_root = (vectors * roots[:, None, :]) @ vectors.transpose(0, 2, 1)
        return np.asarray(lower @ inverse_root @ upper)

    @cached_property
    def _inverses(self) -> Floats:
        return np.asarray(self.at.inverses[self.at.data.patterns[1]])

    @property
    def _design(self) -> Floats:
        return self.at.data.scaled[:, :, :-1]

    @cached_property
    def covariance(self) -> Floats:
        """(p, p)."""
        left = self.at.data.scaled[:, :, -1] - self._design @ self.at.beta
        scores = (self._adjusted * left[:, :, None]).sum(axis=1) @ self.at.covariance
        return np.asarray(scores.T @ scores)

    def df(self, contrast: Floats) -> float:
        """Degrees of freedom of a contrast (p,), above zero."""
        along = self._adjusted @ (self.at.covariance @ contrast)
        both = self.at.data.seen[:, :, None] & self.at.data.seen[:, None, :]
        own = np.einsum("ni,nij,nj->n", along, np.where(both, self.at.sigma, 0.0), along)
        root = np.linalg.cholesky(self.at.covariance)
        shared = (along[:, None, :] @ self._design)[:, 0] @ root
        squares = (shared**2).sum(axis=1)
        gram = shared.T @ shared
        below = float((own**2).sum() - 2 * own @ squares + (gram**2).sum())
        if not below > 0:  # one row decides it and nothing is left over: the widest interval there is
            return 1.0
        return float((own - squares).sum() ** 2 / below)
