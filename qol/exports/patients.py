"""Every patient once: group, decision and dated events, without identity."""

import pandas as pd

from qol.analysis.study_data import StudyData
from qol.exports._columns import marked

NAME = "patients"
HELP = "Patients, one row each: group, age, sex, decision, what happened and when."
ORDER = 5
IN_DATASET = True


def table(data: StudyData) -> pd.DataFrame:
    """One row a patient; ages in whole years, no name, birth date or hospital number."""
    return marked(data.patients.sort_values("patient").reset_index(drop=True), data)
