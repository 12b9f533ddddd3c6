"""The people behind the counts that the comparison prints side by side, as sets by the name of the count."""

from collections.abc import Hashable

import pandas as pd

from qol.analysis.bowel import CATEGORIES, PARTS, STOMAS, bowel_of_people
from qol.reports._comparison import disease
from qol.reports._comparison.case import Case, Side
from qol.reports._comparison.flow import parts, reasons

Sets = dict[Hashable, set[str]]
EVERYWHERE = ("set_size", "apart_people", "enrolled", "not_in_a_group", "entered")
"""Counts that are the same at whatever visit they are printed."""


def key(kind: str, **what: str) -> Hashable:
    """The name of a count: its kind, and where it stands."""
    places = {name: value for name, value in what.items() if value and not (kind in EVERYWHERE and name == "visit")}
    return kind, tuple(sorted(places.items()))


def of_the_study(case: Case) -> Sets:
    """Everybody, the two groups, and who is in neither."""
    apart = disease.of(case).apart
    everybody = set(case.data.patients["patient"]) | apart
    groups = {key("entered", group=side.group.id): members(case, side) for side in case.sides}
    neither = everybody.difference(apart, *groups.values())
    return {key("enrolled"): everybody, key("not_in_a_group"): neither, **groups, **_other_sets(case, apart)}


def _other_sets(case: Case, apart: frozenset[str]) -> Sets:
    """The sizes of the sets of stage and intent that are named beside: those apart, or those that were pooled."""
    speaks = disease.of(case)
    named = speaks.members if speaks.pooled else speaks.others
    sets: Sets = {
        key("set_size", item=one, group=side.group.id): set(people)
        for one in named for side, people in zip(case.sides, speaks.members[one], strict=True)
    }  # fmt: skip
    return {**sets, key("apart_people"): set(apart)} if apart else sets


def members(case: Case, side: Side) -> set[str]:
    """Everybody who entered a group."""
    return set(case.data.patients.loc[case.data.patients["group"] == side.group.id, "patient"])


def of_a_visit(case: Case, side: Side, visit: str, valid: pd.DataFrame) -> Sets:
    """One group at one visit: expected, valid, the bowel; at the headline visit also what followed and reasons."""
    what = {"group": side.group.id, "visit": visit}
    everybody, rows = members(case, side), case.data.visits
    expected = set(rows.loc[(rows["visit"] == visit) & rows["expected"].astype(bool), "patient"]) & everybody
    done = set(valid.loc[valid["visit"] == visit, "patient"]) & everybody
    sets: Sets = {
        key("entered", **what): everybody, key("expected", **what): expected, key("valid", **what): done,
        key("valid_expected", **what): expected & done, **_bowel(case, side, visit),
    }  # fmt: skip
    if case.headline is None or visit != case.headline.id:
        return sets
    sets |= {key("analysed", **what): done, key("not_analysed", **what): everybody - done}
    here = case.data.patients[case.data.patients["group"] == side.group.id]
    for name, _, part in parts(case, here):
        people = set(part["patient"])
        sets |= {
            key("followed", stratum=name, **what): people,
            key("followed_answered", stratum=name, **what): people & done,
        }
    why = reasons(case, side, done)
    return sets | {
        key("not_analysed_reason", item=str(name), **what): set(why.index[why == name]) for name in why.unique()
    }


def _bowel(case: Case, side: Side, visit: str) -> Sets:
    what = {"instrument": "lars", "group": side.group.id, "visit": visit}
    part = bowel_of_people(case.forms, case.scores, side.group, visit)

    def those(*names: str) -> set[str]:
        return set(part.index[part.isin(names)])

    return {
        **{key(f"bowel_{name}", **what): those(name) for name in (*STOMAS, *CATEGORIES)},
        key("stoma_or_major", **what): those(*STOMAS, "major"),
        key("bowel_known", **what): those(*STOMAS, *CATEGORIES),
        key("lars_scored", **what): those(*CATEGORIES),
        key("lars_left_out", **what): those("gaps", "unknown"),
        key("seen", **what): those(*PARTS),
    }


def of_an_answer(case: Case, side: Side, instrument: str, item: str, visit: str) -> Sets:
    """One group's answers to one question: each code, and all who answered."""
    what = {"instrument": instrument, "item": item, "group": side.group.id, "visit": visit}
    rows = case.items[
        (case.items["instrument"] == instrument) & (case.items["item"] == item)
        & (case.items["visit"] == visit) & (case.items["group"] == side.group.id)
    ]  # fmt: skip
    given = rows[rows["state"] == "answered"]
    codes = given["value"].astype(float).astype(int)
    found: Sets = {key("answered", **what): set(given["patient"])}
    for code in case.data.instruments[instrument].answers_of(item).scored_codes:
        found[key("answer", answer=str(code), **what)] = set(given.loc[codes == code, "patient"])
    return found
