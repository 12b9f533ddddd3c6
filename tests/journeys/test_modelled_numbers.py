"""Models by visit, means among those alive and the answer under other choices: every number computed again."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from qol.reports._comparison import every_model, modelled, sensitivity
from qol.reports._comparison.case import case
from qol.reports._comparison.pages import Numbering
from qol.study.results import datasets
from tests.journeys import modelled_again, variants_again
from tests.journeys.exported_tables import Exported
from tests.journeys.printed_pages import decimals, number
from tests.journeys.recomputed import KINDS
from tests.reports.cohort import protocols, references, study

BY_CHANCE = 1.2
"""Points by which an estimate or a limit may differ between two streams of imputations."""
INSTRUMENTS = ("qlq_c30", "lars")


@pytest.fixture(scope="module")
def printed() -> tuple[Exported, list[dict[str, Any]]]:
    """A study large enough for weights, three proxy forms, a plan with few redrawn samples."""
    data = study(220)
    plan = protocols()["stage_1_3"].plan
    assert plan is not None
    protocol = data.protocol.model_copy(update={"plan": plan.model_copy(update={"bootstrap": 200})})
    parts = {name: getattr(data, name) for name in ("forms", "items", "scores")}
    parts = {name: rows[rows["instrument"].isin(INSTRUMENTS)] for name, rows in parts.items()}
    year = parts["scores"]["visit"] == "month_12"
    proxy = set(parts["scores"].loc[year, "form"].drop_duplicates().iloc[[0, 20, 40]])
    for name in ("items", "scores"):
        mode = parts[name]["mode"].where(~parts[name]["form"].isin(proxy), "proxy")
        parts[name] = parts[name].assign(mode=mode, versions=1, corrected=False)
    kept = {name: data.instruments[name] for name in INSTRUMENTS}
    data = replace(data, protocol=protocol, instruments=kept, **parts)
    made, numbering = case(data, references()), Numbering()
    modelled.modelled(made, made.models, numbering)
    sensitivity.page(made, made.models, numbering)
    every_model.appendix(made, made.models, numbering)
    tables = Exported(datasets.written(data, "dataset"))
    tables.numbers, tables.bootstrap = made.ledger.rows(), 200  # type: ignore[attr-defined]
    return tables, tables.numbers


def test_these_pages_print_every_kind_of_their_numbers(printed: tuple[Exported, list[dict[str, Any]]]) -> None:
    rare = {"variants_turned", "variants_other", "tipping_point"}
    known = {row["kind"] for row in printed[1]}
    assert known | rare >= modelled_again.KINDS_HERE | variants_again.KINDS_HERE
    assert known <= set(KINDS)


def test_every_number_is_what_tables_and_protocol_give(printed: tuple[Exported, list[dict[str, Any]]]) -> None:
    data, rows = printed
    wrong = []
    for row in rows:
        if modelled_again.lightly(row):
            continue
        value, near = KINDS[row["kind"]](data, row), modelled_again.NEAR.get(row["kind"], 1e-9)
        if row["item"] in variants_again.DRAWN and row["kind"] != "variant_n":
            near = BY_CHANCE
        half = 0.5 * 10 ** -decimals(row["shown"])
        if abs(value - row["value"]) > near or abs(number(row["shown"]) - row["value"]) > half + 1e-9:
            wrong.append(f"{ {k: v for k, v in row.items() if v != ''} }: computed again {value:.6f}")
    assert wrong == []


def test_no_score_is_imputed_after_a_death(printed: tuple[Exported, list[dict[str, Any]]]) -> None:
    given, made, _ = variants_again.imputed(printed[0])
    rows = printed[0].visits
    dead = set(rows.loc[(rows["visit"] == "month_12") & (rows["status"] == "deceased"), "patient"])
    place = given.visits.index("month_12")
    here = variants_again.chosen(printed[0])["patient"].isin(dead).to_numpy()
    assert here.any()
    assert np.isnan(made[0][here, place]).all()
    counts = {
        row["group"]: row["value"] for row in printed[1] if row["kind"] == "variant_n" and row["item"] == "imputed"
    }
    assert counts == {group: variants_again.pooled(printed[0], (), 0.0)[group] for group in printed[0].groups}
