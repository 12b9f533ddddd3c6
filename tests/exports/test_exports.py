"""Datasets: documented, pseudonymous, in full precision, with a reason beside every gap."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest

from qol.analysis.study_data import StudyData
from qol.cli import main
from qol.exports import exports
from qol.exports._csv import as_csv, guarded
from qol.exports._package import packed
from qol.study.demonstration.filling import fill
from qol.study.results.cut import study_data
from qol.study.results.datasets import content, file_name, written
from tests.study.houses import migrated

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports") / "var"


@pytest.fixture(scope="module")
def data(folder: Path) -> StudyData:
    with migrated(folder) as house:
        fill(house, 25, 2, NOW.date(), NOW)
        return study_data(house, None, NOW)


@pytest.fixture(scope="module")
def tables(data: StudyData) -> dict[str, pd.DataFrame]:
    return {name: export.table(data) for name, export in exports().items()}


def test_every_column_of_every_table_is_in_the_codebook(tables: dict[str, pd.DataFrame]) -> None:
    known = set(tables["codebook"]["column"])
    for name, table in tables.items():
        if name not in ("codebook", "free-text"):
            assert set(table.columns) <= known, name


def test_a_score_made_of_scales_counts_scales_and_not_items(tables: dict[str, pd.DataFrame]) -> None:
    labels = tables["codebook"].set_index("column")["label"]
    assert labels["qlq_c30_summary_n"] == "Summary score: scales with a score"
    assert labels["qlq_c30_ql2_n"] == "Global quality of life: items answered"


def test_every_column_of_the_wide_tables_is_a_legal_name_everywhere(tables: dict[str, pd.DataFrame]) -> None:
    for name in ("scores-wide", "items-wide"):
        assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,31}", column) for column in tables[name].columns)


def test_wide_and_long_scores_are_the_same_numbers(tables: dict[str, pd.DataFrame]) -> None:
    wide = tables["scores-wide"].set_index("assessment")
    long = tables["scores-long"]
    compared = 0
    for (assessment, instrument, scale), rows in long.groupby(["assessment", "instrument", "scale"]):
        value = wide.loc[assessment, f"{instrument}_{scale}".lower()]
        assert value == pytest.approx(rows["value"].iloc[-1], nan_ok=True)
        compared += 1
    assert compared > 1000


def test_scores_survive_the_way_through_csv_to_the_last_digit(data: StudyData, tables: dict[str, pd.DataFrame]) -> None:
    again = pd.read_csv(io.BytesIO(written(data, "scores-long")))
    before = tables["scores-long"]
    assert again["value"].tolist() == pytest.approx(before["value"].tolist(), rel=0, abs=0, nan_ok=True)


def test_a_missing_score_says_why(tables: dict[str, pd.DataFrame]) -> None:
    long = tables["scores-long"]
    without = long[long["value"].isna()]
    assert len(without)
    assert set(without["reason"]) <= {
        "too_few_answers", "routed_away", "chosen_not_applicable", "incomplete_scales", "fact_unknown",
    }  # fmt: skip


def test_a_skipped_item_is_declined_and_one_that_does_not_apply_is_not_applicable(
    tables: dict[str, pd.DataFrame],
) -> None:
    items = tables["items-long"]
    assert {"answered", "declined", "not_applicable", "chosen_not_applicable"} <= set(items["state"])
    men = items[(items["instrument"] == "qlq_cr29") & (items["item"] == "q58") & (items["sex"] == "male")]
    assert set(men["state"]) == {"not_applicable"}


def test_free_text_is_never_part_of_the_dataset(data: StudyData, tables: dict[str, pd.DataFrame]) -> None:
    texts = set(tables["free-text"]["text"])
    assert texts
    with ZipFile(io.BytesIO(packed(data))) as archive:
        for name in archive.namelist():
            body = archive.read(name).decode()
            assert not any(text in body for text in texts), name


def test_invented_patients_are_marked_in_every_row_and_in_the_name(
    data: StudyData, tables: dict[str, pd.DataFrame]
) -> None:
    for name, table in tables.items():
        if name != "codebook":
            assert table["demonstration"].eq("invented patients").all(), name
    assert "demonstration" in file_name(data, "scores-long")
    with ZipFile(io.BytesIO(packed(data))) as archive:
        assert "INVENTED PATIENTS" in archive.read("README.txt").decode()


def test_the_readme_says_which_wording_was_shown_and_which_definitions_scored(data: StudyData) -> None:
    with ZipFile(io.BytesIO(packed(data))) as archive:
        readme = archive.read("README.txt").decode()
    assert "qlq_c30: paraphrased wording, not the validated instrument" in readme
    assert "treatment_satisfaction: own draft, not validated (0.1)" in readme
    for digest in data.definitions.values():
        assert digest in readme


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_text_cell_is_a_formula(cell: str) -> None:
    assert guarded(cell) == "'" + cell
    assert as_csv(pd.DataFrame({"a": [cell, "fine"], "b": [-1.5, 2.0]})).splitlines()[-1] == "fine,2.0"


def test_the_same_cut_gives_the_same_bytes(data: StudyData) -> None:
    assert packed(data) == packed(data)


def test_the_command_lists_formats_and_writes_one(data: StudyData, folder: Path, monkeypatch, capsys, tmp_path) -> None:
    monkeypatch.setenv("QOL_DATA_DIR", str(folder))
    assert main(["export"]) == 0
    listed = capsys.readouterr().out
    assert "scores-long" in listed
    assert "dataset" in listed
    out = tmp_path / "scores.csv"
    assert main(["export", "scores-wide", "--out", str(out)]) == 0
    assert out.read_text().startswith("study,patient,site,group")


def test_an_unknown_format_is_refused_in_one_sentence(folder: Path, data: StudyData, monkeypatch, capsys) -> None:
    monkeypatch.setenv("QOL_DATA_DIR", str(folder))
    assert main(["export", "excel"]) == 1
    assert capsys.readouterr().err.startswith("There is no format 'excel'. Formats: dataset, scores-long")


def test_a_study_that_does_not_exist_is_named(folder: Path, data: StudyData) -> None:
    from qol.errors import NotFound

    with migrated(folder) as house, pytest.raises(NotFound, match=r"no study named 'other'.*demonstration"):
        content(house, "patients", "other", NOW)


def test_a_study_without_patients_has_a_dataset_too(tmp_path: Path) -> None:
    from qol.storage import studies
    from qol.study.studies import NOM_AND_SURGERY, body_of

    with migrated(tmp_path / "var") as house:
        protocol = house.protocols["stage_1_3"]
        with house.database.writing() as session:
            studies.add(
                session, name="new", title="New", protocol_id=protocol.id, protocol_body=body_of(protocol),
                groups=NOM_AND_SURGERY, now=NOW,
            )  # fmt: skip
        empty = study_data(house, "new", NOW)
    assert all(len(export.table(empty)) == 0 for name, export in exports().items() if name != "codebook")
    with ZipFile(io.BytesIO(packed(empty))) as archive:
        readme = archive.read("README.txt").decode()
    assert "Wording shown to patients\n  no form yet\n" in readme
    assert "Scoring definitions (SHA-256)\n  no form yet\n" in readme


def test_without_any_study_the_command_says_how_to_begin_one(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("QOL_DATA_DIR", str(tmp_path / "var"))
    assert main(["db", "upgrade"]) == 0
    assert main(["export", "patients", "--out", "-"]) == 1
    assert capsys.readouterr().err == "There is no study yet. `python -m qol study add` begins one.\n"
