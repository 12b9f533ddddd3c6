"""The people of two groups by what was known at the decision, and by what was offered and wanted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from qol.analysis.by_visit import ScaleAtVisit, scale_by_visit
from qol.analysis.comparing.choice import Choice
from qol.analysis.decision import flags
from qol.analysis.difference import LEAST
from qol.analysis.study_data import Group, StudyData
from qol.course.analysis_plan import CODED

Kind = Literal["response", "clinical_t", "clinical_n", "clinical_m", "offered", "wish"]
NOT_KNOWN = "not_known"
KINDS: Mapping[Kind, tuple[str, ...]] = {
    "response": CODED["response"],
    "clinical_t": CODED["clinical_t"],
    "clinical_n": CODED["clinical_n"],
    "clinical_m": CODED["clinical_m"],
    "offered": ("both", "one"),
    "wish": ("yes", "no", "open"),
}
"""What people are divided by -> its words in their order; who has none of them is `not_known`.

Tumour categories stand as they were recorded: no source here groups T, N and M into stages. offered: as recorded with
the decision. wish: by the patient's first answer, got what they had wanted, got the other, wanted neither or either.
"""
_ONE = {"nom": "one", "surgery": "one"}
_WISHES = {"unsure": "open"}

OWN = "treatment_satisfaction"
FIRST = ((OWN, ("TRT", "DEC", "WOR")), ("decision_regret", ("total",)), ("cancer_worry", ("total_6", "total_8")))
"""Satisfaction, regret and worry: the scales that come first, instrument by instrument."""


@dataclass(frozen=True)
class Stratum:
    """People of one word of a kind. sizes: of the first and second group, whether they answered or not."""

    kind: Kind
    word: str
    people: frozenset[str]
    sizes: tuple[int, int]


def strata(people: pd.DataFrame, items: pd.DataFrame, groups: tuple[Group, Group], kind: Kind) -> tuple[Stratum, ...]:
    """The strata in which anybody is, `not_known` last; together they hold every person of `people` once.

    people: one row a person: patient, group, and the columns of `KINDS` but wish. items: counted rows of these people.
    """
    said = _wishes(people, items) if kind == "wish" else people[kind].replace(_ONE) if kind in people else None
    words = pd.Series(NOT_KNOWN, index=people.index) if said is None else said.where(said.isin(KINDS[kind]), NOT_KNOWN)
    found = []
    for word in (*KINDS[kind], NOT_KNOWN):
        here = people[words == word]
        if len(here):
            first, second = (int((here["group"] == group.id).sum()) for group in groups)
            found.append(Stratum(kind, word, frozenset(here["patient"]), (first, second)))
    return tuple(found)


def divided(people: pd.DataFrame, items: pd.DataFrame, groups: tuple[Group, Group]) -> tuple[Kind, ...]:
    """The kinds of which anything is known of anybody."""
    return tuple(
        kind for kind in KINDS if any(one.word != NOT_KNOWN for one in strata(people, items, groups, kind))
    )  # fmt: skip


def first_scales(data: StudyData) -> tuple[Choice, ...]:
    """The scales of satisfaction, regret and worry that the study has."""
    return tuple(
        Choice(instrument, scale)
        for instrument, scales in FIRST if instrument in data.instruments
        for scale in scales if scale in data.instruments[instrument].scale_by_id
    )  # fmt: skip


def of_people(
    data: StudyData, scores: pd.DataFrame, groups: tuple[Group, Group], choice: Choice, visit: str,
    people: Iterable[str] | None = None,
) -> ScaleAtVisit:  # fmt: skip
    """One scale at one visit, of everybody in `scores` or of these people alone: observed, nothing is weighted.

    scores: counted rows. Fewer than ten scores in a group: no difference.
    """
    rows = scores if people is None else scores[scores["patient"].isin(set(people))]
    return scale_by_visit(rows, data.instruments[choice.instrument], choice.scale, groups, [visit]).at(visit)


def enough(sizes: tuple[int, int]) -> bool:
    """Whether both groups are large enough to be drawn and compared."""
    return min(sizes) >= LEAST


def _wishes(people: pd.DataFrame, items: pd.DataFrame) -> pd.Series:
    known = flags(items)
    wish = dict(zip(known["patient"], known["wish_met"], strict=True)) if len(known) else {}
    return people["patient"].map(wish).replace(_WISHES)
