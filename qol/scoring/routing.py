"""Facts after the patients' answers: an item that sets a fact goes before what the record says."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from qol.scoring.items import ItemPlan
from qol.scoring.paths import UNKNOWN, YES, Facts
from qol.scoring.plan import Plan


def routed_facts(plan: Plan, answers: Mapping[str, NDArray[np.float64]], facts: Facts, rows: int) -> Facts:
    """The facts (int8, a column each) with those replaced that an asked and answered item sets.

    Items are followed in the order of the form: an earlier one may decide whether a later one was asked.
    """
    changed = dict(facts)
    for item in plan.setting:
        if item.sets and item.id in answers:
            given = changed.get(item.sets, np.full(rows, UNKNOWN, dtype=np.int8))
            said = _said(item, answers[item.id], changed, rows)
            changed[item.sets] = np.where(said == UNKNOWN, given, said)
    return changed


def _said(item: ItemPlan, values: NDArray[np.float64], facts: Facts, rows: int) -> NDArray[np.int8]:
    """What the answers make of the fact; UNKNOWN without an answer or off the path."""
    said = np.full(rows, UNKNOWN, dtype=np.int8)
    for code, place in item.sets_by.items():
        said[values == code] = place
    if item.path is not None:
        said[item.path.truth(facts, slice(0, rows)) != YES] = UNKNOWN
    return said
