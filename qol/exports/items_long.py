"""Every answer, one row a form and item, with the reason where there is none."""

import pandas as pd

from qol.analysis.study_data import FORM_COLUMNS, StudyData
from qol.exports._columns import in_order, marked

NAME = "items-long"
HELP = "Answers, one row a form and item: value, words of the answer, state, version."
ORDER = 2
IN_DATASET = True


def table(data: StudyData) -> pd.DataFrame:
    """One row a form and item; free text is left out (see `free-text`)."""
    rows = data.items[
        [*FORM_COLUMNS, "item", "label", "value", "state", "answer_version", "versions", "corrected"]
    ].copy()
    rows["answer"] = [
        _words(data, instrument, item, value)
        for instrument, item, value in zip(rows["instrument"], rows["item"], rows["value"], strict=True)
    ]
    return marked(in_order(rows, "instrument", "attempt"), data)


def _words(data: StudyData, instrument: str, item: str, value: float) -> str:
    if pd.isna(value) or instrument not in data.instruments:
        return ""
    return data.instruments[instrument].answers_of(item).label_of(int(value))
