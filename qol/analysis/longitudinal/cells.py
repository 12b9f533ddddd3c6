"""Least-squares means of groups at visits, and every contrast of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from qol.analysis.longitudinal.estimates import Errors, Estimate, of_contrast
from qol.analysis.longitudinal.followed import Followed
from qol.analysis.longitudinal.repeated import Floats


@dataclass(frozen=True)
class Cell:
    """Least-squares mean of one group at one visit; n: rows that took part."""

    group: str
    visit: str
    n: int
    mean: Estimate


@dataclass(frozen=True)
class Apart:
    """Least-squares mean of `group` minus that of `minus` at one visit."""

    visit: str
    group: str
    minus: str
    difference: Estimate

    def sentence(self) -> str:
        """The figures in one sentence, rounded as on paper."""
        return f"{self.group} minus {self.minus} at {self.visit}: {self.difference.sentence()}"


@dataclass(frozen=True, eq=False)
class Cells:
    """The first coefficients of a model, one a group and visit, with their errors."""

    followed: Followed
    beta: Floats
    errors: Errors

    def contrast(self, weights: ArrayLike) -> Estimate:
        """Any contrast of least-squares means, weights (g, t) by group and visit, all other columns held."""
        whole = np.zeros(self.beta.size)
        whole[: self.followed.cells] = np.asarray(weights, dtype=np.float64).reshape(-1)
        return of_contrast(self.beta, self.errors, whole)

    def means(self) -> tuple[Cell, ...]:
        """Least-squares means by group and visit."""
        counts, shape = self.followed.counts(), (len(self.followed.groups), len(self.followed.visits))
        return tuple(
            Cell(group, visit, int(counts[g, v]), self.contrast(_one(shape, (g, v))))
            for g, group in enumerate(self.followed.groups)
            for v, visit in enumerate(self.followed.visits)
        )

    def differences(self, reference: int = 0) -> tuple[Apart, ...]:
        """Every other group minus the reference, visit by visit."""
        groups, shape = self.followed.groups, (len(self.followed.groups), len(self.followed.visits))
        return tuple(
            Apart(visit, groups[g], groups[reference], self.contrast(_one(shape, (g, v)) - _one(shape, (reference, v))))
            for g in range(len(groups)) if g != reference
            for v, visit in enumerate(self.followed.visits)
        )  # fmt: skip


def _one(shape: tuple[int, int], place: tuple[int, int]) -> Floats:
    cells = np.zeros(shape)
    cells[place] = 1.0
    return cells
