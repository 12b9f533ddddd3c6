"""Which forms count where: one form a patient, visit and instrument, and only those that were answered."""

import pandas as pd

from qol.analysis.study_data import Group

COUNTED = ("completed", "partial")
"""States of a form whose answers count; an open form may still change, one not done has none."""


KEYS = ["patient", "visit", "instrument"]


def counted(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows (of forms, items or scores) of answered forms, one form a patient, visit and instrument.

    Of several attempts the last counts; of several forms of one attempt, as imports bring them, the one of the
    latest day. A form of an event visit also stands for the calendar visit that it falls into (`also_visit`)
    unless the patient has an answered form of that visit itself: otherwise people with regrowth would lose their
    month 12. Forms outside every window (no visit) are left out and counted by `unscheduled`.
    """
    kept = _standing_for(rows[rows["status"].isin(COUNTED) & rows["visit"].notna()])
    order = [name for name in ("attempt", "study_day") if name in kept]
    forms = kept[[*KEYS, "form", *order]].drop_duplicates()
    if not forms.duplicated(KEYS).any():
        return kept
    last = forms.sort_values(order, kind="stable", na_position="first").drop_duplicates(KEYS, keep="last")
    chosen = pd.MultiIndex.from_frame(last[["visit", "form"]])
    return kept[pd.MultiIndex.from_frame(kept[["visit", "form"]]).isin(chosen)]


def _standing_for(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, and those of event visits once more under the calendar visit that they answer."""
    if "also_visit" not in rows or not rows["also_visit"].notna().any():
        return rows.drop(columns="also_visit", errors="ignore")
    again = rows[rows["also_visit"].notna()].copy()
    again["visit"] = again["also_visit"]
    own = pd.MultiIndex.from_frame(rows[KEYS])
    again = again[~pd.MultiIndex.from_frame(again[KEYS]).isin(own)]
    return pd.concat([rows, again]).drop(columns="also_visit")


def unscheduled(forms: pd.DataFrame) -> int:
    """How many answered forms lie outside every window and so in no comparison by visit."""
    return int((forms["status"].isin(COUNTED) & forms["visit"].isna()).sum())


def of_group(rows: pd.DataFrame, group: Group) -> pd.DataFrame:
    """The rows of one group: the strategy at time zero, whatever followed."""
    return rows[rows["group"] == group.id]


def at(rows: pd.DataFrame, visit: str) -> pd.DataFrame:
    """The rows of one visit."""
    return rows[rows["visit"] == visit]
