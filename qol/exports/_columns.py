"""Names of columns and the marks that every exported row carries."""

import pandas as pd

from qol.analysis.study_data import StudyData

VISIT_COLUMNS = (
    "patient", "site", "group", "sex", "visit", "also_visit", "visit_order", "scheduled", "on_date", "study_day",
    "months", "assessment", "mode", "language", "strategy", "rectum", "stoma", "stoma_intent", "organ_preserved",
)  # fmt: skip


def column(instrument: str, part: str) -> str:
    """The name of an item or score in a table of several instruments: `<instrument>_<id>`, lower case."""
    return f"{instrument}_{part}".lower()


def by_assessment(rows: pd.DataFrame) -> pd.DataFrame:
    """One row an assessment, indexed by it; the mode is that of its forms, several joined by a plus sign.

    corrected: whether anything in the row rests on an answer that staff corrected.
    """
    wide = rows[list(VISIT_COLUMNS)].drop_duplicates("assessment").set_index("assessment", drop=False)
    modes = rows[["assessment", "mode"]].drop_duplicates().dropna().astype(str)
    corrected = rows.groupby("assessment", sort=False)["corrected"].any()
    return wide.assign(mode=modes.groupby("assessment", sort=False)["mode"].agg("+".join), corrected=corrected)


def marked(rows: pd.DataFrame, data: StudyData) -> pd.DataFrame:
    """The rows with the study's name first and, last, whether its patients are invented."""
    out = rows.copy()
    out.insert(0, "study", data.study)
    out["demonstration"] = "invented patients" if data.demonstration else ""
    return out


def in_order(rows: pd.DataFrame, *more: str) -> pd.DataFrame:
    """The rows by patient and visit; forms outside every window come last of their patient."""
    keys = ["patient", "visit_order", "assessment", *more]
    return rows.sort_values(keys, kind="stable", na_position="last").reset_index(drop=True)
