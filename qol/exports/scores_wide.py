"""Every score, one row an assessment."""

import pandas as pd

from qol.analysis.study_data import StudyData
from qol.exports._columns import by_assessment, column, in_order, marked

NAME = "scores-wide"
HELP = "Scores, one row an assessment; <score>_n items answered, <score>_y why there is no score."
ORDER = 3
IN_DATASET = True


def table(data: StudyData) -> pd.DataFrame:
    """One row an assessment; of a form that was begun again, the last completed attempt, else the last."""
    scores = last_attempts(data.scores)
    wide = by_assessment(scores)
    values = {}
    for (instrument, scale), rows in scores.groupby(["instrument", "scale"], sort=False):
        of_scale = rows.set_index("assessment")
        name = column(str(instrument), str(scale))
        values[name] = of_scale["value"]
        values[f"{name}_n"] = of_scale["answered"].astype("Int64")
        values[f"{name}_y"] = of_scale["reason"].where(of_scale["value"].isna(), "")
    return marked(in_order(wide.join(pd.DataFrame(values)).reset_index(drop=True)), data)


def last_attempts(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of each assessment's decisive attempt of a form: the last completed, else the last."""
    if rows.empty:
        return rows
    done = (rows["status"] == "completed").astype(int)
    rank = rows.assign(_rank=done * 1000 + rows["attempt"])
    best = rank.groupby(["assessment", "instrument"])["_rank"].transform("max")
    return rank[rank["_rank"] == best].drop(columns="_rank")
