"""Invented studies in which stage and intent differ between people, and a study of metastatic disease alone."""

from dataclasses import replace
from functools import cache

import pandas as pd

from qol.analysis.study_data import StudyData
from tests.reports.cohort import study

PALLIATIVE, LATER = 30, 6


@cache
def two_sets(people: int = 110) -> StudyData:
    """Of the people of a study some are treated with palliative intent, one has M1 alone, some metastases came later.

    M is recorded of nearly everybody else.
    """
    data = study(people)
    patients = data.patients.copy()
    decided = patients.index[patients["group"].isin(["nom", "surgery"])]
    patients["clinical_m"] = "0"
    patients.loc[decided[:3], "clinical_m"] = None
    patients["treatment_intent"] = "curative"
    patients.loc[decided[10 : 10 + PALLIATIVE], "treatment_intent"] = "palliative"
    patients.loc[decided[10 : 10 + PALLIATIVE], "clinical_m"] = "1"
    patients.loc[decided[60], ["clinical_m", "treatment_intent"]] = ["1", None]
    later = [_metastasis(patients.loc[row], 200) for row in decided[70 : 70 + LATER]]
    events = pd.concat([data.events, pd.DataFrame(later)], ignore_index=True)
    corrected = {name: getattr(data, name).assign(corrected=False, versions=1) for name in ("items", "scores")}
    return replace(data, patients=patients, events=events, **corrected)


@cache
def metastatic(people: int = 70, seed: int = 5) -> StudyData:
    """A study under the protocol of palliative intent."""
    data = study(people, seed, "stage_4")
    corrected = {name: getattr(data, name).assign(corrected=False, versions=1) for name in ("items", "scores")}
    return replace(data, **corrected)


def _metastasis(patient: "pd.Series[str]", days: int) -> dict[str, object]:
    """A metastasis so many days after the decision."""
    on = pd.Timestamp(patient["decided_on"]) + pd.Timedelta(days=days)
    day = (on - pd.Timestamp(patient["enrolled_on"])).days
    return {"patient": patient["patient"], "event": "metastasis", "on": f"{on:%Y-%m-%d}", "precision": "day",
            "day": day, "details": "sites: liver"}  # fmt: skip
