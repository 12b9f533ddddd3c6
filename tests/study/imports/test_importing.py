"""Forms of other studies come in all or nothing, and every refused row is named with its reason."""

import csv
import os
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from qol.cli import main
from qol.errors import ImportRefused, MissingColumns, QolError
from qol.study.demonstration.filling import fill
from qol.study.house import House
from qol.study.imports.importing import import_forms
from qol.study.imports.plan import ImportPlan
from qol.study.results.cut import study_data
from tests.study.houses import migrated

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ITEMS = [f"q{number}" for number in range(1, 31)]
SHARED = Path(os.environ.get("QOL_SHARED_DATA", Path(__file__).parents[4] / "shared" / "data"))
REAL = SHARED / "qolr_dataqol_items.csv"
real_data = pytest.mark.skipif(not REAL.exists(), reason="the real forms (qolr_dataqol_items.csv) are not here")


@pytest.fixture
def house(tmp_path: Path):
    with migrated(tmp_path / "var") as found:
        yield found


def table(path: Path, *rows: dict[str, object]) -> Path:
    """A CSV of QLQ-C30 forms; answers are 1 unless said."""
    whole = [{"Id": 1, "Arm": 1, "day": 0, **dict.fromkeys(ITEMS, 1), **row} for row in rows]
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(whole[0]))
        writer.writeheader()
        writer.writerows(whole)
    return path


PLAN = ImportPlan("qlq_c30", "Id", day="day", group="Arm", groups={"1": "arm_1", "2": "arm_2"}, study="trial")


def forms_in(house: House) -> int:
    try:
        return len(study_data(house, "trial", NOW).forms)
    except QolError:
        return 0


def test_forms_come_in_with_their_patients_groups_and_visits(house: House, tmp_path: Path) -> None:
    path = table(tmp_path / "forms.csv", {"Id": 1, "day": 0}, {"Id": 1, "day": 49}, {"Id": 2, "Arm": 2, "day": 3})
    done = import_forms(house, path, PLAN, NOW)
    assert (done.patients, done.forms, done.unscheduled, done.undated) == (2, 3, 0, 0)
    forms = study_data(house, "trial", NOW).forms
    assert sorted(zip(forms["group"], forms["visit"], strict=True)) == [
        ("arm_1", "baseline"), ("arm_1", "day_50"), ("arm_2", "baseline"),
    ]  # fmt: skip
    assert list(forms["on_date"].dropna()) == [], "nominal dates are never shown"


def test_every_refused_row_is_named_with_its_reason_and_nothing_is_kept(house: House, tmp_path: Path) -> None:
    path = table(
        tmp_path / "forms.csv",
        {"Id": 1, "q1": 7},
        {"Id": "", "day": 10},
        {"Id": 2, "Arm": 3},
        {"Id": 3, "day": "soon"},
        {"Id": 4, "q30": 8},
        {"Id": 5, "day": 1},
        {"Id": 5, "day": 1},
        {"Id": 6, "Arm": 1},
        {"Id": 6, "Arm": 2, "day": 9},
        {"Id": 7, "q2": "much"},
    )
    with pytest.raises(ImportRefused) as caught:
        import_forms(house, path, PLAN, NOW)
    said = str(caught.value)
    for reason in (
        "row 2: q1 '7' is no answer of QLQ-C30 (1 to 4)",
        "row 3: no patient in column Id",
        "row 4: Arm '3' is none of 1, 2",
        "row 5: day 'soon' is no whole number of days",
        "row 6: q30 '8' is no answer of QLQ-C30 (1 to 7)",
        "row 8: a second form of patient 5 for the day of row 7",
        "row 10: patient 6 is in group arm_2, in row 9 in arm_1",
        "row 11: q2 'much' is no answer of QLQ-C30 (1 to 4)",
        "Nothing was imported",
    ):
        assert reason in said
    assert forms_in(house) == 0


def test_missing_columns_are_all_named(house: House, tmp_path: Path) -> None:
    path = tmp_path / "forms.csv"
    path.write_text("Id,q1\n1,1\n")
    with pytest.raises(MissingColumns, match=r"day, Arm, q2, q3.*q30"):
        import_forms(house, path, PLAN, NOW)


def test_forms_outside_every_window_and_without_a_day_are_kept_and_counted(house: House, tmp_path: Path) -> None:
    path = table(tmp_path / "forms.csv", {"day": 0}, {"day": 2000}, {"day": ""}, {"day": ""})
    done = import_forms(house, path, PLAN, NOW)
    assert (done.forms, done.unscheduled, done.undated) == (4, 1, 2)
    data = study_data(house, "trial", NOW)
    assert data.refused == {"forms outside every window": 1, "forms without a date": 2}
    assert len(data.forms) == 4


