"""One scale of many forms under two definitions: where its scores differ, and how."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qol.scoring.scores import ScoreTable
from qol.storage.tables import Form
from qol.study.results.rows import Rows

ALIKE = 1e-9
"""Scores that are nearer to one another are the same score, computed in another order."""
EXAMPLES = 5

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Example:
    """One score that would change; None: there is no score."""

    patient: str
    visit: str | None
    before: float | None
    now: float | None


@dataclass(frozen=True)
class ScaleChange:
    """A scale of which stored scores would change.

    differ: forms with a score either way, of least, median and greatest change (now minus before); appear, vanish:
    forms with a score in one way alone; otherwise: forms with the same score, or none, but another outcome or band.
    """

    scale: str
    forms: int
    patients: int
    differ: int
    appear: int
    vanish: int
    otherwise: int
    least: float | None
    median: float | None
    greatest: float | None
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Compared:
    """One scale of the same forms under both definitions; NaN on every form where a definition lacks the scale."""

    scale: str
    old: Floats
    new: Floats
    otherwise: Mask

    @property
    def changed(self) -> Mask:
        """Forms of which anything would change."""
        return self._moved | self.otherwise

    @property
    def _moved(self) -> Mask:
        same = (np.abs(self.new - self.old) <= ALIKE) | (np.isnan(self.old) & np.isnan(self.new))
        return np.asarray(~same)

    def summary(self, rows: Rows, forms: Sequence[Form]) -> ScaleChange:
        """The changes counted, with a few of them by pseudonym."""
        had, has = ~np.isnan(self.old), ~np.isnan(self.new)
        shifts = (self.new - self.old)[self._moved & had & has]
        patients = {patient_of(rows, forms[place]) for place in map(int, np.flatnonzero(self.changed))}
        return ScaleChange(
            scale=self.scale,
            forms=int(self.changed.sum()),
            patients=len(patients),
            differ=len(shifts),
            appear=int((~had & has).sum()),
            vanish=int((had & ~has).sum()),
            otherwise=int(self.otherwise.sum()),
            least=float(shifts.min()) if len(shifts) else None,
            median=float(np.median(shifts)) if len(shifts) else None,
            greatest=float(shifts.max()) if len(shifts) else None,
            examples=tuple(self._examples(rows, forms)),
        )

    def _examples(self, rows: Rows, forms: Sequence[Form]) -> Iterator[Example]:
        for place in map(int, np.flatnonzero(self._moved)[:EXAMPLES]):
            assessment = rows.assessments[forms[place].assessment_id]
            before, now = (None if np.isnan(values[place]) else float(values[place]) for values in (self.old, self.new))
            yield Example(rows.pseudonyms[assessment.patient_id], assessment.visit_id, before, now)


def compared(before: ScoreTable, now: ScoreTable) -> Iterator[Compared]:
    """Every scale that either definition has."""
    nothing = np.full(before.rows, np.nan)
    for scale in {**before.values, **now.values}:
        old, new = before.values.get(scale, nothing), now.values.get(scale, nothing)
        otherwise = np.zeros(before.rows, dtype=bool)
        if scale in before.values and scale in now.values:
            unmoved = (np.abs(new - old) <= ALIKE) | (np.isnan(old) & np.isnan(new))
            judged = (before.outcome[scale] != now.outcome[scale]) | (before.band(scale) != now.band(scale))
            otherwise = np.asarray(unmoved & judged, dtype=bool)
        yield Compared(scale, old, new, otherwise)


def patient_of(rows: Rows, form: Form) -> str:
    """The id of the patient that a form is of."""
    return rows.assessments[form.assessment_id].patient_id
