"""Who is in the declared analysis set, who is not and why, and what is known of each before the decision."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from qol.analysis.occasions import at, counted
from qol.analysis.one_set import spoken_of
from qol.analysis.study_data import Group, StudyData
from qol.course.analysis_plan import COVARIATES, NUMBERS, AnalysisPlan

LABELS = {"response": "clinical response", "offered": "options really offered", "sex": "sex"}


@dataclass(frozen=True)
class Exclusion:
    """One restriction of the plan and how many of each group it leaves out, after the restrictions before it."""

    restriction: str
    first: int
    second: int
    unknown: int
    """Of these, how many are out because it is not known of them."""

    def sentence(self) -> str:
        """The restriction and whom it leaves out, first and second group."""
        unknown = f" ({self.unknown} of them because it is not known)" if self.unknown else ""
        return f"{self.restriction}: {self.first} and {self.second}{unknown}"


@dataclass(frozen=True)
class AnalysisSet:
    """The people of two groups with what is known before the decision.

    people: one row a patient of either group: patient, group, `in_set` (bool), and every covariate of the
        vocabulary; numbers as floats, NaN where unknown; codes as text, None where unknown.
    exclusions: by name, since a stored plan has no order; their sums and the people in the set make up everybody.
    """

    groups: tuple[Group, Group]
    people: pd.DataFrame
    exclusions: tuple[Exclusion, ...]

    @property
    def within(self) -> pd.DataFrame:
        """The people of the set."""
        return self.people[self.people["in_set"]]

    def size(self, group: Group) -> int:
        """How many of a group are in the set."""
        return int((self.within["group"] == group.id).sum())

    def sentence(self) -> str:
        """Who was left out, in one sentence."""
        left = [one.sentence() for one in self.exclusions]
        first, second = self.groups
        sizes = f"{self.size(first)} and {self.size(second)} in the analysis set ({first.label}, {second.label})"
        return f"{sizes}; left out {'; '.join(left) if left else 'nobody'}."


def analysis_set(data: StudyData, groups: tuple[Group, Group], plan: AnalysisPlan | None) -> AnalysisSet:
    """The set that a plan declares, its restrictions by name; everybody of both groups where it restricts nothing.

    Always of one set of stage and intent, unless they were pooled by choice (`one_set`).
    Somebody of whom a restriction is not known is left out and counted as such, never taken in on trust.
    """
    people = covariates(data, groups, plan)
    inside, exclusions = _of_one_set(data, groups, people)
    for name, values in sorted(plan.restricted_to.items()) if plan else ():
        kept = people[name].isin(values)
        out = people[inside & ~kept]
        exclusions.append(
            Exclusion(
                f"{LABELS.get(name, name.replace('_', ' '))} not {' or '.join(v.replace('_', '-') for v in values)}",
                first=int((out["group"] == groups[0].id).sum()),
                second=int((out["group"] == groups[1].id).sum()),
                unknown=int(out[name].isna().sum()),
            )
        )
        inside &= kept
    return AnalysisSet(groups, people.assign(in_set=inside.to_numpy(dtype=bool)), tuple(exclusions))


def _of_one_set(
    data: StudyData, groups: tuple[Group, Group], people: pd.DataFrame
) -> tuple["pd.Series[bool]", list[Exclusion]]:
    """Who is in the one set of stage and intent that is spoken of; the people of other sets, where they are there."""
    speaks = data.speaks_of or spoken_of(data)
    inside = ~people["patient"].isin(speaks.apart)
    out = people[~inside]
    sizes = [int((out["group"] == group.id).sum()) for group in groups]
    return inside, [Exclusion(f"another set than {speaks.words}", sizes[0], sizes[1], 0)] if any(sizes) else []


def covariates(data: StudyData, groups: tuple[Group, Group], plan: AnalysisPlan | None) -> pd.DataFrame:
    """Patient, group, what was offered, and every covariate; `baseline` is the primary score at the model baseline."""
    mine = data.patients[data.patients["group"].isin([group.id for group in groups])]
    decided = pd.to_datetime(mine["decided_on"], errors="coerce")
    table = mine.assign(
        age=pd.to_numeric(mine["age_at_enrolment"], errors="coerce").astype(float),
        decision_year=decided.dt.year.astype(float),
        baseline=mine["patient"].map(_baseline(data, plan)).astype(float) if plan else np.nan,
    )
    for name in NUMBERS:
        table[name] = pd.to_numeric(table[name], errors="coerce").astype(float) if name in table else np.nan
    wanted = ["patient", "group", "offered", *COVARIATES]
    return table.reindex(columns=wanted).reset_index(drop=True)


def _baseline(data: StudyData, plan: AnalysisPlan) -> dict[str, float]:
    """Patient -> primary score at the plan's baseline visit, which is never exchanged for the other baseline."""
    scores = at(counted(data.scores), plan.model_baseline)
    kept = scores[
        (scores["instrument"] == plan.primary.instrument) & (scores["scale"] == plan.primary.scale)
        & (scores["outcome"] == "scored")
    ]  # fmt: skip
    return dict(zip(kept["patient"], kept["value"].astype(float), strict=True))