def test_the_same_forms_are_not_imported_twice(house: House, tmp_path: Path) -> None:
    path = table(tmp_path / "forms.csv", {"day": 0}, {"day": 50})
    import_forms(house, path, PLAN, NOW)
    with pytest.raises(ImportRefused, match="row 2: the study has a form of patient 1 for that day already"):
        import_forms(house, path, PLAN, NOW)
    assert forms_in(house) == 2


def test_dates_in_the_future_are_refused(house: House, tmp_path: Path) -> None:
    path = table(tmp_path / "forms.csv", {"day": "2027-01-01"})
    plan = ImportPlan("qlq_c30", "Id", date="day", study="trial")
    with pytest.raises(ImportRefused, match="row 2: day 2027-01-01 lies in the future"):
        import_forms(house, path, plan, NOW)


def test_real_forms_never_enter_a_demonstration(house: House, tmp_path: Path) -> None:
    fill(house, 3, 1, NOW.date(), NOW)
    path = table(tmp_path / "forms.csv", {"day": 0})
    with pytest.raises(QolError, match="demonstration"):
        import_forms(house, path, PLAN, NOW)


def test_an_empty_cell_of_an_import_is_not_recorded_rather_than_declined(house: House, tmp_path: Path) -> None:
    import_forms(house, table(tmp_path / "forms.csv", {"q3": ""}), PLAN, NOW)
    items = study_data(house, "trial", NOW).items.set_index("item")
    assert items.loc["q3", "state"] == "not_recorded"
    assert items.loc["q1", "state"] == "answered"


def test_the_command_says_what_came_in(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("QOL_DATA_DIR", str(tmp_path / "var"))
    path = table(tmp_path / "forms.csv", {"day": 0}, {"day": 2000})
    arguments = ["--instrument", "qlq_c30", "--patient", "Id", "--day", "day", "--group", "Arm:1=nom,2=surgery"]
    assert main(["db", "upgrade"]) == 0
    assert main(["import", str(path), *arguments, "--study", "trial"]) == 0
    said = capsys.readouterr().out
    assert "2 forms of 1 patient are now in the study trial." in said
    assert "1 of them lie outside every window and are kept as unscheduled." in said


@real_data
def test_126_real_forms_score_as_an_independent_program_scored_them(house: House) -> None:
    plan = ImportPlan(
        "qlq_c30", "Id", day="date", group="Arm", groups={"1": "arm_1", "2": "arm_2"}, death="death", study="trial"
    )
    done = import_forms(house, REAL, plan, NOW)
    assert (done.forms, done.patients) == (126, 40)
    scores = study_data(house, "trial", NOW).scores
    expected = pd.read_csv(SHARED / "qolr_dataqol_scores_PROscorer.csv")
    names = {"QL": "QL2", "PF": "PF2", "RF": "RF2", "C30SUMMARY": "SUMMARY"}
    compared = 0
    for theirs in expected.columns[4:]:
        ours = scores[scores["scale"] == names.get(theirs, theirs)]["value"].dropna()
        assert sorted(ours) == pytest.approx(sorted(expected[theirs].dropna()), abs=1e-9), theirs
        compared += len(ours)
    assert compared == expected.iloc[:, 4:].notna().sum().sum()


@real_data
def test_each_real_form_has_the_scores_of_its_own_patient_and_day(house: House) -> None:
    plan = ImportPlan("qlq_c30", "Id", day="date", group="Arm", groups={"1": "arm_1", "2": "arm_2"}, study="trial")
    import_forms(house, REAL, plan, NOW)
    data = study_data(house, "trial", NOW)
    from qol.storage import patients, studies
    from qol.storage.keys import pseudonym

    with house.database.reading() as session:
        found = patients.of_study(session, studies.named(session, "trial").id)
        codes = {pseudonym(house.settings, patient.id): int(patient.code) for patient in found}
    dated = data.scores[data.scores["study_day"].notna()]
    wide = dated.set_index(["patient", "study_day", "scale"])["value"].unstack()
    assert len(wide) == 121
    expected = pd.read_csv(SHARED / "qolr_dataqol_scores_PROscorer.csv").dropna(subset=["date"])
    expected = expected.set_index(["Id", "date"])
    for (patient, day), row in wide.iterrows():
        theirs = expected.loc[(codes[patient], float(day))]
        assert row["PF2"] == pytest.approx(theirs["PF"], abs=1e-9, nan_ok=True)
        assert row["SUMMARY"] == pytest.approx(theirs["C30SUMMARY"], abs=1e-9, nan_ok=True)
