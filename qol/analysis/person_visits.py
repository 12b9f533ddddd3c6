"""The analysis data set: one row a patient and visit, with state, clocks, covariates and every score."""

import pandas as pd

from qol.analysis.analysis_set import AnalysisSet
from qol.analysis.by_visit import by_own_word
from qol.analysis.occasions import counted
from qol.analysis.study_data import StudyData

STATE = ("study_day", "months", "strategy", "rectum", "stoma", "stoma_intent", "organ_preserved", "mode", "language")
"""What is known of the day on which the first form of a visit was given."""

EXPECTED = ("visit", "visit_order", "visit_label", "status", "expected", "reason")
CLOCKS = ("neoadjuvant_end_on", "decided_on", "regrowth_on", "resection_on", "stoma_formed_on", "stoma_closed_on",
          "died_on", "withdrawn_on")  # fmt: skip


def person_visits(data: StudyData, chosen: AnalysisSet) -> pd.DataFrame:
    """One row a patient of either group and protocol visit, also where nothing was answered.

    Scores are columns `<instrument>_<scale>` in full precision, NaN where there is none; `since_<event>` are days
    from the event to the day of the visit's forms, NaN without either or where the study knows no dates.
    `<instrument>_stoma` says for which stoma status the scales hold that are never pooled across it (yes, no, None).
    """
    visits = data.visits.loc[data.visits["patient"].isin(chosen.people["patient"]), ["patient", *EXPECTED]]
    rows = visits.merge(chosen.people, on="patient", how="left")
    rows = rows.merge(_state(data), on=["patient", "visit"], how="left")
    rows = rows.merge(_stoma(data), on=["patient", "visit"], how="left")
    rows = rows.merge(_scores(data), on=["patient", "visit"], how="left")
    dated = rows.merge(_dates(data), on="patient", how="left")
    on = pd.to_datetime(dated["on_date"], errors="coerce")
    for name in CLOCKS:
        rows[f"since_{name.removesuffix('_on')}"] = (on - pd.to_datetime(dated[name], errors="coerce")).dt.days
    rows["alive"] = rows["status"] != "deceased"
    return rows.sort_values(["patient", "visit_order"], kind="stable").reset_index(drop=True)


def _state(data: StudyData) -> pd.DataFrame:
    forms = counted(data.forms).sort_values(["patient", "visit", "study_day"], kind="stable")
    kept = [name for name in (*STATE, "on_date") if name in forms]
    return forms.drop_duplicates(["patient", "visit"])[["patient", "visit", *kept]]


def _scores(data: StudyData) -> pd.DataFrame:
    scored = counted(data.scores)
    scored = scored[scored["outcome"] == "scored"]
    column = scored["instrument"] + "_" + scored["scale"].str.lower()
    wide = scored.assign(column=column).pivot(index=["patient", "visit"], columns="column", values="value")
    return wide.astype(float).reset_index().rename_axis(columns=None)


def _stoma(data: StudyData) -> pd.DataFrame:
    """The status under which each form of an instrument with scales kept apart by stoma was answered."""
    apart = [one for one in data.instruments.values() if any(scale.separate_by == "stoma" for scale in one.scales)]
    forms = counted(data.forms)
    forms = by_own_word(forms[forms["instrument"].isin([one.id for one in apart])], data.items, apart)
    column = forms["instrument"] + "_stoma"
    wide = forms.assign(column=column).pivot(index=["patient", "visit"], columns="column", values="stoma")
    return wide.reindex(columns=[f"{one.id}_stoma" for one in apart]).reset_index().rename_axis(columns=None)


def _dates(data: StudyData) -> pd.DataFrame:
    return data.patients[["patient", *CLOCKS]]
