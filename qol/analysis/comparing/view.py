"""One scale of one population under one weighting, visit by visit: what is asked, and what is shown of it."""

from dataclasses import dataclass

from qol.analysis.by_visit import ScaleAtVisit
from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.course import CourseOfScale
from qol.analysis.comparing.living import AliveAt
from qol.analysis.comparing.populations import Population
from qol.analysis.difference import LEAST
from qol.analysis.longitudinal.estimates import Estimate
from qol.analysis.study_data import Group, StudyData
from qol.analysis.weighting.adjusted import Adjusted, NotAdjusted
from qol.analysis.weighting.weighed import Weighed
from qol.analysis.weighting.weights import Method
from qol.course.protocol import Visit
from qol.instruments.definition import Instrument, Scale


@dataclass(frozen=True)
class Question:
    """What is asked for. disease_set: of which stage and intent; empty where the study has one set alone."""

    choice: Choice
    population: Population
    method: Method
    visit: str
    disease_set: str = ""


@dataclass(frozen=True)
class AtVisit:
    """One visit. told: observed, first minus second group.

    weighted, model: None where they do not exist, as at a baseline; the model also where a group has fewer than ten
    scores. expected, died: people of each group of whom a form was expected then, and who had died; None where groups
    are formed form by form.
    """

    visit: Visit
    told: ScaleAtVisit
    weighted: Adjusted | NotAdjusted | None
    model: Estimate | None
    expected: tuple[int, int] | None
    died: tuple[int, int] | None
    alive: AliveAt | None = None
    """Scores among those alive, where they are the headline."""


@dataclass(frozen=True, eq=False)
class View:
    """Everything that is shown of one question. Groups: NOM (or the first arm) first; differences first minus second.

    weighed: None where nothing is weighted, why_unweighted then says why in a word: `received`, `empty`, `no_plan`.
    """

    data: StudyData
    question: Question
    groups: tuple[Group, Group]
    sizes: tuple[int, int] | None
    instrument: Instrument
    scale: Scale
    visits: tuple[AtVisit, ...]
    weighed: Weighed | None
    why_unweighted: str
    course: CourseOfScale | None
    is_declared: bool
    is_primary: bool
    pending: bool
    """The weighted numbers are not there yet, and left out."""

    @property
    def chosen(self) -> AtVisit | None:
        """The visit that is asked about, where anybody answered then."""
        return next((row for row in self.visits if row.visit.id == self.question.visit), None)


def enough(told: ScaleAtVisit) -> bool:
    """Whether both groups have the ten scores below which nothing is said of their difference."""
    return min(told.first.n, told.second.n) >= LEAST
