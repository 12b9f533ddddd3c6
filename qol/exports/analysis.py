"""The exact data of the comparison: one row a patient and visit, with state, clocks, covariates and every score."""

import pandas as pd

from qol.analysis.analysis_set import analysis_set
from qol.analysis.groups import pair
from qol.analysis.person_visits import person_visits
from qol.analysis.study_data import StudyData
from qol.exports._columns import marked

NAME = "analysis"
HELP = "Analysis data set, one row a patient and visit: state, days since events, covariates, every score."
ORDER = 9
IN_DATASET = False


def table(data: StudyData) -> pd.DataFrame:
    """One row a patient of the two groups and protocol visit; raises NotTwoGroups where there are not two."""
    chosen = analysis_set(data, pair(data), data.protocol.plan)
    return marked(person_visits(data, chosen), data)
