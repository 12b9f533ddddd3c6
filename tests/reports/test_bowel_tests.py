"""The published abstract (PMID 40891373): 8 of 27 against 14 of 24 with major LARS, nine of 33 in no denominator."""

from dataclasses import replace

import pandas as pd
import pytest

from qol.analysis.study_data import StudyData
from qol.reports._comparison.bowel_tests import bowel_tests
from qol.reports._comparison.case import case
from qol.reports._comparison.pages import Numbering
from tests.reports.cohort import arms, references, study


def published(test: str) -> StudyData:
    """27 watched people with a score; 33 operated ones, of whom nine gave no LARS score."""
    data = study()
    groups = [("nom", 8, 19, 0), ("surgery", 14, 10, 9)]
    told = [
        (group, band)
        for group, major, other, none in groups
        for band in ["major"] * major + ["minor"] * other + [None] * none
    ]
    plan = data.protocol.plan
    assert plan is not None
    protocol = data.protocol.model_copy(update={"plan": plan.model_copy(update={"categorical_test": test})})
    return replace(data, protocol=protocol, patients=_patients(data, told), forms=_rows(data.forms, told),
                   scores=_rows(data.scores[data.scores["scale"] == "total"], told),
                   items=data.items.iloc[:0])  # fmt: skip


def _patients(data: StudyData, told: list[tuple[str, str | None]]) -> pd.DataFrame:
    rows = pd.concat([data.patients.iloc[:1]] * len(told), ignore_index=True)
    return rows.assign(patient=[f"A{n}" for n in range(len(told))], group=[group for group, _ in told])


def _rows(table: pd.DataFrame, told: list[tuple[str, str | None]]) -> pd.DataFrame:
    one = table[(table["instrument"] == "lars") & (table["visit"] == "month_12")].iloc[:1]
    rows = pd.concat([one] * len(told), ignore_index=True)
    rows = rows.assign(
        patient=[f"A{n}" for n in range(len(told))], form=[f"F{n}" for n in range(len(told))],
        group=[group for group, _ in told], stoma="no", stoma_intent=None, also_visit=None,
    )  # fmt: skip
    if "band" not in rows:
        return rows
    given = [band is not None for _, band in told]
    return rows.assign(band=[band for _, band in told], outcome=["scored" if one else "missing" for one in given])


@pytest.mark.parametrize(("test", "words", "p"), [
    ("fisher", "Fisher's exact test", "p = 0.051"), ("chi_square", "chi-square test without correction", "p = 0.039"),
])  # fmt: skip
def test_the_published_table_prints_the_declared_test_the_denominators_and_the_nine_excluded(
    test: str, words: str, p: str
) -> None:
    found = bowel_tests(case(published(test), references()), Numbering())
    assert found is not None
    assert words in found.caption
    row = found.rows[0]
    assert row.shares == ("8/27, 29.6 %", "14/24, 58.3 %")
    assert row.outside == "0 / 9"
    assert row.test == p
    assert "Surgery 0 with a permanent and 0 with a temporary stoma, 9 without a score" in found.notes[0]


def test_where_nobody_answered_lars_there_is_no_table() -> None:
    assert bowel_tests(case(arms(), references()), Numbering()) is None
