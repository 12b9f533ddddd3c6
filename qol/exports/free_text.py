"""What patients wrote in their own words; may hold names, so it is never part of the dataset."""

import pandas as pd

from qol.analysis.study_data import StudyData
from qol.exports._columns import in_order, marked

NAME = "free-text"
HELP = "Free text, one row a form; may identify people, so it is kept out of the dataset."
ORDER = 9
IN_DATASET = False


def table(data: StudyData) -> pd.DataFrame:
    """One row a form with free text."""
    rows = data.items[data.items["text"].notna() & (data.items["text"] != "")]
    columns = ["patient", "group", "visit", "visit_order", "assessment", "form", "instrument", "item", "text"]
    return marked(in_order(rows[columns], "instrument"), data)
