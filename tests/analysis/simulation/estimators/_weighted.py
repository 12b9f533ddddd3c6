"""A cohort as the weighted differences take it."""

from functools import lru_cache

from qol.analysis.longitudinal.followed import Covariate
from qol.analysis.weighting.adjusted import Adjusted
from qol.analysis.weighting.people import People
from qol.analysis.weighting.redrawn import Redrawn
from qol.analysis.weighting.weighed import weigh
from qol.analysis.weighting.weights import Method, Weighting
from qol.errors import AnalysisRefused
from tests.analysis.simulation.worlds import COVARIATES, Cohort

REDRAWN = 500


@lru_cache(maxsize=8)
def difference(cohort: Cohort, method: Method) -> Adjusted:
    """At the last visit; raises AnalysisRefused where there is no adjusted number."""
    covariates = tuple(Covariate(name, cohort.covariates[:, place]) for place, name in enumerate(COVARIATES))
    people = People(cohort.nom == 1, ("nom", "surgery"), covariates)
    found = Redrawn(weigh(people, Weighting(method)), REDRAWN, cohort.seed).difference(cohort.scores[:, -1])
    if not isinstance(found, Adjusted):
        raise AnalysisRefused([found.sentence()])
    return found
