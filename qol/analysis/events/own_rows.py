"""From rows of a researcher's own table, one a person and visit, to times to deterioration."""

import numpy as np
from numpy.typing import NDArray

from qol.analysis.events.times import Floats
from qol.analysis.own_table import Categories, OwnTable


def wide(person: Categories, visit: Categories, values: Floats) -> Floats:
    """A column (rows,) as people by visits in sorted order, NaN where there is no row."""
    placed = np.full((len(person.words), len(visit.words)), np.nan)
    placed[person.codes, visit.codes] = values
    return placed


def once(table: OwnTable, person: Categories, visit: Categories) -> None:
    """Note rows without a person or visit, and a person's visit that has two rows."""
    if (person.codes < 0).any() or (visit.codes < 0).any():
        table.fault("every row needs a subject (--subject) and a visit (--visit).")
        return
    keys = person.codes * max(len(visit.words), 1) + visit.codes
    if np.unique(keys).size < keys.size:
        table.fault("more than one row of the same subject and visit.")


def of_person(table: OwnTable, person: Categories, values: Floats, option: str) -> Floats:
    """What a column says of each person (n,), NaN where it says nothing; a fault where it says two things."""
    found = np.full(len(person.words), np.nan)
    for place, value in zip(person.codes, values, strict=True):
        if np.isnan(value):
            continue
        if not np.isnan(found[place]) and found[place] != value:
            table.fault(f"subject {person.words[place]} has more than one value of {option}.")
        found[place] = value
    return found


def group_of_person(table: OwnTable, person: Categories, group: Categories) -> NDArray[np.int64]:
    """Group of each person (n,)."""
    codes = np.where(group.codes < 0, np.nan, group.codes.astype(np.float64))
    found = of_person(table, person, codes, "--group")
    for place in np.flatnonzero(np.isnan(found))[:1]:
        table.fault(f"subject {person.words[place]} has no group (--group).")
    return np.nan_to_num(found).astype(np.int64)
