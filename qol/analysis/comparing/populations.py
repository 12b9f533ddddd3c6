"""Of whom the groups are made: the declared analysis set, and the people that other questions are asked of."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from qol.analysis.analysis_set import AnalysisSet, analysis_set
from qol.analysis.groups import are_strategies
from qol.analysis.study_data import Group, StudyData
from qol.course.analysis_plan import AnalysisPlan
from qol.course.events import EventKind

Population = Literal["declared", "everybody", "offered", "kept", "received"]
"""declared: the plan's analysis set by strategy. everybody: all who entered, by strategy. offered: those of whom both
options are recorded as really offered. kept: NOM without any resection so far, against surgery; it conditions on the
future. received: by whether the rectum was in place when the form was answered, a state after the decision.
"""

IN_PLACE, REMOVED = "in_place", "removed"
RECEIVED = (Group(IN_PLACE, "Rectum in place"), Group(REMOVED, "Rectum removed"))


@dataclass(frozen=True, eq=False)
class Chosen:
    """The people (one row each) of two groups, and the plan under which they are compared, None without one."""

    groups: tuple[Group, Group]
    plan: AnalysisPlan | None
    whole: AnalysisSet
    people: pd.DataFrame


def possible(data: StudyData, groups: tuple[Group, Group]) -> tuple[Population, ...]:
    """The populations that a study has: imported arms know no strategy, and without a plan nothing is declared."""
    declared: tuple[Population, ...] = ("declared",) if data.protocol.plan else ()
    more: tuple[Population, ...] = ("offered", "kept", "received") if are_strategies(groups) else ()
    return (*declared, "everybody", *more)


def chosen(data: StudyData, groups: tuple[Group, Group], population: Population) -> Chosen:
    """The people of a population; of `received` everybody, whose group is known only form by form."""
    plan = data.protocol.plan
    if population != "declared" and plan is not None:
        restricted = {"offered": ("both",)} if population == "offered" else {}
        plan = plan.model_copy(update={"restricted_to": restricted})
    whole = analysis_set(data, groups, plan)
    people = whole.within
    if population == "offered" and plan is None:
        people = people[people["offered"] == "both"]
    if population == "kept":
        resected = set(data.events.loc[data.events["event"] == str(EventKind.RESECTION), "patient"])
        people = people[~((people["group"] == groups[0].id) & people["patient"].isin(resected))]
    return Chosen(groups, plan, whole, people.sort_values("patient", kind="stable").reset_index(drop=True))


def by_received(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the rectum's state on the day of the form as their group; unknown states are left out."""
    known = rows[rows["rectum"].notna()]
    return known.assign(group=known["rectum"].map(lambda state: REMOVED if state == "removed" else IN_PLACE))
