from qol.analysis.longitudinal.mixed_model import mixed_model
from tests.analysis.simulation.estimators import Answer
from tests.analysis.simulation.estimators._followed import answer, followed
from tests.analysis.simulation.worlds import Cohort

WORDS = "MMRM with covariates, model errors"
UNBIASED_IN = ("alike", "confounded", "at_random")


def estimate(cohort: Cohort) -> Answer:
    return answer(mixed_model(followed(cohort)).differences()[-1].difference)
