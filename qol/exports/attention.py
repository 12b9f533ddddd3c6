"""Every flag that a marked answer raised, and when it was seen."""

import pandas as pd

from qol.analysis.study_data import StudyData
from qol.exports._columns import marked

NAME = "attention"
HELP = "Flags of answers that the protocol marks, one row each: raised, to be seen by, seen."
ORDER = 11
IN_DATASET = True


def table(data: StudyData) -> pd.DataFrame:
    """One row a flag, as of the data cut; empty where the protocol marks nothing."""
    return marked(
        data.attention.sort_values(["patient", "form", "item", "answer_version"]).reset_index(drop=True), data
    )
