"""Stage and intent at time zero, computed again from the exported tables of patients and events."""

from functools import cache

import pandas as pd

from tests.journeys.exported_tables import Exported, Row
from tests.journeys.recomputed import of

SETS = ("stage_1_3", "stage_4_curative", "stage_4_palliative", "stage_4_unrecorded")
METASTATIC = {"stage_4": "palliative"}
"""Protocols that are of metastatic disease, and the intent that they have where none is recorded."""


@cache
def sets(data: Exported) -> dict[str, str]:
    """Patient -> set, of everybody in the two groups."""
    return {
        str(row["patient"]): _of(data, row) for row in data.patients.to_dict("records") if row["group"] in data.groups
    }


def _of(data: Exported, row: Row) -> str:
    own = getattr(data, "protocol", "")
    intent = _said(row, "treatment_intent")
    spread = data.events[(data.events["event"] == "metastasis") & (data.events["patient"] == row["patient"])]
    before = any(pd.Timestamp(on) <= pd.Timestamp(row["decided_on"]) for on in spread["on"])
    if not (own in METASTATIC or _said(row, "clinical_m") == "1" or intent == "palliative" or before):
        return "stage_1_3"
    return f"stage_4_{intent or METASTATIC.get(own) or 'unrecorded'}"


def _said(row: Row, name: str) -> str:
    value = row.get(name)
    if value is None or pd.isna(value):
        return ""
    return f"{value:.0f}" if isinstance(value, float) else str(value)


def members(data: Exported, name: str, group: str) -> set[str]:
    """People of one group in a set."""
    mine = set(data.of_group(group)["patient"])
    return {patient for patient, one in sets(data).items() if one == name and patient in mine}


def usual(data: Exported) -> str:
    """The set with most people in its smaller group, then with most people."""

    def sizes(name: str) -> tuple[int, int]:
        both = [len(members(data, name, group)) for group in data.groups]
        return min(both), sum(both)

    return max(SETS, key=sizes)


@of("set_size")
def set_size(data: Exported, row: Row) -> float:
    return len(members(data, row["item"], row["group"]))


@of("m_not_recorded")
def m_not_recorded(data: Exported, row: Row) -> float:
    here = data.patients[data.patients["patient"].isin(members(data, spoken(data), row["group"]))]
    return float(here["clinical_m"].isna().sum() if "clinical_m" in here else len(here))


@of("apart_people")
def apart_people(data: Exported, row: Row) -> float:
    return sum(1 for one in sets(data).values() if one != spoken(data))


def spoken(data: Exported) -> str:
    """The set that was asked for, else the usual one."""
    return getattr(data, "disease_set", "") or usual(data)
