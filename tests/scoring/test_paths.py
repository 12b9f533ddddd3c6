"""Conditions on columns of facts decide as conditions on one patient's facts do."""

import json
from pathlib import Path

import pytest

from qol.scoring.paths import NO, PERHAPS, YES, fact_codes, path

CASES = json.loads((Path(__file__).parents[1] / "instruments" / "conditions.json").read_text())
TRUTH = {True: YES, False: NO, None: PERHAPS}


@pytest.mark.parametrize("case", CASES["holds"], ids=lambda case: case["name"])
def test_a_column_decides_as_the_shared_table_says(case: dict) -> None:
    condition = {fact: tuple(values) for fact, values in case["condition"].items()}
    made = path([condition], condition)
    facts = {
        fact: fact_codes([case["facts"][fact]], values) for fact, values in condition.items() if fact in case["facts"]
    }
    truth = YES if made is None else made.truth(facts, slice(0, 1))[0]
    assert truth == TRUTH[case["holds"]]


def test_two_conditions_on_one_fact_must_both_hold() -> None:
    known = {"occasion": ("decision", "follow_up", "short")}
    made = path([{"occasion": ("follow_up", "short")}, {"occasion": ("follow_up",)}], known)
    facts = {"occasion": fact_codes(["decision", "follow_up", "short", None, "other"], known["occasion"])}
    assert made is not None
    assert list(made.truth(facts, slice(0, 5))) == [NO, YES, NO, PERHAPS, NO]


def test_no_condition_makes_no_path() -> None:
    assert path([{}, {}], {}) is None
