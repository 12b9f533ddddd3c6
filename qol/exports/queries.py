"""Every query: what was in doubt, since when, and how it stands."""

import pandas as pd

from qol.analysis.study_data import StudyData
from qol.exports._columns import marked

NAME = "queries"
HELP = "Queries, one row each: kind, what it is about, since when, how it stands, the last answer."
ORDER = 10
IN_DATASET = True


def table(data: StudyData) -> pd.DataFrame:
    """One row a query, as of the data cut."""
    return marked(data.queries.sort_values(["patient", "since", "query"]).reset_index(drop=True), data)
