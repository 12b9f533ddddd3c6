"""Time to deterioration in the declared analysis set by the points of its plan, and change since the baseline."""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.cohort import Cohort
from qol.analysis.comparing.declared import choice_of
from qol.analysis.events.by_group import ByGroup, by_group
from qol.analysis.events.deterioration import Deterioration, Rule, Why, deterioration
from qol.analysis.events.times import Times
from qol.analysis.weighting.people import Floats
from qol.course.analysis_plan import ScaleName
from qol.course.clocks import DAYS_A_MONTH, ENROLMENT
from qol.errors import AnalysisRefused

PROXY = "proxy"


@dataclass(frozen=True, eq=False)
class Worsening:
    """A scale's deterioration from the plan's baseline over the calendar visits, in months since the baseline form.

    Answers that somebody gave in the patient's place do not count. weights (n,): of everybody in the set, or none.
    """

    cohort: Cohort
    choice: Choice
    threshold: float
    higher_means: Literal["better", "worse"]
    weights: Floats | None = None

    @cached_property
    def scores(self) -> Floats:
        """Baseline and calendar visits (n, 1 + t)."""
        return self._own.several(self.choice, self._visits)

    @cached_property
    def days(self) -> Floats:
        """Days of the same forms on the study clock (n, 1 + t)."""
        return self._own.several(self.choice, self._visits, "study_day")

    @cached_property
    def died(self) -> Floats:
        """Day of death on the study clock (n,), NaN for the living and for those whose clock never started."""
        events = self.cohort.data.events
        clock = str(self.cohort.data.protocol.study_clock)
        first = events.dropna(subset=["day"]).groupby(["event", "patient"])["day"].min()
        people = self.cohort.people["patient"]

        def day_of(event: str) -> Floats:
            known = dict(first.xs(event)) if event in first.index.get_level_values(0) else {}
            return np.asarray(people.map(known), dtype=np.float64)

        return day_of("death") - (0.0 if clock == ENROLMENT else day_of(clock))

    def found(self, death: Literal["event", "competing"] = "competing") -> Deterioration:
        """Each person's time and state, in the order of the cohort."""
        return deterioration(self.scores, self.days, self.died, Rule(self.threshold, self.higher_means, death=death))

    def by_group(self, death: Literal["event", "competing"]) -> ByGroup:
        """Curves and what compares them, first group first; the hazard ratio is the first against the second."""
        found = self.found(death)
        kept = found.counted
        weights = None if self.weights is None else self.weights[kept]
        times = Times(found.days[kept] / DAYS_A_MONTH, found.state[kept], weights)
        return by_group(times, np.where(self.cohort.first[kept], 0, 1), self.cohort.labels, "months")

    @cached_property
    def seen(self) -> tuple[Counter[Why], Counter[Why]]:
        """How people of the first and of the second group fared, death competing."""
        why = np.array(self.found().why, dtype=object)
        return Counter(why[self.cohort.first]), Counter(why[~self.cohort.first])

    def change(self, visit: str) -> tuple[Floats, Floats]:
        """Score at a visit minus that at the baseline, NaN where one is missing: first and second group."""
        before, then = self._own.several(self.choice, (self._visits[0], visit)).T
        return (then - before)[self.cohort.first], (then - before)[~self.cohort.first]

    @cached_property
    def _own(self) -> Cohort:
        scores = self.cohort.scores
        return replace(self.cohort, scores=scores[scores["mode"] != PROXY]) if "mode" in scores else self.cohort

    @property
    def _visits(self) -> tuple[str, ...]:
        return (self.cohort.plan.model_baseline, *self.cohort.visits)


def declared(cohort: Cohort) -> tuple[Worsening, ...]:
    """The scales for which the plan names points, in its order. Scales that the study does not have are left out."""
    return tuple(
        one for name, points in cohort.plan.deterioration.items()
        if (one := of_scale(cohort, name, points)) is not None
    )  # fmt: skip


def of_scale(cohort: Cohort, name: str, points: float) -> Worsening | None:
    """One scale, written `instrument.scale`; None where the study does not have it."""
    instrument, _, scale = name.partition(".")
    definition = cohort.data.instruments.get(instrument)
    if definition is None or scale not in definition.scale_by_id:
        return None
    choice = choice_of(cohort, ScaleName(instrument=instrument, scale=scale))
    return Worsening(cohort, choice, points, definition.scale_by_id[scale].higher_means)


def weighted(one: Worsening, weights: Floats) -> Worsening:
    """The same under weights (n,), which must be of everybody in the set."""
    if weights.size != len(one.cohort.people):
        raise AnalysisRefused(["There must be one weight for each person of the analysis set."])
    return replace(one, weights=weights)
