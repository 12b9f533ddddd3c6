"""What a part is built from: the people of the chosen population with their counted forms, answers and scores."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from qol.analysis.comparing.declared import Compared
from qol.analysis.comparing.view import Question
from qol.analysis.comparing.view_strata import Kind
from qol.analysis.comparing.views import Views
from qol.analysis.study_data import Group, StudyData
from qol.analysis.weighting.weights import Method
from qol.course.protocol import Visit
from qol.instruments.definition import Instrument
from qol.instruments.references import References
from qol.instruments.translations import Translation, translated
from qol.language import present
from qol.reports._comparison.case import Case, Side
from qol.reports._printed import Ledger
from qol.study.comparing.words import group_name


@dataclass(frozen=True, eq=False)
class Ground:
    """A question with its data. whole: both groups as a report takes them; by: what people are divided by, if anything.

    ready: the bootstrap of the question is there.
    """

    views: Views
    question: Question
    by: Kind | None
    whole: Case
    references: References
    translations: Mapping[tuple[str, str], Translation]
    ready: bool

    @property
    def data(self) -> StudyData:
        """The data cut."""
        return self.views.data

    @property
    def groups(self) -> tuple[Group, Group]:
        """NOM, or the first arm, first."""
        return self.views.groups

    @property
    def names(self) -> tuple[str, str]:
        """The groups at the head of a column."""
        first, second = self.groups
        return group_name(first), group_name(second)

    @property
    def visit(self) -> Visit:
        """The chosen visit."""
        return next(one for one in self.views.visits if one.id == self.question.visit)

    @property
    def compared(self) -> Compared | None:
        """The weighted comparison of the population."""
        return self.views.compared(self.question.population)

    def has(self, compared: Compared, method: Method) -> bool:
        """Whether weighted numbers can be given at once: nothing must be drawn again for them."""
        return method == "none" or bool(compared.weighed(method).refusals) or compared.redrawn(method).is_drawn

    @cached_property
    def people(self) -> pd.DataFrame:
        """One row a person of the population, whether they answered or not."""
        return self.views.people(self.question.population)

    @property
    def sizes(self) -> tuple[int, int]:
        """People of the first and second group."""
        return self.case.first.size, self.case.second.size

    @cached_property
    def case(self) -> Case:
        """The rows of these people alone."""
        mine, whole = set(self.people["patient"]), self.whole
        forms, items, scores = (
            rows[rows["patient"].isin(mine)] for rows in (whole.forms, whole.items, whole.scores)
        )  # fmt: skip
        return replace(
            whole, first=self._side(whole.first), second=self._side(whole.second), forms=forms, items=items,
            scores=scores, ledger=Ledger(), references=self.references, _scales={},
        )  # fmt: skip

    def _side(self, side: Side) -> Side:
        return replace(side, size=int((self.people["group"] == side.group.id).sum()))

    def worded(self, instrument: str) -> Instrument:
        """A questionnaire in the language in use; in its own where it has not been translated."""
        own = self.data.instruments[instrument]
        words = self.translations.get((instrument, present()))
        return own if words is None or words.version != own.version else translated(own, words)

    def speaks(self, instrument: str) -> bool:
        """Whether its words are in the language in use."""
        own = self.data.instruments[instrument]
        return present() == own.language or self.worded(instrument) is not own
