"""Every answer, one row an assessment."""

import pandas as pd

from qol.analysis.study_data import StudyData
from qol.exports._columns import by_assessment, column, in_order, marked
from qol.exports.scores_wide import last_attempts

NAME = "items-wide"
HELP = "Answers as the paper's codes, one row an assessment, columns <instrument>_<item>."
ORDER = 4
IN_DATASET = True


def table(data: StudyData) -> pd.DataFrame:
    """One row an assessment; empty where there is no answer (the reason is in items-long)."""
    items = last_attempts(data.items)
    wide = by_assessment(items)
    values = {
        column(str(instrument), str(item)): rows.set_index("assessment")["value"].astype("Int64")
        for (instrument, item), rows in items.groupby(["instrument", "item"], sort=False)
    }
    return marked(in_order(wide.join(pd.DataFrame(values)).reset_index(drop=True)), data)
