"""Which forms count where: one form a patient, visit and instrument, and only those that were answered."""

import pandas as pd

from qol.analysis.study_data import Group

COUNTED = ("completed", "partial")
"""States of a form whose answers count; an open form may still change, one not done has none."""


def counted(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows (of forms, items or scores) of answered forms; of several attempts at a visit the last one.

    Forms outside every window (no visit) are left out here and counted by `unscheduled`.
    """
    kept = rows[rows["status"].isin(COUNTED) & rows["visit"].notna()]
    if kept.empty:
        return kept
    last = kept.groupby(["patient", "visit", "instrument"], sort=False)["attempt"].transform("max")
    return kept[kept["attempt"] == last]


def unscheduled(forms: pd.DataFrame) -> int:
    """How many answered forms lie outside every window and so in no comparison by visit."""
    return int((forms["status"].isin(COUNTED) & forms["visit"].isna()).sum())


def of_group(rows: pd.DataFrame, group: Group) -> pd.DataFrame:
    """The rows of one group: the strategy at time zero, whatever followed."""
    return rows[rows["group"] == group.id]


def at(rows: pd.DataFrame, visit: str) -> pd.DataFrame:
    """The rows of one visit."""
    return rows[rows["visit"] == visit]
