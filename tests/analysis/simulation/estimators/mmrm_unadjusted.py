from qol.analysis.longitudinal.mixed_model import mixed_model
from tests.analysis.simulation.estimators import Answer
from tests.analysis.simulation.estimators._followed import answer, followed
from tests.analysis.simulation.worlds import Cohort

WORDS = "MMRM without covariates"
UNBIASED_IN = ("alike",)


def estimate(cohort: Cohort) -> Answer:
    return answer(mixed_model(followed(cohort, adjusted=False)).differences()[-1].difference)
