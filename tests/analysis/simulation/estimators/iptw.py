from tests.analysis.simulation.estimators import Answer
from tests.analysis.simulation.estimators._weighted import difference
from tests.analysis.simulation.worlds import Cohort

WORDS = "inverse probability weights, bootstrap"
UNBIASED_IN = ("alike", "confounded")


def estimate(cohort: Cohort) -> Answer:
    found = difference(cohort, "iptw")
    return Answer(found.estimate, found.lower, found.upper, found.se)
