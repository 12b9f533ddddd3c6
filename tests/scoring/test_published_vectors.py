"""Scores of other people's programs, reproduced through `qol score` as a user runs it."""

from pathlib import Path

import pandas as pd
import pytest

from qol.cli import main
from tests.scoring.published_vectors import (
    DERIVED,
    EXACT,
    INDEPENDENT,
    VECTORS,
    as_table,
    band_differences,
    differences,
    read,
)

PRINTED = "worked_examples"
"""Numbers that others print or assert, of several instruments."""
BOTH_ENDINGS = pytest.mark.parametrize("ending", [".csv", ".parquet"])


def scored(instrument: str, table: pd.DataFrame, folder: Path, ending: str, *options: str) -> pd.DataFrame:
    source, target = folder / f"forms{ending}", folder / f"scores{ending}"
    if ending == ".csv":
        table.to_csv(source, index=False)
    else:
        table.to_parquet(source, index=False)
    assert main(["score", instrument, str(source), "--out", str(target), *options]) == 0
    return pd.read_csv(target) if ending == ".csv" else pd.read_parquet(target)


@BOTH_ENDINGS
@pytest.mark.parametrize("name", INDEPENDENT)
def test_every_case_of_another_program_is_reproduced(name: str, ending: str, tmp_path: Path) -> None:
    file, names = read(name), INDEPENDENT[name]
    cases = file["cases"]
    assert len(cases) == file["n_cases"]
    assert "NOT an independent" not in file["oracle"]["name"]
    scores = scored(names.instrument, as_table(cases, names), tmp_path, ending, *names.options)
    assert list(scores["case"]) == [case["id"] for case in cases]
    assert differences(scores, cases, names, file["tolerance"]) == []


@BOTH_ENDINGS
@pytest.mark.parametrize("name", DERIVED)
def test_every_case_derived_from_the_published_rule_is_reproduced_which_is_not_independent(
    name: str, ending: str, tmp_path: Path
) -> None:
    file, names = read(name), DERIVED[name]
    assert len(file["cases"]) == file["n_cases"]
    assert "NOT an independent" in file["oracle"]["name"]
    scores = scored(names.instrument, as_table(file["cases"], names), tmp_path, ending, *names.options)
    assert differences(scores, file["cases"], names, EXACT) == []


@pytest.mark.parametrize("name", [name for name, row in {**INDEPENDENT, **DERIVED}.items() if row.bands])
def test_every_category_of_a_file_is_the_band_that_it_maps_to(name: str, tmp_path: Path) -> None:
    names, cases = {**INDEPENDENT, **DERIVED}[name], read(name)["cases"]
    long = scored(names.instrument, as_table(cases, names), tmp_path, ".csv", "--long", *names.options)
    assert band_differences(long, cases, names) == []


REFUSED = [
    (name, key) for name in INDEPENDENT for key in ("rejected_by_oracle", "incomplete_unreliable") if key in read(name)
]


@pytest.mark.parametrize(("name", "key"), REFUSED)
def test_incomplete_forms_that_another_program_refuses_or_gets_wrong_have_no_total_here(
    name: str, key: str, tmp_path: Path
) -> None:
    """Both papers give no rule for gaps: where the other program raises an error or sums what is there, no score."""
    cases = read(name)[key]
    items = {item for case in read(name)["cases"] for item in case["responses"]}
    empty = pd.DataFrame(columns=[f"q{item}" for item in sorted(items)], dtype="Int64")
    table = pd.concat([empty, as_table(cases, INDEPENDENT[name])])
    scores = scored(INDEPENDENT[name].instrument, table, tmp_path, ".csv", "--long")
    totals = scores[scores["scale"] == "total"]
    assert len(totals) == len(cases) > 20
    assert set(totals["outcome"]) == {"missing"}
    assert totals["value"].isna().all()


def test_every_file_of_vectors_is_used() -> None:
    assert {path.stem for path in VECTORS.glob("*.json")} == {*INDEPENDENT, *DERIVED, PRINTED}


def test_what_does_not_apply_by_sex_or_stoma_is_not_called_missing(tmp_path: Path) -> None:
    cases = read("qlq_cr29")["cases"]
    scores = scored("qlq_cr29", as_table(cases, INDEPENDENT["qlq_cr29"]), tmp_path, ".csv", "--long")
    inapplicable = scores[scores["outcome"] == "not_applicable"]
    by_sex = {"male": {"SEXW", "DYS"}, "female": {"SEXM", "IMP"}}
    by_stoma = {"no": {"STO"}, "yes": set[str]()}
    for (_, case), rows in inapplicable.groupby(["row", "case"]):
        one = rows.iloc[0]
        assert set(rows["scale"]) == by_sex[one["sex"]] | by_stoma[one["stoma"]], case
    assert inapplicable["row"].nunique() == len(cases)


@pytest.mark.parametrize("instrument", ["qlq_c30", "eq5d5l"])
def test_every_number_that_others_print_or_assert_comes_out(instrument: str, tmp_path: Path) -> None:
    cases = [case for case in read(PRINTED)["cases"] if case["instrument"] == instrument]
    assert len(cases) == {"qlq_c30": 3, "eq5d5l": 39}[instrument]
    names = INDEPENDENT[instrument]
    named = ",".join({names.scale(name) for case in cases for name in case["expected"]})
    scores = scored(instrument, as_table(cases, names), tmp_path, ".csv", "--scales", named)
    for place, case in enumerate(cases):
        assert differences(scores.iloc[[place]], [{"id": place, **case}], names, case["tolerance"]) == []


def test_the_file_of_eq5d_names_thirteen_of_our_value_sets_and_the_crosswalk() -> None:
    named = {name for case in read("eq5d5l")["cases"] for name in case["expected"]}
    assert len(named) == 14
    assert named >= set(INDEPENDENT["eq5d5l"].left_out)


def test_a_domain_of_promis_with_a_gap_has_no_score_where_another_program_looks_up_the_partial_sum(
    tmp_path: Path,
) -> None:
    cases = [case for case in read("promis_global10")["incomplete_domains_unreliable"] if case["responses"]]
    said = [case["oracle_said"]["GLOBAL_PHYSICAL_HEALTH_T_SCORE"] for case in cases]
    gaps = [not {"3", "6", "7", "8"} <= set(case["responses"]) for case in cases]
    assert any(gap and value is not None for gap, value in zip(gaps, said, strict=True))
    table = as_table(cases, INDEPENDENT["promis_global10"])
    scores = scored("promis_global10", table, tmp_path, ".csv")
    assert list(scores["GPH_raw"].isna()) == list(scores["GPH_T"].isna()) == gaps


def test_more_than_seven_items_at_zero_or_missing_are_flagged(tmp_path: Path) -> None:
    cases = read("fsfi")["cases"]
    scores = scored("fsfi", as_table(cases, INDEPENDENT["fsfi"]), tmp_path, ".csv", "--long")
    flags = scores[scores["scale"] == "n_zero_or_missing_of_15"]["band"]
    counts = [case["expected"]["n_zero_or_missing_of_15"] for case in cases]
    assert [None if pd.isna(flag) else flag for flag in flags] == [
        None if count is None else "many" if count > 7 else "few" for count in counts
    ]
