"""Which visits each person answered: patterns of missing forms by group, and why a form is missing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from qol.analysis.study_data import Group

Mark = str
"""`valid`, `missing` (expected, no valid form) or `not_expected` (dead, withdrawn, window ahead, does not apply)."""


@dataclass(frozen=True)
class Pattern:
    """One course of answering over the visits, and how many people of a group have it."""

    marks: tuple[Mark, ...]
    people: int

    @property
    def monotone(self) -> bool:
        """Whether nothing came after the first missing form, as when somebody stops answering."""
        known = [mark for mark in self.marks if mark != "not_expected"]
        return known == sorted(known, key=lambda mark: mark == "missing")


def patterns(
    patients: pd.DataFrame, visits: pd.DataFrame, valid: pd.DataFrame, group: Group, wanted: Sequence[str]
) -> tuple[Pattern, ...]:
    """The patterns of a group over the visits `wanted`, the most frequent first.

    patients: one row a patient with its group; visits: one row a patient and visit with `expected`; valid: as
    `valid_forms` returns. Everybody who entered has exactly one pattern, so the counts add up to the group.
    """
    entered = list(patients.loc[patients["group"] == group.id, "patient"])
    done = set(zip(valid["patient"], valid["visit"].astype(str), strict=True))
    due = visits[visits["expected"].astype(bool)]
    expected = set(zip(due["patient"], due["visit"].astype(str), strict=True))

    def mark(person: str, visit: str) -> Mark:
        if (person, visit) in done:
            return "valid"
        return "missing" if (person, visit) in expected else "not_expected"

    found = Counter(tuple(mark(person, visit) for visit in wanted) for person in entered)
    return tuple(Pattern(marks, n) for marks, n in sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
