"""Every scale of a comparison over its visits, each model fitted once when it is asked for."""

from dataclasses import dataclass, field
from functools import cached_property

from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.course import CourseOfScale, course_of_scale
from qol.analysis.comparing.declared import Compared, choice_of
from qol.analysis.comparing.living import Deaths, NotAmongAlive, among_alive_of, deaths
from qol.analysis.longitudinal.among_alive import AmongAlive
from qol.analysis.weighting.people import Floats


@dataclass(eq=False)
class Models:
    """Mixed models of a comparison, unweighted and under the declared weights, and means among those alive."""

    compared: Compared
    _found: dict[tuple[Choice, bool], CourseOfScale] = field(default_factory=dict, repr=False)
    _alive: dict[tuple[Choice, bool], AmongAlive | NotAmongAlive] = field(default_factory=dict, repr=False)

    def course(self, choice: Choice, weighted: bool = False) -> CourseOfScale:
        """The mixed model of a scale; under weights only where they can be trusted, else with the reasons."""
        key = (choice, weighted)
        if key not in self._found:
            cohort = self.compared.cohort
            no = self.refusals if weighted else ()
            self._found[key] = (
                CourseOfScale(choice, None, (), no)
                if no
                else course_of_scale(cohort, choice, self.weights if weighted else None)
            )
        return self._found[key]

    @property
    def refusals(self) -> tuple[str, ...]:
        """Why nothing is weighted, in words; empty where the declared weights can be used."""
        if self.compared.declared == "none":
            return ("the plan declares no weights",)
        return self.compared.weighed().refusals

    @property
    def weights(self) -> Floats:
        """The declared weights (n,)."""
        return self.compared.weighed().weights

    @cached_property
    def primary(self) -> Choice:
        """The primary scale of the plan."""
        return choice_of(self.compared.cohort, self.compared.cohort.plan.primary)

    def alive(self, weighted: bool = False, choice: Choice | None = None) -> "AmongAlive | NotAmongAlive":
        """A scale, else the primary one, among those alive at each visit, unweighted or under the declared weights."""
        if weighted and self.refusals:
            return NotAmongAlive(self.refusals)
        key = (choice or self.primary, weighted)
        if key not in self._alive:
            method = self.compared.declared if weighted else "none"
            self._alive[key] = among_alive_of(self.compared, key[0], method)
        return self._alive[key]

    @cached_property
    def deaths(self) -> Deaths:
        """Deaths by the primary visit, and whether they make the scores among those alive the headline."""
        return deaths(self.compared.cohort)
