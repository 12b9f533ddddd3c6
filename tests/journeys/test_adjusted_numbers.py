"""Every weighted number of the printed comparison, computed again from the exported tables and the protocol alone."""

import math
from dataclasses import replace
from typing import Any

import pytest

from qol.reports import group_comparison
from qol.study.results import datasets
from tests.journeys.adjusted_again import KINDS_HERE as WEIGHTED
from tests.journeys.exported_tables import Exported
from tests.journeys.printed_pages import decimals, number
from tests.journeys.recomputed import KINDS
from tests.reports.cohort import protocols, references, study

CLOSE = {"adjusted_p": 1e-4, "holm_p": 1e-4}
"""Kinds that rest on a derivative, which is taken numerically here."""


@pytest.fixture(scope="module")
def printed() -> tuple[Exported, list[dict[str, Any]]]:
    data = study()
    corrected = {name: getattr(data, name).assign(corrected=False, versions=1) for name in ("items", "scores")}
    known = data.patients["response"].where(data.patients.index != data.patients["group"].eq("nom").idxmax())
    data = replace(data, patients=data.patients.assign(response=known))
    declared = protocols()["stage_1_3"]
    data = replace(data, **corrected, protocol=data.protocol.model_copy(update={"plan": declared.plan}))
    document = group_comparison.document(data, references())
    rows = [row for row in document.numbers if row["kind"] in WEIGHTED]
    return Exported(datasets.written(data, "dataset")), rows


def test_an_adjusted_comparison_prints_every_kind_of_weighted_number(
    printed: tuple[Exported, list[dict[str, Any]]],
) -> None:
    assert {row["kind"] for row in printed[1]} == WEIGHTED


def test_every_weighted_number_is_what_tables_and_protocol_give(
    printed: tuple[Exported, list[dict[str, Any]]],
) -> None:
    data, wrong = printed[0], []
    for row in printed[1]:
        again = KINDS[row["kind"]](data, row)
        near = math.isclose(again, row["value"], rel_tol=1e-5, abs_tol=CLOSE.get(row["kind"], 1e-5))
        if not near or abs(number(row["shown"]) - again) > 0.5 * 10 ** -decimals(row["shown"]) + 1e-4:
            wrong.append(f"{ {k: v for k, v in row.items() if v != ''} }: computed again {again:.6f}")
    assert wrong == []
