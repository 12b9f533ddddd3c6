"""Every protocol visit of every patient: window, state, and why there is no form."""

import pandas as pd

from qol.analysis.study_data import StudyData
from qol.exports._columns import marked

NAME = "visits"
HELP = "Visits, one row a patient and visit: window, status, whether a form was expected, why there is none."
ORDER = 7
IN_DATASET = True


def table(data: StudyData) -> pd.DataFrame:
    """One row a patient and visit of the protocol, as of the data cut."""
    return marked(data.visits.sort_values(["patient", "visit_order"]).reset_index(drop=True), data)
