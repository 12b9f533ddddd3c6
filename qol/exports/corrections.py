"""Every answer that staff corrected, with what stood before."""

import pandas as pd

from qol.analysis.study_data import CORRECTION_COLUMNS, StudyData
from qol.exports._columns import marked

NAME = "corrections"
HELP = "Corrections, one row each: the answer before and after, when, kind of reason."
ORDER = 9
IN_DATASET = True

PLACE = ("patient", "site", "group", "visit", "assessment", "form", "instrument")


def table(data: StudyData) -> pd.DataFrame:
    """One row a correction, oldest first within an answer; an empty value is no answer."""
    rows = data.corrections[[*PLACE, *CORRECTION_COLUMNS]]
    return marked(rows.sort_values(["patient", "form", "item", "answer_version"]).reset_index(drop=True), data)
