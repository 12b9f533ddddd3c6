"""A cohort as the models of repeated measures take it."""

import numpy as np

from qol.analysis.longitudinal.estimates import Estimate
from qol.analysis.longitudinal.followed import Covariate, Followed
from tests.analysis.simulation.estimators import Answer
from tests.analysis.simulation.worlds import COVARIATES, Cohort


def followed(cohort: Cohort, adjusted: bool = True, weights: np.ndarray | None = None) -> Followed:
    """Surgery first, so that a difference is NOM minus surgery."""
    columns = [Covariate(name, cohort.covariates[:, place]) for place, name in enumerate(COVARIATES)]
    visits = tuple(str(visit) for visit in range(cohort.scores.shape[1]))
    return Followed(cohort.scores, cohort.nom, ("surgery", "nom"), visits, tuple(columns) if adjusted else (), weights)


def answer(found: Estimate) -> Answer:
    return Answer(found.estimate, found.lower, found.upper, found.se)
