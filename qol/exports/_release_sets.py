"""Who is counted where in the tables for release: sets of people by the values of the columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import pandas as pd

from qol.analysis.bowel import PARTS, bowel_of_people
from qol.analysis.completeness import valid_forms
from qol.analysis.disclosure.cube import ALL
from qol.analysis.occasions import counted
from qol.analysis.study_data import Group, StudyData

OWN = "treatment_satisfaction"
UNKNOWN = "not recorded"
NEITHER = Group("neither", "Neither group")
NO_FORM = "no valid form"

Key = tuple[str, ...]
Sets = dict[Key, set[str]]


@dataclass(frozen=True)
class Counted:
    """What every table needs, taken from the data once."""

    data: StudyData
    groups: Mapping[str, set[str]]
    valid: pd.DataFrame
    forms: pd.DataFrame
    scores: pd.DataFrame
    items: pd.DataFrame

    def answered(self, visit: str) -> set[str]:
        """Everybody with a valid form of any questionnaire at the visit."""
        return set(self.valid.loc[self.valid["visit"] == visit, "patient"])


def taken(data: StudyData) -> Counted:
    """The groups, with those in neither, and the counted rows."""
    group = data.patients["group"]
    known = {one.id for one in data.groups}
    groups = {one.id: set(data.patients.loc[group == one.id, "patient"]) for one in data.groups}
    groups[NEITHER.id] = set(data.patients.loc[~group.isin(known), "patient"])
    return Counted(
        data, groups, valid_forms(data.items), counted(data.forms), counted(data.scores), counted(data.items)
    )


def primary_visit(found: Counted) -> str | None:
    """The plan's primary visit, else the one with most people; None where nobody has answered anything."""
    if found.data.protocol.plan is not None:
        return found.data.protocol.plan.primary_visit
    people = found.valid.groupby("visit", observed=True)["patient"].nunique()
    return str(people.idxmax()) if len(people) else None


def margins(found: Counted) -> Sets:
    """The sizes of the groups, which all tables share: (group, ALL, ALL)."""
    return {(ALL, ALL, ALL): set().union(*found.groups.values()), **{(g, ALL, ALL): p for g, p in found.groups.items()}}


def people(found: Counted) -> Sets:
    """Group x sex x clinical response, with every total."""
    rows = found.data.patients.set_index("patient")
    sex, response = (
        (rows[name] if name in rows else pd.Series(index=rows.index, dtype=object))
        .astype(object)
        .fillna(UNKNOWN)
        .astype(str)
        for name in ("sex", "response")
    )
    everybody = set(rows.index)

    def those(values: pd.Series, value: str) -> set[str]:
        return everybody if value == ALL else set(values.index[values == value])

    return {
        (group, of_sex, of_response): (everybody if group == ALL else found.groups[group])
        & those(sex, of_sex) & those(response, of_response)
        for group, of_sex, of_response in product(
            (*found.groups, ALL), (*sorted(set(sex)), ALL), (*sorted(set(response)), ALL)
        )
    }  # fmt: skip


def completeness(found: Counted, visit: str) -> Sets:
    """Group x whether there is a valid form at the visit: (group, valid, no valid form or ALL)."""
    done = found.answered(visit)
    sets: Sets = {}
    for group, members in found.groups.items():
        sets |= {(group, "valid"): members & done, (group, NO_FORM): members - done, (group, ALL): members}
    return sets


def bowel(found: Counted, group: Group, visit: str) -> Sets:
    """The people of a group with a valid form at the visit, by stoma and LARS category: (category,)."""
    done = found.groups[group.id] & found.answered(visit)
    part = bowel_of_people(found.forms, found.scores, group, visit)
    sets: Sets = {(name,): set(part.index[part == name]) & done for name in PARTS}
    sets["not seen",] = done - set(part.index)
    return {**sets, ("valid",): done}


def answers(found: Counted, group: Group, item: str, visit: str) -> Sets:
    """The same people by their answer to one question: (code, not applicable, skipped, not asked)."""
    done = found.groups[group.id] & found.answered(visit)
    rows = found.items[
        (found.items["instrument"] == OWN) & (found.items["item"] == item) & (found.items["visit"] == visit)
        & found.items["patient"].isin(done)
    ]  # fmt: skip
    codes = found.data.instruments[OWN].answers_of(item).scored_codes
    given = rows[rows["state"] == "answered"]
    values = given["value"].astype(float)
    sets: Sets = {(str(code),): set(given.loc[values == code, "patient"]) for code in codes}
    sets["not applicable",] = set(rows.loc[rows["state"] == "chosen_not_applicable", "patient"])
    skipped = ("declined", "not_reached", "not_recorded")
    sets["skipped",] = set(rows.loc[rows["state"].isin(skipped), "patient"])
    sets["not asked",] = done - set().union(*sets.values())
    return {**sets, ("valid",): done}
