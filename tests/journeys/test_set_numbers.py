"""A study of several stages and intents: each number is of one set, computed again from the tables."""

import math
from dataclasses import replace
from typing import Any

import pytest

from qol.reports._comparison import disease, pages, people
from qol.reports._comparison.case import case
from qol.study.results import datasets
from tests.journeys.exported_tables import Exported
from tests.journeys.recomputed import KINDS
from tests.journeys.recomputed_sets import members, sets, usual
from tests.reports.cohort import references
from tests.reports.two_sets import two_sets

OF_THE_SETS = {"set_size", "m_not_recorded", "apart_people"}
OF_THE_PEOPLE = {"entered", "not_in_a_group", "n", "mean", "sd", "difference", "difference_lower", "valid", "expected"}


@pytest.fixture(scope="module", params=["", "stage_4_palliative"])
def printed(request: pytest.FixtureRequest) -> tuple[Exported, list[dict[str, Any]]]:
    """The people, the plan and the observed courses of the usual set and of another; models are tested elsewhere."""
    data = two_sets()
    kept = {"qlq_c30": data.instruments["qlq_c30"]}
    parts = {name: getattr(data, name) for name in ("forms", "items", "scores")}
    parts = {name: rows[rows["instrument"] == "qlq_c30"] for name, rows in parts.items()}
    data = replace(data, instruments=kept, **parts)
    made = case(data, references(), disease_set=request.param or None)
    assert disease.apart(made) and disease.row(made)
    people.words(made, people.people(made))
    pages.pages(made, pages.Numbering())
    tables = Exported(datasets.written(data, "dataset"))
    tables.disease_set = request.param  # type: ignore[attr-defined]
    return tables, made.ledger.rows()


def test_sizes_of_sets_and_whose_m_is_not_recorded(printed: tuple[Exported, list[dict[str, Any]]]) -> None:
    data, rows = printed
    here = [row for row in rows if row["kind"] in OF_THE_SETS]
    assert {"set_size", "apart_people"} <= {row["kind"] for row in here}
    assert [row for row in here if KINDS[row["kind"]](data, row) != row["value"]] == []
    assert {row["value"] for row in rows if row["kind"] == "enrolled"} == {len(data.patients)}


def test_no_number_holds_anybody_of_another_set(printed: tuple[Exported, list[dict[str, Any]]]) -> None:
    data, rows = printed
    chosen = data.disease_set or usual(data)  # type: ignore[attr-defined]
    others = {patient for patient, one in sets(data).items() if one != chosen}
    assert others and all(members(data, chosen, group) for group in data.groups)
    alone = Exported.__new__(Exported)
    alone.__dict__.update({k: v for k, v in data.__dict__.items() if not k.startswith("_") and k not in ("groups",)})
    for name in ("scores", "items", "patients", "visits", "events"):
        table = getattr(data, name)
        setattr(alone, name, table[~table["patient"].isin(others)])
    for name in ("forms", "counting", "valid", "by_patient", "by_form", "own_word", "first_answers", "calendar"):
        alone.__dict__.pop(name, None)
    told = [row for row in rows if row["kind"] in OF_THE_PEOPLE]
    assert len(told) > 100
    wrong = [row for row in told if not math.isclose(KINDS[row["kind"]](alone, row), row["value"], abs_tol=1e-9)]
    assert wrong == []
