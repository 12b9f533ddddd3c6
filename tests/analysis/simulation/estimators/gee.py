import numpy as np

from qol.analysis.longitudinal.among_alive import among_alive
from tests.analysis.simulation.estimators import Answer
from tests.analysis.simulation.estimators._followed import answer, followed
from tests.analysis.simulation.worlds import Cohort

WORDS = "independence GEE with covariates (CR2)"
UNBIASED_IN = ("alike", "confounded")  # whom the score seen before made stop is not made up for


def estimate(cohort: Cohort) -> Answer:
    return answer(among_alive(followed(cohort), np.ones(cohort.scores.shape)).cells.differences()[-1].difference)
