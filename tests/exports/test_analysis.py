"""The analysis data set holds everybody once a visit, and says who is in the declared set and who is not."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from sqlmodel import select

from qol.analysis.analysis_set import AnalysisSet, analysis_set
from qol.analysis.groups import pair
from qol.analysis.study_data import StudyData
from qol.cli import main
from qol.exports import exports
from qol.settings import Settings
from qol.storage.tables import AuditEntry
from qol.study.demonstration.filling import fill
from qol.study.house import opened
from qol.study.results.cut import study_data
from tests.reports.cohort import study
from tests.study.houses import migrated

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("analysis") / "var"


@pytest.fixture(scope="module")
def data(folder: Path) -> StudyData:
    with migrated(folder) as house:
        fill(house, 60, 4, NOW.date(), NOW)
        return study_data(house, None, NOW)


@pytest.fixture(scope="module")
def chosen(data: StudyData) -> AnalysisSet:
    return analysis_set(data, pair(data), data.protocol.plan)


def test_the_set_and_those_left_out_make_up_everybody_who_entered(data: StudyData, chosen: AnalysisSet) -> None:
    for group, name in zip(chosen.groups, ("first", "second"), strict=True):
        out = sum(getattr(one, name) for one in chosen.exclusions)
        assert out > 0 or group.id == "nom"
        assert chosen.size(group) + out == (data.patients["group"] == group.id).sum()


def test_only_those_for_whom_both_options_were_realistic_are_in_the_set(data: StudyData, chosen: AnalysisSet) -> None:
    inside = data.patients[data.patients["patient"].isin(chosen.within["patient"])]
    assert set(inside["response"]) <= {"complete", "near_complete"}
    assert set(inside["offered"]) == {"both"}
    assert "clinical response not complete or near-complete: " in chosen.sentence()


def test_those_of_whom_a_restriction_is_not_known_are_left_out_and_counted(data: StudyData) -> None:
    bare = analysis_set(replace(data, patients=data.patients.assign(response=None)), pair(data), data.protocol.plan)
    response = next(one for one in bare.exclusions if one.restriction.startswith("clinical response"))
    assert response.unknown == response.first + response.second > 0
    assert response.sentence().endswith(f"{response.second} ({response.unknown} of them because it is not known)")
    assert bare.within.empty


def test_the_baseline_is_the_score_at_the_declared_visit_and_no_other(data: StudyData, chosen: AnalysisSet) -> None:
    plan = data.protocol.plan
    assert plan is not None
    known = chosen.people.dropna(subset="baseline")
    scores = data.scores[(data.scores["visit"] == plan.model_baseline) & (data.scores["scale"] == plan.primary.scale)]
    assert set(known["patient"]) == set(scores.loc[scores["outcome"] == "scored", "patient"]) & set(known["patient"])
    assert 0 < len(known) < len(chosen.people)  # somebody has none, and stays in


def test_each_covariate_is_what_was_recorded_of_that_patient(data: StudyData, chosen: AnalysisSet) -> None:
    known = data.patients.set_index("patient").loc[chosen.people["patient"]].reset_index()
    people = chosen.people.reset_index(drop=True)
    assert people["age"].notna().sum() > 20
    assert people["age"].equals(known["age_at_enrolment"].astype(float))
    assert people["decision_year"].equals(known["decided_on"].str[:4].astype(float))
    for name in ("response", "sex", "site", "tumour_height", "comorbidity", "clinical_t", "radiotherapy"):
        assert people[name].notna().any(), name
        assert people[name].equals(known[name]), name


def test_weights_are_those_of_the_people_in_the_set_and_empty_for_everybody_else(data: StudyData) -> None:
    table = exports()["analysis"].table(study()).drop_duplicates("patient")
    first = table["group"] == "nom"
    assert table["propensity"].between(0, 1).all()
    assert np.allclose(table["weight_overlap"], np.where(first, 1 - table["propensity"], table["propensity"]))
    assert np.allclose(
        table["weight_iptw"],
        np.where(first, first.mean() / table["propensity"], (~first).mean() / (1 - table["propensity"])),
    )
    bare = exports()["analysis"].table(data)
    assert bare.loc[~bare["in_set"], ["propensity", "weight_overlap", "weight_iptw"]].isna().all(axis=None)


def test_refused_weights_leave_their_columns_empty(data: StudyData) -> None:
    plan = data.protocol.plan
    assert plan is not None
    strict = plan.model_copy(update={"restricted_to": {}, "least_effective_size": 5000.0})
    table = exports()["analysis"].table(replace(data, protocol=data.protocol.model_copy(update={"plan": strict})))
    assert table["in_set"].all()
    assert table[["propensity", "weight_overlap", "weight_iptw"]].isna().all(axis=None)


def test_the_baseline_of_each_scale_is_its_score_at_the_declared_visit(data: StudyData) -> None:
    plan = data.protocol.plan
    assert plan is not None
    table = exports()["analysis"].table(data)
    table = table[table["in_set"]]
    there = table[table["visit"] == plan.model_baseline].set_index("patient")["qlq_c30_pf2"]
    assert there.notna().any()
    assert table["qlq_c30_pf2_b"].equals(table["patient"].map(there).rename("qlq_c30_pf2_b"))


def test_every_patient_has_every_visit_once(data: StudyData) -> None:
    table = exports()["analysis"].table(data)
    assert not table.duplicated(["patient", "visit"]).any()
    grouped = data.patients["group"].isin(["nom", "surgery"])
    assert set(table["patient"]) == set(data.patients.loc[grouped, "patient"])
    row = table[table["since_resection"].notna() & table["on_date"].notna()].iloc[0]
    resected = data.patients.set_index("patient").loc[row["patient"], "resection_on"]
    assert row["since_resection"] == (pd.Timestamp(row["on_date"]) - pd.Timestamp(resected)).days


def test_nobody_is_alive_at_a_visit_whose_window_opened_after_the_death(data: StudyData) -> None:
    table = exports()["analysis"].table(data).set_index(["patient", "visit"])
    windows = data.visits.set_index(["patient", "visit"]).loc[table.index]
    died = pd.to_datetime(table.index.get_level_values("patient").map(data.patients.set_index("patient")["died_on"]))
    after = pd.to_datetime(windows["opens"]).to_numpy() > died.to_numpy()
    assert after.any()
    assert not table["alive"][after].any()
    assert table["alive"][died.isna()].all()


def test_scales_that_a_stoma_changes_are_marked_by_the_patients_own_word_in_that_form(data: StudyData) -> None:
    table = exports()["analysis"].table(data)
    scored = table[table["qlq_cr29_sf"].notna()]
    assert set(scored["qlq_cr29_stoma"]) == {"no", "yes"}
    row = scored[scored["qlq_cr29_stoma"] == "no"].iloc[0]
    said = (data.items["item"] == "q48") & (data.items["patient"] == row["patient"])
    other = replace(data, items=data.items.assign(value=data.items["value"].mask(said, 2.0)))
    of_person = exports()["analysis"].table(other).set_index(["patient", "visit"]).loc[(row["patient"], row["visit"])]
    assert (of_person["stoma"], of_person["qlq_cr29_stoma"]) == ("no", "yes")


@pytest.mark.parametrize("ending", ["parquet", "sav", "dta"])
def test_statistics_programs_read_the_same_numbers(
    folder: Path, tmp_path: Path, data: StudyData, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QOL_DATA_DIR", str(folder))
    path = tmp_path / f"analysis.{ending}"
    assert main(["export", "analysis", "--out", str(path)]) == 0
    if ending == "parquet":
        read = pd.read_parquet(path)
    else:
        read, meta = (pyreadstat.read_sav if ending == "sav" else pyreadstat.read_dta)(path)
        assert "Height of the tumour" in meta.column_names_to_labels["tumour_height"]
    expected = exports()["analysis"].table(data)
    assert list(read.columns) == list(expected.columns)
    assert read["qlq_c30_ql2"].astype(float).sum() == pytest.approx(expected["qlq_c30_ql2"].sum(), abs=1e-9)


@pytest.mark.parametrize("ending", ["csv", "parquet", "sav", "dta"])
def test_whoever_takes_a_table_in_any_format_stands_in_the_audit(
    folder: Path, tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QOL_DATA_DIR", str(folder))

    def taken() -> int:
        with opened(Settings.from_environment()) as house, house.database.reading() as session:
            return len(session.exec(select(AuditEntry).where(AuditEntry.action == "export.patients")).all())

    before = taken()
    assert main(["export", "patients", "--out", str(tmp_path / f"patients.{ending}")]) == 0
    assert taken() == before + 1
