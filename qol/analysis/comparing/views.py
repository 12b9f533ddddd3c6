"""The views of one data cut: each population, weighting and model computed once, when it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from qol.analysis.by_visit import by_own_word, scale_by_visit
from qol.analysis.comparing.choice import Choice, every_scale
from qol.analysis.comparing.cohort import of_people
from qol.analysis.comparing.course import CourseOfScale, course_of_scale
from qol.analysis.comparing.declared import Compared, family
from qol.analysis.comparing.living import AliveAt, alive_at, among_alive_of, deaths
from qol.analysis.comparing.populations import RECEIVED, Chosen, Population, by_received, chosen, possible
from qol.analysis.comparing.view import AtVisit, Question, View, enough
from qol.analysis.groups import pair
from qol.analysis.longitudinal.estimates import Estimate
from qol.analysis.occasions import counted
from qol.analysis.one_set import in_one_set
from qol.analysis.study_data import Group, StudyData
from qol.course.protocol import Visit


@dataclass(eq=False)
class Views:
    """The views of one data cut, each population and each view computed once when it is asked for."""

    data: StudyData
    _people: dict[Population, Chosen] = field(default_factory=dict, repr=False)
    _compared: dict[Population, Compared | None] = field(default_factory=dict, repr=False)
    _views: dict[Question, View] = field(default_factory=dict, repr=False)
    _courses: dict[tuple[Population, Choice], CourseOfScale] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if len(self.data.groups) == 2:  # otherwise `groups` says what is wrong
            self.data = in_one_set(self.data)

    @property
    def disease_set(self) -> str:
        """Of which stage and intent the views are; empty where the study has one set alone."""
        speaks = self.data.speaks_of
        return speaks.chosen if speaks is not None and len(speaks.members) > 1 else ""

    @cached_property
    def groups(self) -> tuple[Group, Group]:
        """NOM first. Raises NotTwoGroups."""
        return pair(self.data)

    @cached_property
    def populations(self) -> tuple[Population, ...]:
        """Those that the study has, the declared one first."""
        return possible(self.data, self.groups)

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """Scales of which anybody of the two groups has a score, in the order in which they are shown."""
        there = set(zip(self._scores["instrument"], self._scores["scale"], strict=True))
        return tuple(one for one in every_scale(self.data) if (one.instrument, one.scale) in there)

    @cached_property
    def visits(self) -> tuple[Visit, ...]:
        """Baselines and calendar visits at which anybody has a score."""
        there = set(self._scores["visit"])
        return tuple(one for one in self.data.protocol.visits if one.kind != "event" and one.id in there)

    @cached_property
    def declared(self) -> Question | None:
        """What is asked where nothing is chosen: the plan's primary scale and visit, else the first there are."""
        plan = self.data.protocol.plan
        compared = self.compared("declared") if plan else None
        if plan is not None and compared is not None:
            return Question(family(compared.cohort)[0], "declared", plan.weights, plan.primary_visit, self.disease_set)
        if not self.choices or not self.visits:
            return None
        return Question(self.choices[0], "everybody", "none", self.visits[-1].id, self.disease_set)

    def people(self, population: Population) -> pd.DataFrame:
        """The people of a population, one row each: patient, group, what is known before the decision."""
        return self._chosen(population).people

    def compared(self, population: Population) -> Compared | None:
        """The weighted comparison of a population.

        None without a plan, with nobody in a group, and where groups are formed form by form.
        """
        if population not in self._compared:
            found = self._chosen(population)
            empty = population == "received" or min(_sizes(found.people, self.groups)) == 0
            self._compared[population] = (
                None if found.plan is None or empty
                else Compared(of_people(self.data, self.groups, found.plan, found.whole, found.people))
            )  # fmt: skip
        return self._compared[population]

    def view(self, question: Question, weighted: bool = True) -> View:
        """Observed, weighted and modelled, at every visit; weighted numbers only where they are wanted already."""
        if not weighted:
            return self._view(question, weighted)
        if question not in self._views:
            self._views[question] = self._view(question, weighted)
        return self._views[question]

    @cached_property
    def _scores(self) -> pd.DataFrame:
        mine = {group.id for group in self.groups}
        rows = counted(self.data.scores[self.data.scores["group"].isin(mine)])
        items = counted(self.data.items[self.data.items["group"].isin(mine)])
        rows = rows[rows["outcome"] == "scored"]
        return by_own_word(rows, items, list(self.data.instruments.values()))

    def _chosen(self, population: Population) -> Chosen:
        if population not in self._people:
            self._people[population] = chosen(self.data, self.groups, population)
        return self._people[population]

    def _view(self, question: Question, weighted: bool) -> View:
        choice, received = question.choice, question.population == "received"
        found, compared = self._chosen(question.population), self.compared(question.population)
        groups = RECEIVED if received else found.groups
        instrument = self.data.instruments[choice.instrument]
        course = self._course(question.population, choice) if compared else None
        return View(
            data=self.data,
            question=question,
            groups=groups,
            sizes=None if received else _sizes(found.people, groups),
            instrument=instrument,
            scale=instrument.scale_by_id[choice.scale],
            visits=self._visits(question, found, compared if weighted else None, groups, _modelled(course)),
            weighed=compared.weighed(question.method) if compared else None,
            why_unweighted="" if compared else "received" if received else "empty" if found.plan else "no_plan",
            course=course,
            is_declared=self._is_declared(question, compared),
            is_primary=self._is_declared(question, compared) and question == self.declared,
            pending=not weighted,
        )

    def _visits(
        self,
        question: Question,
        found: Chosen,
        compared: Compared | None,
        groups: tuple[Group, Group],
        modelled: Mapping[str, Estimate],
    ) -> tuple[AtVisit, ...]:
        rows = self._scores[self._scores["patient"].isin(found.people["patient"])]
        rows = by_received(rows) if question.population == "received" else rows
        choice = question.choice
        told = scale_by_visit(
            rows, self.data.instruments[choice.instrument], choice.scale, groups,
            [visit.id for visit in self.visits], choice.stoma,
        )  # fmt: skip
        known = self.data.visits[self.data.visits["patient"].isin(found.people["patient"])]
        alive = self._alive(question)
        return tuple(
            AtVisit(
                visit,
                told.at(visit.id),
                compared.difference(choice, question.method, visit.id)
                if compared is not None and visit.kind == "calendar"
                else None,
                modelled.get(visit.id) if enough(told.at(visit.id)) else None,
                None if question.population == "received" else _expected(known, visit.id, groups),
                None if question.population == "received" else _died(known, visit.id, groups),
                alive.get(visit.id),
            )
            for visit in self.visits
            if told.at(visit.id).asked
        )

    def _alive(self, question: Question) -> dict[str, AliveAt]:
        """Visit -> scores among those alive; none where they are not the headline."""
        compared = self.compared(question.population)
        if compared is None or not deaths(compared.cohort).lead:
            return {}
        found = among_alive_of(compared, question.choice, question.method)
        return {visit: alive_at(compared.cohort, found, visit) for visit in compared.cohort.visits}

    def _course(self, population: Population, choice: Choice) -> CourseOfScale | None:
        compared, key = self.compared(population), (population, choice)
        if compared is None or not compared.cohort.visits:
            return None
        if key not in self._courses:
            self._courses[key] = course_of_scale(compared.cohort, choice)
        return self._courses[key]

    def _is_declared(self, question: Question, compared: Compared | None) -> bool:
        """Whether the plan declares exactly this: population, weights, visit, and a scale of its family."""
        plan = self.data.protocol.plan
        if plan is None or compared is None or question.population != "declared" or self.data.standing.other_set:
            return False
        return (
            question.method == plan.weights
            and question.visit == plan.primary_visit
            and question.choice in family(compared.cohort)
        )


def _modelled(course: CourseOfScale | None) -> dict[str, Estimate]:
    if course is None or course.model is None:
        return {}
    return {one.visit: one.difference for one in course.model.differences()}


def _sizes(people: pd.DataFrame, groups: tuple[Group, Group]) -> tuple[int, int]:
    return int((people["group"] == groups[0].id).sum()), int((people["group"] == groups[1].id).sum())


def _expected(visits: pd.DataFrame, visit: str, groups: tuple[Group, Group]) -> tuple[int, int]:
    here = visits[(visits["visit"] == visit) & visits["expected"].fillna(value=False).astype(bool)]
    return _sizes(here, groups)


def _died(visits: pd.DataFrame, visit: str, groups: tuple[Group, Group]) -> tuple[int, int]:
    return _sizes(visits[(visits["visit"] == visit) & (visits["status"] == "deceased")], groups)
