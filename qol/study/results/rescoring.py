"""What would become of stored scores under the definitions that the library has now. Nothing is changed by it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qol.instruments.definition import Instrument
from qol.instruments.differences import differences
from qol.instruments.hashes import scoring_hash
from qol.scoring.offered import impossible_masks
from qol.scoring.scores import ScoreTable, score
from qol.storage.tables import Form
from qol.study.house import House
from qol.study.results.rescoring_scales import ScaleChange, compared, patient_of
from qol.study.results.rows import Rows, read_rows
from qol.study.results.scores import arrays


@dataclass(frozen=True)
class Redefined:
    """An instrument whose stored forms were answered with another definition than the library's.

    version: now, None where the library has no such instrument any more. why: what differs, in words. forms,
    patients: answered with the old definition. not_offered: stored answers that the new one does not offer, which
    it would take as missing. changed_forms, changed_patients: with any score that would change.
    """

    instrument: str
    version_before: str
    version: str | None
    hash_before: str
    hash: str | None
    why: tuple[str, ...]
    forms: int
    patients: int
    not_offered: int = 0
    changed_forms: int = 0
    changed_patients: int = 0
    scales: tuple[ScaleChange, ...] = ()


@dataclass(frozen=True)
class Rescored:
    """A whole study: how many forms it has, and what was redefined."""

    study: str
    forms: int
    redefined: tuple[Redefined, ...]


def rescored(house: House, study: str | None) -> Rescored:
    """Scores every begun form of a study with its own definition and, where they differ, with the library's.

    Raises NotFound where there is no such study.
    """
    rows = read_rows(house, study, None)
    present = {old.id: house.library[old.id] for old in rows.instruments.values() if old.id in house.library}
    found = [
        _redefined(rows, digest, old, present.get(old.id))
        for digest, old in rows.instruments.items()
        if _differs(digest, old, present.get(old.id))
    ]
    order = sorted(found, key=lambda one: (one.instrument, one.version_before, one.hash_before))
    return Rescored(rows.study.name, len(rows.forms), tuple(order))


def _differs(digest: str, old: Instrument, new: Instrument | None) -> bool:
    """Whether the scores could differ; not where the hash alone is made in another way than it once was."""
    return new is None or scoring_hash(new) not in (digest, scoring_hash(old))


def _redefined(rows: Rows, digest: str, old: Instrument, new: Instrument | None) -> Redefined:
    forms = [form for form in rows.forms if form.scoring_hash == digest]
    patients = len({patient_of(rows, form) for form in forms})
    if new is None:
        return Redefined(old.id, old.version, None, digest, None, (), len(forms), patients)
    before = score(old, *arrays(rows, old, forms), len(forms))
    now, not_offered = _scored_anew(rows, new, forms)
    scales = [scale for scale in compared(before, now) if scale.changed.any()]
    changed = np.logical_or.reduce([scale.changed for scale in scales]) if scales else np.zeros(len(forms), dtype=bool)
    return Redefined(
        instrument=old.id,
        version_before=old.version,
        version=new.version,
        hash_before=digest,
        hash=scoring_hash(new),
        why=differences(old, new),
        forms=len(forms),
        patients=patients,
        not_offered=not_offered,
        changed_forms=int(changed.sum()),
        changed_patients=len({patient_of(rows, forms[place]) for place in map(int, np.flatnonzero(changed))}),
        scales=tuple(scale.summary(rows, forms) for scale in scales),
    )


def _scored_anew(rows: Rows, new: Instrument, forms: Sequence[Form]) -> tuple[ScoreTable, int]:
    """Scores under a definition that the forms were not answered with, and how many answers it does not offer."""
    answers, facts = arrays(rows, new, list(forms))
    masks = impossible_masks(new, answers)
    for item, mask in masks.items():
        answers[item][mask] = np.nan
    return score(new, answers, facts, len(forms)), sum(int(mask.sum()) for mask in masks.values())
