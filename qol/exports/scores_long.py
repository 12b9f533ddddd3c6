"""Every score, one row a form and scale, with the reason where there is none."""

import pandas as pd

from qol.analysis.study_data import FORM_COLUMNS, StudyData
from qol.exports._columns import in_order, marked

NAME = "scores-long"
HELP = "Scores, one row a form and scale: value, outcome, reason, answered of asked, band."
ORDER = 1
IN_DATASET = True


def table(data: StudyData) -> pd.DataFrame:
    """One row a form and scale, in full precision; value is empty where outcome is not `scored`."""
    columns = [*FORM_COLUMNS, "scale", "label", "value", "outcome", "reason", "answered", "asked", "band", "corrected"]
    return marked(in_order(data.scores[columns], "instrument", "attempt"), data)
