"""Scores of other people's programs, reproduced through `qol score` as a user runs it.

The files in `vectors/` say which program made the scores; `lars.derived.json` follows the published rule only and
is no independent check.
"""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from qol.cli import main

VECTORS = Path(__file__).parent / "vectors"
MANUAL_NAMES = {"QL": "QL2", "PF": "PF2", "RF": "RF2"}
"""The QLQ-C30 manual's names of version 3, where the vectors have the older ones."""
BANDS = {"no LARS": "none", "minor LARS": "minor", "major LARS": "major", None: None}


def vectors(name: str) -> dict[str, Any]:
    return json.loads((VECTORS / f"{name}.json").read_text())


def as_table(cases: list[dict[str, Any]]) -> pd.DataFrame:
    """One row a case: items as q1, q2, ..., facts in words; an absent answer is an empty cell."""
    answers = pd.DataFrame([case["responses"] for case in cases]).astype("Int64").add_prefix("q")
    facts = pd.DataFrame([case["context"] for case in cases], index=answers.index)
    if "stoma" in facts:
        facts["stoma"] = facts["stoma"].map({True: "yes", False: "no"})
    return pd.concat([pd.Series([case["id"] for case in cases], name="case"), facts, answers], axis=1)


def scored(instrument: str, table: pd.DataFrame, folder: Path, ending: str, *options: str) -> pd.DataFrame:
    source, target = folder / f"forms{ending}", folder / f"scores{ending}"
    if ending == ".csv":
        table.to_csv(source, index=False)
    else:
        table.to_parquet(source, index=False)
    assert main(["score", instrument, str(source), "--out", str(target), *options]) == 0
    return pd.read_csv(target) if ending == ".csv" else pd.read_parquet(target)


def differences(scores: pd.DataFrame, cases: list[dict[str, Any]], tolerance: float) -> list[str]:
    found = []
    for (_, row), case in zip(scores.iterrows(), cases, strict=True):
        for scale, expected in case["expected"].items():
            got = row[MANUAL_NAMES.get(scale, scale)]
            same = pd.isna(got) if expected is None else abs(got - expected) <= tolerance
            if not same:
                found.append(f"{case['id']} {scale}: {got} instead of {expected}")
    return found


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
@pytest.mark.parametrize("name", ["qlq_c30", "qlq_cr29", "lars"])
def test_every_case_of_another_program_is_reproduced(name: str, ending: str, tmp_path: Path) -> None:
    file = vectors(name)
    cases = file["cases"]
    assert len(cases) == file["n_cases"]
    scores = scored(name, as_table(cases), tmp_path, ending)
    assert list(scores["case"]) == [case["id"] for case in cases]
    assert differences(scores, cases, file["tolerance"]) == []


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_every_case_derived_from_the_published_lars_rule_is_reproduced(ending: str, tmp_path: Path) -> None:
    cases = vectors("lars.derived")["cases"]
    scores = scored("lars", as_table(cases), tmp_path, ending, "--long").astype({"band": object})
    bands = [None if pd.isna(band) else band for band in scores["band"]]
    assert bands == [BANDS[case["expected"].pop("category")] for case in cases]
    assert differences(scores.rename(columns={"value": "total"}), cases, 0) == []


def test_what_does_not_apply_by_sex_or_stoma_is_not_called_missing(tmp_path: Path) -> None:
    cases = vectors("qlq_cr29")["cases"]
    scores = scored("qlq_cr29", as_table(cases), tmp_path, ".csv", "--long")
    inapplicable = scores[scores["outcome"] == "not_applicable"]
    by_sex = {"male": {"SEXW", "DYS"}, "female": {"SEXM", "IMP"}}
    by_stoma = {"no": {"STO"}, "yes": set[str]()}
    for (_, case), rows in inapplicable.groupby(["row", "case"]):
        one = rows.iloc[0]
        assert set(rows["scale"]) == by_sex[one["sex"]] | by_stoma[one["stoma"]], case
    assert inapplicable["row"].nunique() == len(cases)
