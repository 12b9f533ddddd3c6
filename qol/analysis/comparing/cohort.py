"""The declared analysis set as arrays: one row a person, one column a scheduled visit."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from qol.analysis.analysis_set import AnalysisSet, analysis_set
from qol.analysis.by_visit import by_own_word
from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.columns import covariate
from qol.analysis.longitudinal.followed import Covariate, Followed
from qol.analysis.occasions import counted
from qol.analysis.study_data import Group, StudyData
from qol.analysis.weighting.people import Flags, Floats, People
from qol.course.analysis_plan import AnalysisPlan


@dataclass(frozen=True, eq=False)
class Cohort:
    """The people of the analysis set (n), in the order of their pseudonyms, at the calendar visits (t) of the study.

    Groups: NOM (or the first arm) first. Differences are always first minus second group.
    """

    data: StudyData
    groups: tuple[Group, Group]
    plan: AnalysisPlan
    chosen: AnalysisSet
    people: pd.DataFrame
    """One row a person (n): patient, group, every covariate of the vocabulary."""
    visits: tuple[str, ...]
    """Calendar visits at which anybody of the set has a counted form."""
    scores: pd.DataFrame = field(repr=False)
    """Counted rows with an outcome `scored`, `stoma` by the patient's own word."""

    @property
    def labels(self) -> tuple[str, str]:
        """Labels of the first and second group."""
        return self.groups[0].label, self.groups[1].label

    @cached_property
    def first(self) -> Flags:
        """Who is in the first group (n,)."""
        return np.asarray(self.people["group"] == self.groups[0].id, dtype=bool)

    @cached_property
    def covariates(self) -> tuple[Covariate, ...]:
        """The covariates that the plan declares, in its order; `baseline` is the primary score at the baseline."""
        return tuple(covariate(name, self.people[name]) for name in self.plan.covariates)

    @cached_property
    def to_weigh(self) -> People:
        """What the propensity model is fitted to."""
        return People(self.first, self.labels, self.covariates)

    def scored(self, choice: Choice) -> Floats:
        """Scores of a scale (n, t), NaN where there is none; people of one stoma status alone where so chosen."""
        return self._wide(choice, self.visits)

    def at(self, choice: Choice, visit: str) -> Floats:
        """Scores at any one visit (n,), a baseline too."""
        return np.asarray(self._wide(choice, (visit,))[:, 0])

    def several(self, choice: Choice, visits: tuple[str, ...], column: str = "value") -> Floats:
        """Scores, or another number of the same rows such as `study_day`, at any visits (n, len(visits))."""
        return self._wide(choice, visits, column)

    def baseline(self, choice: Choice) -> Floats:
        """Scores at the plan's baseline (n,), never exchanged for the other baseline, of the same stoma status."""
        return self.at(choice, self.plan.model_baseline)

    @cached_property
    def alive(self) -> Floats:
        """1 alive, 0 dead at a visit (n, t); NaN where the window has not opened or the person had withdrawn."""
        rows = self.data.visits[self.data.visits["visit"].isin(self.visits)]
        state = rows["status"].map(lambda status: 0.0 if status == "deceased" else 1.0)
        state = state.where(~rows["status"].isin(["upcoming", "withdrawn"]))
        return self._placed(rows["patient"], rows["visit"], state, self.visits)

    def followed(self, choice: Choice, weights: Floats | None = None) -> tuple[Followed, tuple[str, ...]]:
        """The scale followed over its visits with the baseline score as a covariate, second group first in the list
        (so that differences are first minus second), and the visits that had to be left out because nobody of a
        group has a score there, or all scores are the same.

        Who has no baseline score takes part in no such model; where a group has none, the model has no baseline. A
        scale of people with a stoma has none either: before it, the same items meant something else.
        """
        scores = self.scored(choice)
        before = self.baseline(choice)
        known = ~np.isnan(before)
        there = bool((known & self.first).any() and (known & ~self.first).any() and np.ptp(before[known]) > 0)
        with_baseline = there and choice.stoma != "yes"
        taking = known if with_baseline else np.ones_like(known)
        enough = [
            bool(all((~np.isnan(scores[taking & side, t])).any() for side in (self.first, ~self.first))
                 and np.ptp(scores[taking & ~np.isnan(scores[:, t]), t]) > 0)
            for t in range(len(self.visits))
        ]  # fmt: skip
        kept = np.flatnonzero(enough)
        covariates = (Covariate("baseline score", before, by_visit=True),) if with_baseline else ()
        left_out = tuple(visit for visit, there in zip(self.visits, enough, strict=True) if not there)
        return Followed(
            outcome=scores[:, kept],
            group=self.first.astype(np.int64),
            groups=(self.labels[1], self.labels[0]),
            visits=tuple(self.visits[t] for t in kept),
            covariates=covariates,
            weights=weights,
        ), left_out  # fmt: skip

    @cached_property
    def _by_scale(self) -> dict[tuple[str, str], pd.DataFrame]:
        """The scores apart by instrument and scale, which every question asks for."""
        parts = self.scores.groupby(["instrument", "scale"], sort=False, observed=True)
        return {(str(instrument), str(scale)): rows for (instrument, scale), rows in parts}

    def _wide(self, choice: Choice, visits: tuple[str, ...], column: str = "value") -> Floats:
        rows = self._by_scale.get((choice.instrument, choice.scale), self.scores.iloc[:0])
        if choice.stoma is not None:
            rows = rows[rows["stoma"] == choice.stoma]
        rows = rows[rows["visit"].isin(visits)]
        return self._placed(rows["patient"], rows["visit"], rows[column], visits)

    def _placed(self, patient: pd.Series, visit: pd.Series, values: pd.Series, visits: tuple[str, ...]) -> Floats:
        placed = np.full((len(self.people), len(visits)), np.nan)
        who = pd.Index(self.people["patient"]).get_indexer(pd.Index(patient))
        when = pd.Index(visits).get_indexer(pd.Index(visit))
        here = (who >= 0) & (when >= 0)
        placed[who[here], when[here]] = values.to_numpy(dtype=np.float64, na_value=np.nan)[here]
        return placed


def cohort(data: StudyData, groups: tuple[Group, Group], plan: AnalysisPlan) -> Cohort:
    """The analysis set that the plan declares, ready to be compared."""
    chosen = analysis_set(data, groups, plan)
    people = chosen.within.sort_values("patient", kind="stable").reset_index(drop=True)
    return of_people(data, groups, plan, chosen, people)


def of_people(
    data: StudyData, groups: tuple[Group, Group], plan: AnalysisPlan, chosen: AnalysisSet, people: pd.DataFrame
) -> Cohort:
    """The same of other people of the study, for a sensitivity analysis or a stratum."""
    people = people.sort_values("patient", kind="stable").reset_index(drop=True)
    mine = data.scores[data.scores["patient"].isin(people["patient"])]
    rows = counted(mine)
    rows = rows[rows["outcome"] == "scored"]
    items = data.items[data.items["patient"].isin(people["patient"])]
    rows = by_own_word(rows, counted(items), list(data.instruments.values()))
    seen = set(rows["visit"])
    visits = tuple(visit.id for visit in data.protocol.visits if visit.kind == "calendar" and visit.id in seen)
    return Cohort(data, groups, plan, chosen, people, visits, rows)
