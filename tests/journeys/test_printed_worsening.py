"""The pages of deterioration of a study large enough for weights: every number computed again from its tables."""

from dataclasses import replace

import numpy as np
import pytest

from qol.analysis.study_data import StudyData
from qol.exports._package import packed
from qol.reports._comparison.case import case
from qol.reports._comparison.pages import Numbering
from qol.reports._comparison.worsening import WorseningPage, worsening
from qol.reports._paper import environment, pdf
from tests.journeys import expected_worsening
from tests.journeys.exported_tables import Exported, Row
from tests.journeys.printed_pages import Page, pages
from tests.journeys.recomputed import KINDS
from tests.journeys.test_printed_numbers import wrong
from tests.reports import cohort

SHEET = """{% extends "reports/paper.html" %}{% import "components/charts.html" as c with context %}
{% block body %}{% for page in found %}{% include "reports/comparison/worsening.html" %}{% endfor %}{% endblock %}"""
Printed = tuple[tuple[WorseningPage, ...], list[Row], list[Page], Exported]


@pytest.fixture(scope="module")
def data() -> StudyData:
    """People with covariates, some of them not recorded, QLQ-C30 alone, three answers in the patient's place."""
    study = cohort.study(220)
    rng = np.random.default_rng(5)
    n = len(study.patients)
    people = study.patients.assign(
        tumour_height=np.where(rng.random(n) < 0.1, np.nan, rng.integers(1, 12, n)),
        clinical_t=rng.choice(np.array(["2", "3", "4", None], dtype=object), n),
        age_at_enrolment=rng.integers(40, 85, n),
    )
    parts = {name: getattr(study, name) for name in ("forms", "items", "scores")}
    parts = {name: rows[rows["instrument"] == "qlq_c30"] for name, rows in parts.items()}
    proxy = set(parts["scores"].loc[parts["scores"]["visit"] == "month_6", "form"].iloc[[0, 40, 80]])
    for name in ("items", "scores"):
        mode = parts[name]["mode"].where(~parts[name]["form"].isin(proxy), "proxy")
        parts[name] = parts[name].assign(mode=mode, versions=1, corrected=False)
    return replace(study, patients=people, instruments={"qlq_c30": study.instruments["qlq_c30"]}, **parts)


@pytest.fixture(scope="module")
def printed(data: StudyData) -> Printed:
    under_way = case(data, cohort.references())
    found = worsening(under_way, Numbering())
    html = environment().from_string(SHEET).render(found=found, sides=under_way.sides, lang="en", title="T",
                                                   description="D", software="0", stamp="")  # fmt: skip
    return found, under_way.ledger.rows(), [Page(text) for text in pages(pdf(html).content)], Exported(packed(data))


def test_every_number_is_what_the_exported_tables_give(printed: Printed) -> None:
    _, rows, _, tables = printed
    kinds = {row["kind"] for row in rows}
    assert kinds >= {"ttd_weighted_hazard", "ttd_median_lower", "ttd_incidence", "change_worse_difference"}
    assert kinds <= set(KINDS)
    assert len(rows) > 100
    assert wrong(tables, rows) == []


def test_every_row_and_digit_of_the_pages_is_accounted_for(printed: Printed) -> None:
    found, _, sheets, tables = printed
    assert len(found) == len(sheets) == 2
    expected_worsening.cross_out(tables, sheets)
    for page in sheets:
        assert "overlap weights" in page.text
        assert page.rest() == [], page.left
