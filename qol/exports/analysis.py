"""The exact data of the comparison: one row a patient and visit, with state, clocks, weights and every score."""

import pandas as pd

from qol.analysis.comparing.weighted_rows import analysis_rows
from qol.analysis.groups import pair
from qol.analysis.study_data import StudyData
from qol.exports._columns import marked

NAME = "analysis"
HELP = "Analysis data set, one row a patient and visit: state, days since events, covariates, weights, every score."
ORDER = 9
IN_DATASET = False


def table(data: StudyData) -> pd.DataFrame:
    """One row a patient of the two groups and protocol visit; raises NotTwoGroups where there are not two."""
    return marked(analysis_rows(data, pair(data)), data)
