"""A data cut that speaks of one set of stage and intent: the default of every comparison."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from qol.analysis.disease_set import POOLED, SETS, WORDS, Chosen, DiseaseSet, Members, SpeaksOf, disease_sets
from qol.analysis.groups import pair
from qol.analysis.study_data import Group, StudyData
from qol.errors import QolError

TABLES = ("patients", "events", "visits", "forms", "items", "scores", "corrections", "queries", "attention")


class NoSuchSet(QolError):
    """A set of stage and intent that the study does not have, or that has nobody in a group."""


def in_one_set(data: StudyData, wanted: str | None = None) -> StudyData:
    """The data without the people of both groups who are in another set; those in neither group stay.

    wanted: a set, or `pooled` for all of them; None takes the set with most people in its smaller group, then with most
    people, then the first of `SETS`. Where the study has one set alone, `pooled` is that set. Data that speak of a set
    already are given back as they are, unless another one is wanted. Raises NotTwoGroups, and NoSuchSet for a set that
    there is not or that has nobody in a group.
    """
    if data.speaks_of is not None:
        if wanted in (None, data.speaks_of.chosen):
            return data
        raise NoSuchSet(f"These data speak of {data.speaks_of.words} alone; take another set from the whole study.")
    speaks = spoken_of(data, wanted)
    standing = replace(data.standing, other_set=_other(speaks))
    without = _without(data, speaks.apart) if speaks.apart else {}
    return replace(data, speaks_of=speaks, locked=standing, **without)


def spoken_of(data: StudyData, wanted: str | None = None) -> SpeaksOf:
    """The sets of a whole study and which of them is spoken of; raises as `in_one_set`."""
    groups = pair(data)
    found = _sets(data, groups)
    default = _default(found)
    chosen: Chosen = default if wanted is None else _chosen(found, wanted, groups)
    return SpeaksOf(chosen, default, found, _unrecorded(data, found, chosen), _nothing_recorded(data, found))


def chosen_sets(data: StudyData) -> "pd.Series[str]":
    """Patient -> set, of everybody in the study."""
    return disease_sets(data.patients, data.events, data.protocol)


def _sets(data: StudyData, groups: tuple[Group, Group]) -> Members:
    found = chosen_sets(data)
    group = data.patients.set_index("patient")["group"]
    members: dict[DiseaseSet, tuple[frozenset[str], frozenset[str]]] = {}
    for one in SETS:
        here = group.reindex(found.index[found == one])
        first, second = (frozenset(here.index[here == side.id]) for side in groups)
        if first or second:
            members[one] = first, second
    return members


def _default(found: Members) -> DiseaseSet:
    def size(one: DiseaseSet) -> tuple[int, int]:
        first, second = found[one]
        return min(len(first), len(second)), len(first) + len(second)

    return max(found, key=size, default=SETS[0])


def _chosen(found: Members, wanted: str, groups: tuple[Group, Group]) -> Chosen:
    if wanted == POOLED:
        return POOLED if len(found) > 1 else _default(found)
    one = next((one for one in SETS if one == wanted), None)
    if one is None:
        raise NoSuchSet(f"There is no set {wanted!r} of stage and intent; sets: {', '.join((*SETS, POOLED))}.")
    sizes = [len(people) for people in found.get(one, (frozenset(), frozenset()))]
    if min(sizes) == 0:
        empty = _listed(group.label for group, size in zip(groups, sizes, strict=True) if not size)
        there = [f"{name} ({' and '.join(str(len(people)) for people in both)})" for name, both in found.items()]
        raise NoSuchSet(
            f"{WORDS[one]}: there is nobody in {empty}, so nothing can be compared. "
            f"Sets of this study (people of {groups[0].label} and of {groups[1].label}): {', '.join(there) or 'none'}."
        )
    return one


def _listed(names: Iterable[str]) -> str:
    return " and in ".join(names)


def _other(speaks: SpeaksOf) -> str:
    """Why nothing is confirmatory; empty for the set that is taken by itself."""
    if not speaks.by_choice:
        return ""
    return "stage and intent are pooled by choice" if speaks.pooled else "the set of stage and intent was chosen"


def _unrecorded(data: StudyData, found: Members, chosen: Chosen) -> tuple[int, int]:
    patients = data.patients
    known = patients["clinical_m"].notna() if "clinical_m" in patients else pd.Series(False, index=patients.index)
    unknown = set(patients.loc[~known, "patient"])
    here = found.values() if chosen == POOLED else [both for one, both in found.items() if one == chosen]
    return sum(len(first & unknown) for first, _ in here), sum(len(second & unknown) for _, second in here)


def _nothing_recorded(data: StudyData, found: Members) -> bool:
    if data.protocol.stage is not None or set(found) - {"stage_1_3"}:
        return False
    everybody = frozenset().union(*(people for both in found.values() for people in both))
    mine = data.patients[data.patients["patient"].isin(everybody)]
    return not any(mine[name].notna().any() for name in ("clinical_m", "treatment_intent") if name in mine)


def _without(data: StudyData, apart: frozenset[str]) -> dict[str, Any]:
    """Every table without some people; tables that know no patient as they are."""
    tables = {name: getattr(data, name) for name in TABLES}
    return {
        name: table[~table["patient"].isin(apart)].reset_index(drop=True)
        for name, table in tables.items() if "patient" in table
    }  # fmt: skip
