"""Conditions on patients' facts, for a whole column of patients at once.

Facts are whole numbers: the place of the value in the instrument's list, `UNKNOWN`, or `OTHER` for a value
that the instrument does not know ("undecided"), which fulfils no condition. Truth has three values, and all of
several conditions is the smallest of them: what is refuted stays refuted whatever else is unknown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qol.instruments.definition import Condition

UNKNOWN = -1
OTHER = -2

NO, PERHAPS, YES = 0, 1, 2
"""Truth of a condition: refuted, resting on a fact that is unknown, fulfilled."""

Facts = Mapping[str, NDArray[np.int8]]
Truth = NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Path:
    """Conditions that must all hold. tests: fact -> the truth of each of its values, of OTHER, of UNKNOWN."""

    tests: tuple[tuple[str, Truth], ...]

    def truth(self, facts: Facts, rows: slice) -> Truth:
        """The truth (int8) for each of the rows; a fact without a column is unknown."""
        found = [self._of(test, facts.get(fact), rows) for fact, test in self.tests]
        return found[0] if len(found) == 1 else np.minimum.reduce(found)

    @staticmethod
    def _of(test: Truth, values: NDArray[np.int8] | None, rows: slice) -> Truth:
        if values is None:
            return np.full(rows.stop - rows.start, PERHAPS, dtype=np.int8)
        return test[values[rows]]


def path(conditions: Sequence[Condition], facts: Mapping[str, tuple[str, ...]]) -> Path | None:
    """One path of several conditions; None where there is nothing to fulfil. A fact named twice fulfils both."""
    allowed: dict[str, set[str]] = {}
    for condition in conditions:
        for fact, values in condition.items():
            allowed[fact] = allowed.get(fact, set(values)) & set(values)
    tests = [(fact, _test(values, facts.get(fact, ()))) for fact, values in allowed.items()]
    return Path(tuple(tests)) if tests else None


def _test(allowed: set[str], known: tuple[str, ...]) -> Truth:
    of_values = [YES if value in allowed else NO for value in known]
    return np.array([*of_values, NO, PERHAPS], dtype=np.int8)


def fact_codes(values: Sequence[str | None], known: tuple[str, ...]) -> NDArray[np.int8]:
    """Facts in words as the numbers above; None is unknown."""
    place = {None: UNKNOWN} | {value: number for number, value in enumerate(known)}
    return np.array([place.get(value, OTHER) for value in values], dtype=np.int8)
