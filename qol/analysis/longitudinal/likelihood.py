"""The normal likelihood of repeated measures at one covariance, with first and second derivatives by the covariance.

Notation of the literature: V covariance of all rows, X design, A = X'V^-1 X, Q = V^-1 - V^-1 X A^-1 X'V^-1,
u = Qy. Everything is computed person by person in blocks, for all patterns of missing visits at once.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from qol.analysis.longitudinal.repeated import Floats, Repeated


@dataclass(frozen=True, eq=False)
class At:
    """The likelihood at covariance `sigma` (t, t); restricted (REML) or full (ML), coefficients profiled out.

    Raises numpy's LinAlgError where sigma is no covariance or the design is not of full rank.
    """

    data: Repeated
    sigma: Floats
    restricted: bool

    @cached_property
    def _roots(self) -> tuple[Floats, float]:
        """Inverse Cholesky factors by pattern (k, t, t), and the log determinant over all people."""
        patterns, _, counts = self.data.patterns
        both = patterns[:, :, None] & patterns[:, None, :]
        missing = np.eye(len(self.sigma)) * ~patterns[:, :, None]
        factors = np.linalg.cholesky(np.where(both, self.sigma, 0.0) + missing)
        logs = 2 * np.log(np.diagonal(factors, axis1=1, axis2=2)).sum(axis=1)
        inverse = np.linalg.inv(factors) * patterns[:, :, None]
        return inverse, float(counts @ logs)

    @cached_property
    def white(self) -> Floats:
        """Design and outcome made independent with variance one, (n, t, p + 1)."""
        return np.asarray(self._roots[0][self.data.patterns[1]] @ self.data.scaled)

    @cached_property
    def _normal(self) -> tuple[Floats, Floats, float]:
        """Cholesky factor of A, the coefficients, and the weighted sum of squares about them."""
        flat = self.white.reshape(-1, self.white.shape[2])
        gram = flat.T @ flat
        factor = np.asarray(np.linalg.cholesky(gram[:-1, :-1]), dtype=np.float64)
        beta = np.asarray(np.linalg.solve(factor.T, np.linalg.solve(factor, gram[:-1, -1])), dtype=np.float64)
        left = flat[:, -1] - flat[:, :-1] @ beta
        return factor, beta, float(left @ left)

    @property
    def beta(self) -> Floats:
        """Coefficients (p,), generalised least squares."""
        return self._normal[1]

    @cached_property
    def covariance(self) -> Floats:
        """A^-1 (p, p), the model's covariance of the coefficients."""
        root = np.linalg.inv(self._normal[0])
        return np.asarray(root.T @ root)

    @cached_property
    def deviance(self) -> float:
        """-2 log likelihood with its constant; REML without log |X'X|, as R's lme4 and mmrm print it."""
        factor, _, squares = self._normal
        free = self.data.rows - (len(factor) if self.restricted else 0)
        whole = self._roots[1] - self.data.log_weights + squares + free * np.log(2 * np.pi)
        return float(whole + (2 * np.log(np.diag(factor)).sum() if self.restricted else 0.0))

    @cached_property
    def inverses(self) -> Floats:
        """V^-1 by pattern (k, t, t), zero where a visit is missing."""
        return np.asarray(self._roots[0].transpose(0, 2, 1) @ self._roots[0])

    @cached_property
    def _back(self) -> tuple[Floats, Floats]:
        """u (n, t) and F = V^-1 X A^-1/2 (n, t, p), person by person."""
        factor, beta, _ = self._normal
        left = self.white[:, :, -1] - self.white[:, :, :-1] @ beta
        half = self.white[:, :, :-1] @ np.linalg.inv(factor).T
        turned = self._roots[0].transpose(0, 2, 1)[self.data.patterns[1]]
        return np.asarray((turned @ left[:, :, None])[:, :, 0]), np.asarray(turned @ half)

    @cached_property
    def slope(self) -> Floats:
        """First derivative of the deviance by sigma (t, t), to be summed against a symmetric change."""
        left, half = self._back
        whole = np.einsum("k,kij->ij", self.data.patterns[2], self.inverses) - left.T @ left
        if self.restricted:
            flat = half.transpose(1, 0, 2).reshape(len(self.sigma), -1)
            whole = whole - flat @ flat.T
        return np.asarray(whole)

    def by_coefficients(self, contrast: Floats) -> Floats:
        """Derivative (t, t) by sigma of the variance of a contrast (p,) of the coefficients."""
        along = self._back[1] @ (np.linalg.inv(self._normal[0]) @ contrast)
        return np.asarray(along.T @ along)

    @cached_property
    def curvatures(self) -> tuple[Floats, Floats]:
        """Second derivative of the deviance by sigma, observed and expected, each (t * t, t * t).

        Each is to be multiplied from both sides by symmetric changes of sigma laid out in rows.
        """
        left, half = self._back
        visits = len(self.sigma)
        groups = self.data.by_pattern(left[:, :, None] * left[:, None, :])
        squares = self.data.by_pattern(half @ half.transpose(0, 2, 1))
        trace = _paired(self.inverses * self.data.patterns[2][:, None, None], self.inverses)
        cross = np.einsum("si,sja->ija", left, half)
        bent = _paired(groups, self.inverses) - np.einsum("ija,lka->ijkl", cross, cross)
        if self.restricted:
            trace = trace - _paired(squares, self.inverses) - _paired(self.inverses, squares) + _crossed(half)
        size = visits * visits
        expected = trace.reshape(size, size)
        return np.asarray(2 * bent.reshape(size, size) - expected), expected


def _paired(first: Floats, second: Floats) -> Floats:
    """Sum over patterns of first[l, i] second[j, k], laid out i, j, k, l."""
    visits = first.shape[1]
    flat = first.reshape(len(first), -1).T @ second.reshape(len(second), -1)
    return flat.reshape(visits, visits, visits, visits).transpose(1, 2, 3, 0)


def _crossed(half: Floats) -> Floats:
    """Trace of (F'S F)(F'R F) by the entries of S and R, laid out i, j, k, l."""
    people, visits, columns = half.shape
    flat = half.reshape(people, -1)
    gram = (flat.T @ flat).reshape(visits, columns, visits, columns).transpose(0, 2, 1, 3)
    one = gram.reshape(visits * visits, -1)
    other = gram.transpose(0, 1, 3, 2).reshape(visits * visits, -1)
    return np.asarray((one @ other.T).reshape(visits, visits, visits, visits))
