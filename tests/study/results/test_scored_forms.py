"""Forms of instruments that are scored, not asked: value sets that a study names, and cautions wherever scores are."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from qol.analysis.study_data import StudyData
from qol.exports import codebook, scores_wide
from qol.exports._package import readme
from qol.instruments.references import References
from qol.reports import group_comparison, patient_summary
from qol.settings import INSTRUMENTS
from qol.study.house import House
from qol.study.imports.importing import import_forms
from qol.study.imports.plan import ImportPlan
from qol.study.results.cut import study_data
from tests.instruments.filled_pack import filled
from tests.study.houses import migrated

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PROTOCOL = """
id: scored
title: Scored forms
version: "1.0"
population: Anybody
study_clock: enrolment
seconds_per_item: 10
wording: {eq5d5l: licensed, fiql: licensed}
value_sets: {eq5d5l: [Germany, USA]}
batteries: {all: [eq5d5l, fiql]}
visits:
  - id: baseline
    label: Inclusion
    kind: baseline
    clock: enrolment
    start: -14 days
    due: 0 days
    overdue: 7 days
    expired: 14 days
    occasion: follow_up
    asks: all
  - id: day_50
    label: Day 50
    kind: calendar
    clock: enrolment
    start: 25 days
    due: 50 days
    overdue: 58 days
    expired: 74 days
    occasion: follow_up
    asks: all
report: {quality_of_life: [eq5d5l.Germany], bowel: [fiql.lifestyle], patient: [eq5d5l.Germany, fiql.lifestyle]}
"""
PEOPLE = 12


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> StudyData:
    """A study of both instruments, imported as a clinic would."""
    folder = tmp_path_factory.mktemp("scored")
    shutil.copytree(INSTRUMENTS, folder / "instruments", ignore=shutil.ignore_patterns("wording", "translations"))
    (folder / "instruments" / "protocols" / "scored.yaml").write_text(PROTOCOL)
    with migrated(folder / "var", QOL_INSTRUMENTS_DIR=str(folder / "instruments")) as house:
        for instrument in ("eq5d5l", "fiql"):
            import_all(house, folder, instrument)
        return study_data(house, "trial", NOW)


def import_all(house: House, folder: Path, instrument: str) -> None:
    made = house.library[instrument]
    packs = house.wording_folders[-1]
    packs.mkdir(parents=True, exist_ok=True)
    (packs / f"{instrument}.en.yaml").write_text(filled(made, "en", study="trial"))
    rows = [
        {"id": person, "arm": 1 + person % 2, "day": day}
        | {item: made.answers_of(item).scored_codes[(person + place) % 4] for place, item in enumerate(made.items)}
        for person in range(PEOPLE)
        for day in (0, 50)
    ]
    path = folder / f"{instrument}.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    groups = {"1": "nom", "2": "surgery"}
    plan = ImportPlan(instrument, "id", day="day", group="arm", groups=groups, study="trial", protocol="scored")
    assert import_forms(house, path, plan, NOW).forms == 2 * PEOPLE


def test_only_the_value_sets_that_the_study_names_are_in_its_scores(data: StudyData) -> None:
    scales = data.scores.loc[data.scores["instrument"] == "eq5d5l", "scale"]
    assert set(scales) == {"eq_vas", "Germany", "USA"}
    assert data.scores.loc[data.scores["scale"] == "Germany", "value"].notna().all()


def test_only_these_are_columns_of_a_wide_export_and_rows_of_the_codebook(data: StudyData) -> None:
    wide = [name for name in scores_wide.table(data).columns if name.startswith("eq5d5l_")]
    plain = {name for name in wide if not name.endswith(("_n", "_y"))}
    assert plain == {"eq5d5l_eq_vas", "eq5d5l_germany", "eq5d5l_usa"}
    book = codebook.table(data)
    assert set(book.loc[(book["instrument"] == "eq5d5l") & (book["kind"] == "score"), "part"]) == {
        "eq_vas", "Germany", "USA",
    }  # fmt: skip
    assert "10.1007/s40273-018-0615-8" in book.loc[book["column"] == "eq5d5l_germany", "source"].item()


def test_the_codebook_and_the_readme_say_what_is_provisional_and_why(data: StudyData) -> None:
    book = codebook.table(data)
    why = data.instruments["fiql"].status_reason
    assert why
    named = book[book["kind"].isin(["item", "score"])]
    assert set(named.loc[named["instrument"] == "fiql", "caution"]) == {f"provisional: {why}"}
    assert set(named.loc[named["instrument"] == "eq5d5l", "caution"]) == {""}
    assert f"Not released\n  fiql is provisional: {why}\n" in readme(data)


def test_both_reports_on_paper_say_what_is_provisional_and_why(data: StudyData) -> None:
    nothing = References((), ())
    why = str(data.instruments["fiql"].status_reason)
    patient = str(data.patients["patient"].iloc[0])
    for document in (
        patient_summary.document(data, nothing, patient),
        group_comparison.document(data, nothing),
    ):
        said = " ".join(document.html.split()).replace("&#39;", "'")
        assert "FIQL" in said
        assert why in said
