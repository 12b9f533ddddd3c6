"""One scale from visit to visit in two groups: description of each, and their observed difference."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qol.analysis.description import Description, describe
from qol.analysis.difference import Compared, difference
from qol.analysis.study_data import Group
from qol.instruments.definition import Instrument, Scale


@dataclass(frozen=True)
class ScaleAtVisit:
    """Both groups at one visit; `compared` is first minus second group."""

    visit: str
    first: Description
    second: Description
    compared: Compared

    @property
    def asked(self) -> bool:
        """Whether anybody has a score here."""
        return self.first.n + self.second.n > 0


@dataclass(frozen=True)
class ScaleByVisit:
    """One scale at each visit, in their order. `stoma` names the people kept: `no`, `yes`, or None for all."""

    instrument: str
    scale: Scale
    stoma: str | None
    visits: tuple[ScaleAtVisit, ...]

    def at(self, visit: str) -> ScaleAtVisit:
        """The row of one visit. Raises KeyError where the visit is not among them."""
        for row in self.visits:
            if row.visit == visit:
                return row
        raise KeyError(visit)

    @property
    def asked(self) -> bool:
        """Whether anybody has a score at any visit."""
        return any(row.asked for row in self.visits)


def scale_by_visit(
    scores: pd.DataFrame,
    instrument: Instrument,
    scale_id: str,
    groups: tuple[Group, Group],
    visits: Sequence[str],
    stoma: str | None = None,
) -> ScaleByVisit:
    """Describe and compare one scale at each visit.

    scores: counted rows, one a form and scale (columns instrument, scale, visit, group, outcome, value, and
    `stoma` where it is given). Only rows with outcome `scored` count; nothing is imputed.
    Raises ValueError where a scale that is separated by stoma is asked for everybody at once.
    """
    scale = instrument.scale_by_id[scale_id]
    if scale.separate_by == "stoma" and stoma is None:
        raise ValueError(f"{instrument.id} {scale_id} is never pooled across people with and without a stoma")
    rows = scores[
        (scores["instrument"] == instrument.id) & (scores["scale"] == scale_id)
        & (scores["outcome"] == "scored")
    ]  # fmt: skip
    if stoma is not None:
        rows = rows[rows["stoma"] == stoma]
    return ScaleByVisit(instrument.id, scale, stoma, tuple(_at_visit(rows, scale, groups, visit) for visit in visits))


def _at_visit(rows: pd.DataFrame, scale: Scale, groups: tuple[Group, Group], visit: str) -> ScaleAtVisit:
    here = rows[rows["visit"] == visit]
    first, second = (_values(here, group) for group in groups)
    return ScaleAtVisit(
        visit,
        describe(first, scale.lowest, scale.highest),
        describe(second, scale.lowest, scale.highest),
        difference(first, second),
    )


def _values(rows: pd.DataFrame, group: Group) -> NDArray[np.float64]:
    return rows.loc[rows["group"] == group.id, "value"].to_numpy(dtype=np.float64)


def by_own_word(rows: pd.DataFrame, items: pd.DataFrame, instruments: Sequence[Instrument]) -> pd.DataFrame:
    """The rows with `stoma` as the patient said it in the same form, where the form asks.

    A patient's own answer decides which wording was shown (bowel or bag), so it also decides with whom the
    scores are averaged; elsewhere the state recorded for that day stays.
    """
    own: dict[str, str] = {}
    for instrument in instruments:
        for item in instrument.items.values():
            if item.sets == "stoma":
                said = items[
                    (items["instrument"] == instrument.id) & (items["item"] == item.id)
                    & (items["state"] == "answered")
                ]  # fmt: skip
                own |= {
                    form: item.sets_by[int(code)]
                    for form, code in zip(said["form"], said["value"].astype(float), strict=True)
                    if int(code) in item.sets_by
                }
    if not own:
        return rows
    return rows.assign(stoma=rows["form"].map(own).where(rows["form"].isin(own), rows["stoma"]))
