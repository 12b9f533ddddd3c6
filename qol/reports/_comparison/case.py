"""What every part of the comparison works from: the two groups, the visits, and the rows that count."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from qol.analysis.by_visit import ScaleByVisit, by_own_word, scale_by_visit
from qol.analysis.comparing.cohort import cohort
from qol.analysis.comparing.declared import Compared
from qol.analysis.comparing.models import Models
from qol.analysis.difference import LEAST
from qol.analysis.groups import are_strategies, pair, size
from qol.analysis.occasions import counted
from qol.analysis.one_set import in_one_set
from qol.analysis.study_data import Group, StudyData
from qol.errors import NotFound
from qol.instruments.definition import Instrument
from qol.instruments.references import References
from qol.reports._printed import Ledger
from qol.reports._visits import Occasion, occasions

NAMES = {"nom": "NOM", "surgery": "surgery"}
"""A strategy as it stands inside a sentence."""


@dataclass(frozen=True)
class Side:
    """One of the two groups: its mark on paper, its words, and everybody in it."""

    group: Group
    mark: str
    size: int

    @property
    def name(self) -> str:
        """The group at the head of a column: NOM, Surgery, or the arm's own label."""
        return {"nom": "NOM", "surgery": "Surgery"}.get(self.group.id, self.group.label)

    @property
    def short(self) -> str:
        """The same in a narrow column."""
        return "Surg." if self.group.id == "surgery" else self.name

    @property
    def inside(self) -> str:
        """The group inside a sentence."""
        return NAMES.get(self.group.id, self.group.label)

    @property
    def people(self) -> str:
        """`the NOM group`, `the surgery group`, or the arm."""
        return f"the {self.inside} group" if self.group.id in NAMES else self.group.label


@dataclass(frozen=True)
class Case:
    """A comparison under way. Differences are always first side minus second side."""

    data: StudyData
    first: Side
    second: Side
    strategies: bool
    visits: tuple[Occasion, ...]
    headline: Occasion | None
    chosen: str
    """How the headline visit was chosen, in words."""
    forms: pd.DataFrame
    items: pd.DataFrame
    scores: pd.DataFrame
    references: References
    ledger: Ledger = field(default_factory=Ledger)
    _scales: dict[tuple[str, str, str | None], ScaleByVisit] = field(default_factory=dict)

    @property
    def sides(self) -> tuple[Side, Side]:
        """First and second group."""
        return self.first, self.second

    @property
    def groups(self) -> tuple[Group, Group]:
        """The groups that the analysis takes."""
        return self.first.group, self.second.group

    @property
    def minus(self) -> str:
        """The declared direction: `NOM minus surgery`."""
        return f"{self.first.inside} minus {self.second.inside}"

    def instrument(self, instrument: str) -> Instrument | None:
        """An instrument of the study, where it has one."""
        return self.data.instruments.get(instrument)

    @cached_property
    def compared(self) -> Compared | None:
        """The declared comparison; None without a plan, for other groups, or where nobody is in one or was asked."""
        plan = self.data.protocol.plan
        if plan is None or not self.strategies or plan.primary.instrument not in self.data.instruments:
            return None
        found = cohort(self.data, self.groups, plan)
        return Compared(found) if all(found.to_weigh.sizes) else None

    @cached_property
    def models(self) -> Models | None:
        """The mixed models of the declared comparison; None where there is no such comparison."""
        return None if self.compared is None else Models(self.compared)

    def scale(self, instrument: str, scale: str, stoma: str | None = None) -> ScaleByVisit | None:
        """One scale at every visit, computed once; None where the study does not have it or nobody a score."""
        key = (instrument, scale, stoma)
        definition = self.instrument(instrument)
        if definition is None or scale not in definition.scale_by_id:
            return None
        if key not in self._scales:
            visits = [visit.id for visit in self.visits]
            self._scales[key] = scale_by_visit(self.scores, definition, scale, self.groups, visits, stoma)
        found = self._scales[key]
        return found if found.asked else None


KEYS = ("patient", "group", "visit", "also_visit", "instrument", "form", "attempt", "study_day", "status", "stoma")
FORMS = ("stoma_intent", "on_date", "mode", "wording_kind")
ITEMS = ("item", "value", "text", "state")
SCORES = ("scale", "value", "outcome", "band")
WORDS = ("group", "visit", "also_visit", "instrument", "status", "stoma", "item", "state", "scale", "outcome")


def _slim(rows: pd.DataFrame, more: tuple[str, ...]) -> pd.DataFrame:
    """The columns that a comparison needs, repeated words as categories: filtering is then ten times faster."""
    kept = rows[[name for name in (*KEYS, *more) if name in rows]]
    return kept.astype({name: "category" for name in WORDS if name in kept})


def case(data: StudyData, references: References, visit: str | None = None, disease_set: str | None = None) -> Case:
    """Take a data cut apart for comparison; `visit` names the headline visit, else it is chosen and said.

    disease_set: of which stage and intent, see `one_set`. Raises NotTwoGroups, NotFound, NoSuchSet.
    """
    data = in_one_set(data, disease_set)
    groups = pair(data)
    marks = ("nom", "surgery")
    first, second = (Side(group, mark, size(data.patients, group)) for group, mark in zip(groups, marks, strict=True))
    mine = {group.id for group in groups}
    forms, items, scores = (
        counted(_slim(rows[rows["group"].isin(mine)], more))
        for rows, more in ((data.forms, FORMS), (data.items, ITEMS), (data.scores, SCORES))
    )
    scores = by_own_word(scores, items, list(data.instruments.values()))
    visits = occasions(data, forms)
    headline, chosen = _headline(data, visits, forms, groups, visit)
    return Case(data, first, second, are_strategies(groups), visits, headline, chosen, forms, items, scores, references)


def _headline(
    data: StudyData, visits: tuple[Occasion, ...], forms: pd.DataFrame, groups: tuple[Group, Group], wanted: str | None
) -> tuple[Occasion | None, str]:
    """The visit that page 1 speaks of, and how it was chosen."""
    known: Mapping[str, Occasion] = {visit.id: visit for visit in visits}
    if wanted is not None:
        if wanted not in known:
            raise NotFound(f"No answers at a visit {wanted!r}; there are some at: {', '.join(known) or 'none'}.")
        return known[wanted], "as asked for"
    fewest = {
        visit.id: min(_people(forms, visit.id, group) for group in groups) for visit in visits if not visit.baseline
    }
    declared = data.protocol.plan.primary_visit if data.protocol.plan else ""
    if fewest.get(declared, 0) >= LEAST:
        return known[declared], "the visit that the protocol declares"
    if not fewest:
        return (visits[0], "the only visit with answers") if visits else (None, "no answers")
    best = max(fewest, key=lambda visit_id: fewest[visit_id])
    return known[best], "the visit with most people in the smaller group"


def _people(forms: pd.DataFrame, visit: str, group: Group) -> int:
    """How many people of a group have an answered form at a visit."""
    return int(forms.loc[(forms["visit"] == visit) & (forms["group"] == group.id), "patient"].nunique())
