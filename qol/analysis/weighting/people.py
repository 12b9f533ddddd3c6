"""The people of two groups with what was known of them before the decision, as the columns of a propensity model."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from qol.analysis.longitudinal.followed import Covariate
from qol.errors import AnalysisRefused

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NOT_RECORDED = "not recorded"


@dataclass(frozen=True, eq=False)
class People:
    """first (n,): True in the first group, whose propensity is modelled; groups: labels, first and second.

    covariates: values (n,), NaN where unknown. Missing-data rule: a number that is not recorded stands at the mean of
    the recorded ones and a column of its own says so; words that are not recorded are a category of their own.
    """

    first: Flags
    groups: tuple[str, str]
    covariates: tuple[Covariate, ...]

    @property
    def sizes(self) -> tuple[int, int]:
        """People of the first and of the second group."""
        return int(self.first.sum()), int((~self.first).sum())

    @cached_property
    def traits(self) -> tuple[tuple[str, Floats], ...]:
        """What balance is shown of, (n,) each: numbers (NaN unknown), categories, `not recorded` where it occurs."""
        return tuple(pair for covariate in self.covariates for pair in _traits(covariate))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the model's columns, without the intercept."""
        return tuple(name for name, _ in self._columns)

    @cached_property
    def design(self) -> Floats:
        """Columns of the model (n, 1 + p): an intercept, then each column at mean 0 and SD 1."""
        columns = [_standard(values) for _, values in self._columns]
        return np.column_stack([np.ones(self.first.size), *columns])

    @cached_property
    def _columns(self) -> tuple[tuple[str, Floats], ...]:
        """Columns that add something to those before them."""
        kept: list[tuple[str, Floats]] = []
        basis = np.full((self.first.size, 1), 1 / np.sqrt(max(self.first.size, 1)))
        for covariate in self.covariates:
            for name, values in _model(covariate):
                left = values - values.mean()
                size = np.linalg.norm(left)
                left = left - basis @ (basis.T @ left)
                if size > 0 and np.linalg.norm(left) > 1e-8 * size:
                    kept.append((name, values))
                    basis = np.column_stack([basis, left / np.linalg.norm(left)])
        return tuple(kept)

    def refuse_faults(self) -> None:
        """Raises AnalysisRefused where there are no two groups to compare."""
        for size, label in zip(self.sizes, self.groups, strict=True):
            if size == 0:
                raise AnalysisRefused([f"Nobody is in the group {label}: a comparison needs two groups."])


def _traits(covariate: Covariate) -> Iterator[tuple[str, Floats]]:
    values, unknown = covariate.values, np.isnan(covariate.values)
    if not covariate.words:
        yield covariate.name, values
    for place, word in enumerate(covariate.words):
        if (values == place).any():
            yield f"{covariate.name}: {word}", np.asarray(values == place, dtype=np.float64)
    if unknown.any():
        yield f"{covariate.name}: {NOT_RECORDED}", unknown.astype(np.float64)


def _model(covariate: Covariate) -> Iterator[tuple[str, Floats]]:
    """The columns of one covariate: its first category is the reference."""
    traits = list(_traits(covariate))
    if covariate.words:
        yield from traits[1:]
        return
    for name, values in traits:
        known = ~np.isnan(values)
        yield name, np.where(known, values, values[known].mean() if known.any() else 0.0)


def _standard(values: Floats) -> Floats:
    return np.asarray((values - values.mean()) / values.std(), dtype=np.float64)
