from qol.analysis.longitudinal.imputation import impute
from qol.analysis.longitudinal.what_if import shifted
from tests.analysis.simulation.estimators import Answer
from tests.analysis.simulation.estimators._followed import answer, followed
from tests.analysis.simulation.worlds import VISITS, Cohort

WORDS = "multiple imputation (10), analysis of covariance"
UNBIASED_IN = ("alike", "confounded", "at_random")


def estimate(cohort: Cohort) -> Answer:
    return answer(shifted(impute(followed(cohort), cohort.seed, times=10), VISITS - 1, {}).difference.value)
