from tests.analysis.simulation.estimators import Answer
from tests.analysis.simulation.estimators._weighted import difference
from tests.analysis.simulation.worlds import Cohort

WORDS = "no weights, bootstrap"
UNBIASED_IN = ("alike",)


def estimate(cohort: Cohort) -> Answer:
    found = difference(cohort, "none")
    return Answer(found.estimate, found.lower, found.upper, found.se)
