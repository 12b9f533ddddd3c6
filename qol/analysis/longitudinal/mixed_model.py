"""The mixed model for repeated measures (MMRM): group by visit, covariates, covariance of the visits as it comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from numpy.typing import ArrayLike

from qol.analysis.longitudinal.cells import Apart, Cell, Cells
from qol.analysis.longitudinal.empirical_errors import EmpiricalErrors
from qol.analysis.longitudinal.errors_of_model import ModelErrors
from qol.analysis.longitudinal.estimates import Errors, Estimate
from qol.analysis.longitudinal.fitting import Fit, NoFit, fit
from qol.analysis.longitudinal.followed import Followed
from qol.analysis.longitudinal.structures import FALL_BACKS, Structure
from qol.errors import AnalysisRefused

Kind = Literal["model", "CR0", "CR2"]


@dataclass(frozen=True, eq=False)
class MixedModel:
    """A fitted model. fell_back: a sentence for each covariance that could not be estimated, in order."""

    followed: Followed
    fit: Fit
    errors: Errors
    fell_back: tuple[str, ...]

    @property
    def n(self) -> int:
        """Rows that took part."""
        return self.followed.rows.rows

    @property
    def subjects(self) -> int:
        """People with at least one row that took part."""
        return self.followed.rows.people

    @property
    def deviance(self) -> float:
        """-2 restricted (or full) log likelihood."""
        return self.fit.at.deviance

    @property
    def cells(self) -> Cells:
        """Least-squares means, their differences and contrasts."""
        return Cells(self.followed, self.fit.at.beta, self.errors)

    def contrast(self, weights: ArrayLike) -> Estimate:
        """Any contrast of least-squares means, weights (g, t) by group and visit."""
        return self.cells.contrast(weights)

    def means(self) -> tuple[Cell, ...]:
        """Least-squares means by group and visit."""
        return self.cells.means()

    def differences(self, reference: int = 0) -> tuple[Apart, ...]:
        """Every other group minus the reference, visit by visit."""
        return self.cells.differences(reference)

    def sentence(self) -> str:
        """The model in words, with every fall-back."""
        weighted = "weighted " if self.followed.weights is not None else ""
        said = (
            f"{weighted}mixed model for repeated measures, {self.n} scores of {self.subjects} people, "
            f"{self.fit.structure.words} covariance, {self.errors.words}"
        )
        return " ".join([f"{said[0].upper()}{said[1:]}.", *self.fell_back])


def mixed_model(
    followed: Followed,
    errors: Kind = "model",
    structures: Sequence[Structure] = FALL_BACKS,
    restricted: bool = True,
) -> MixedModel:
    """Fit group by visit with covariates, by REML unless `restricted` is false (then ML).

    The first structure that can be estimated is taken. Assumes scores missing at random given what the model holds
    and normal residuals. With weights choose empirical errors: model-based ones take weights for precision.
    Raises AnalysisRefused where no coefficient or no covariance can be estimated.
    Source: Mallinckrodt et al., Drug Inf J 2008;42:303-319; equal to R's mmrm (see docs/statistics.md).
    """
    rows = followed.rows
    fell_back: list[str] = []
    for structure in structures:
        found = fit(rows, structure, restricted)
        if isinstance(found, Fit):
            chosen: Errors = ModelErrors(found) if errors == "model" else EmpiricalErrors(found.at, errors)
            return MixedModel(followed, found, chosen, tuple(fell_back))
        fell_back.append(_said(structure, found))
    raise AnalysisRefused(["No covariance of the visits can be estimated from these scores.", *fell_back])


def _said(structure: Structure, no: NoFit) -> str:
    words = structure.words
    return f"The {words} covariance could not be estimated: {no.why}."
