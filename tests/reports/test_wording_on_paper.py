"""Paper says whose words were shown, and published numbers stand beside licensed words or as illustration only."""

from dataclasses import replace

import pandas as pd

from qol.analysis.study_data import StudyData
from qol.reports import group_comparison, patient_summary
from tests.reports.cohort import few_scales, only, references, study

NOTICE = "licensed wording of EORTC, agreement QLG 7"
REAL = replace(study(show="no"), demonstration=False)


def licensed(data: StudyData, *instruments: str, share: float = 1.0) -> StudyData:
    """The same study with these forms, or a share of them, answered in licensed words."""
    forms = data.forms.copy()
    of = forms.index[forms["instrument"].isin(instruments)]
    forms.loc[of[: round(len(of) * share)], ["wording_kind", "wording_notice"]] = ["licensed", NOTICE]
    said = {name: NOTICE if name in instruments else notice for name, notice in data.wording.items()}
    return replace(data, forms=forms, wording=said)


def patient_of(data: StudyData) -> str:
    rows = data.patients
    return str(rows[rows["group"] == "nom"]["patient"].iloc[0])


def summary(data: StudyData) -> str:
    patient = patient_of(data)
    return patient_summary.document(only(data, patient), references(), patient).html


def comparison(data: StudyData) -> str:
    return group_comparison.document(few_scales(data), references()).html


def test_under_paraphrase_a_real_study_shows_no_threshold_and_no_norm() -> None:
    assert "threshold 83" not in summary(REAL)
    assert "18.8 %" not in comparison(REAL)
    assert "paraphrased wording, not the validated instrument" in summary(REAL)
    assert "paraphrased wording, not the validated instrument" in comparison(REAL)


def test_under_licensed_words_they_stand_without_the_mark_of_an_illustration() -> None:
    data = licensed(REAL, "qlq_c30", "lars")
    page = summary(data)
    assert "dotted: threshold 83" in page
    assert "illustration" not in page
    assert NOTICE in page
    report = comparison(data)
    assert "18.8 %" in report
    assert "as illustration" not in report
    assert NOTICE in report


def test_one_form_in_other_words_withholds_them_again() -> None:
    data = licensed(REAL, "qlq_c30", "lars", share=0.5)
    assert "18.8 %" not in comparison(data)


def test_without_any_form_of_lars_nothing_is_known_of_its_wording() -> None:
    forms = REAL.forms[REAL.forms["instrument"] != "lars"]
    scores = REAL.scores[REAL.scores["instrument"] != "lars"]
    assert "18.8 %" not in comparison(replace(REAL, forms=pd.DataFrame(forms), scores=pd.DataFrame(scores)))
