from tests.analysis.simulation.estimators import Answer
from tests.analysis.simulation.estimators._weighted import difference
from tests.analysis.simulation.worlds import Cohort

WORDS = "overlap weights, M-estimation"
UNBIASED_IN = ("alike", "confounded")


def estimate(cohort: Cohort) -> Answer:
    found = difference(cohort, "overlap")
    return Answer(found.estimate, found.robust_lower, found.robust_upper, found.se)
