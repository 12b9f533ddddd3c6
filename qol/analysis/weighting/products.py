"""Sums over people of products of two columns, for many samples at once; each pair of columns is multiplied once."""

import numpy as np

from qol.analysis.weighting.people import Flags, Floats

NOISE, EMPTY = 1e-7, 1e-10
"""An inverse that misses one by more than NOISE is none; an eigenvalue below EMPTY of the largest is zero."""


class Products:
    """Of the columns of a design (n, p)."""

    def __init__(self, design: Floats) -> None:
        self.design = design
        size = design.shape[1]
        rows, columns = np.triu_indices(size)
        self._upper = rows * size + columns
        place = np.zeros((size, size), dtype=np.intp)
        place[rows, columns] = place[columns, rows] = np.arange(rows.size)
        self._place = place.reshape(-1)
        self._pairs = design[:, rows] * design[:, columns]
        self._doubled = np.ascontiguousarray((self._pairs * np.where(rows == columns, 1.0, 2.0)).T)

    def information(self, weights: Floats, there: Flags) -> Floats:
        """X'WX of each row of weights (b, n), (b, p, p); the unit matrix in columns that are not there (b, p)."""
        size = self.design.shape[1]
        whole = (weights @ self._pairs).take(self._place, axis=1).reshape(-1, size, size)
        if there.all():
            return np.asarray(whole)
        return np.where(there[:, :, None] & there[:, None, :], whole, np.eye(size))

    def lengths(self, inverse: Floats) -> Floats:
        """x'Ax of each person (b, n) in each symmetric A (b, p, p)."""
        flat = inverse.reshape(len(inverse), -1)
        return np.asarray(flat.take(self._upper, axis=1) @ self._doubled)


def inverted(information: Floats, there: Flags) -> tuple[Floats, Flags]:
    """Each information (b, p, p) inverted, zero in columns that are not there, and where it has no inverse (b,).

    Where columns say the same of everybody in a sample, the pseudo-inverse stands: a plain inverse would be noise.
    """
    unit = np.eye(information.shape[-1])
    inverse = np.linalg.inv(information + 1e-12 * unit)
    missed = (information @ inverse - unit).reshape(len(inverse), -1)
    rough = ~(np.abs(missed, out=missed).max(axis=1) < NOISE)
    if rough.any():
        inverse[rough] = _pseudo_inverse(information[rough])
    inverse[np.nonzero(~there)] = 0.0  # beside the diagonal it is zero already
    return np.asarray(inverse), np.asarray(rough)


def steps(information: Floats, score: Floats, rough: Flags) -> Floats:
    """The inverse of each information (b, p, p), or the pseudo-inverse where it is `rough` (b,), times score (b, p)."""
    mended = information + 1e-12 * np.eye(information.shape[-1])
    found = np.linalg.solve(mended, score[:, :, None])[:, :, 0]
    if rough.any():
        found[rough] = (_pseudo_inverse(information[rough]) @ score[rough][:, :, None])[:, :, 0]
    return np.asarray(found)


def _pseudo_inverse(information: Floats) -> Floats:
    return np.asarray(np.linalg.pinv(information, rcond=EMPTY, hermitian=True))
