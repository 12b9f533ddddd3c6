"""The declared comparison at one visit: weights as the plan says, every scale of its family, Holm, and beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from qol.analysis.comparing.choice import Choice, Stoma
from qol.analysis.comparing.cohort import Cohort
from qol.analysis.multiplicity import Family, holm
from qol.analysis.weighting.adjusted import Adjusted, NotAdjusted
from qol.analysis.weighting.redrawn import Redrawn
from qol.analysis.weighting.weighed import Weighed, weigh
from qol.analysis.weighting.weights import Method, Weighting
from qol.course.analysis_plan import AnalysisPlan, ScaleName

METHODS: tuple[Method, ...] = ("overlap", "iptw", "none")
_TOGETHER: dict[Method, Method] = {"overlap": "iptw", "iptw": "overlap"}
"""Weights of the same propensity model: the redrawn samples of one serve the other."""


def weighting(plan: AnalysisPlan, method: Method) -> Weighting:
    """A method with the least effective size that the plan declares, else the usual one."""
    return Weighting(method) if plan.least_effective_size is None else Weighting(method, plan.least_effective_size)


@dataclass(eq=False)
class Compared:
    """Comparisons of a cohort, each computed once when it is asked for.

    The declared weights come first; the other methods stand beside them. Bootstrap: as often and with the seed that
    the plan says, patients drawn again and the weights refitted.
    """

    cohort: Cohort
    _redrawn: dict[Method, Redrawn] = field(default_factory=dict, repr=False)
    _found: dict[tuple[Method, Choice, str], Adjusted | NotAdjusted] = field(default_factory=dict, repr=False)

    @property
    def declared(self) -> Method:
        """The weights that the plan declares."""
        return self.cohort.plan.weights

    def weighed(self, method: Method | None = None) -> Weighed:
        """The people under weights, with balance, overlap and effective sizes."""
        return self.redrawn(method).weighed

    def redrawn(self, method: Method | None = None) -> Redrawn:
        """The weights and their bootstrap."""
        method = method or self.declared
        if method not in self._redrawn:
            plan = self.cohort.plan
            same = self._redrawn.get(_TOGETHER.get(method, method))
            weighed = weigh(self.cohort.to_weigh, weighting(plan, method))
            self._redrawn[method] = Redrawn(weighed, plan.bootstrap, plan.seed, same)
        return self._redrawn[method]

    def difference(
        self, choice: Choice, method: Method | None = None, visit: str | None = None
    ) -> Adjusted | NotAdjusted:
        """The weighted difference of one scale at a visit (the plan's primary one), with its bootstrap interval."""
        method, visit = method or self.declared, visit or self.cohort.plan.primary_visit
        key = (method, choice, visit)
        if key not in self._found:
            self._found[key] = self.redrawn(method).difference(self.cohort.at(choice, visit))
        return self._found[key]

    @cached_property
    def family(self) -> Mapping[Choice, Adjusted | NotAdjusted]:
        """The declared family at the primary visit under the declared weights, the primary scale first."""
        return {choice: self.difference(choice) for choice in family(self.cohort)}

    @cached_property
    def holm(self) -> Family:
        """The family's p values (robust standard error of the weighted difference), adjusted by Holm's rule."""
        return holm(
            [(str(choice), one.p if isinstance(one, Adjusted) else None) for choice, one in self.family.items()]
        )


def family(cohort: Cohort) -> tuple[Choice, ...]:
    """The declared family, the primary scale first; scales kept apart by stoma are of people without one."""
    plan = cohort.plan
    return tuple(choice_of(cohort, name) for name in dict.fromkeys((plan.primary, *plan.family)))


def choice_of(cohort: Cohort, name: ScaleName) -> Choice:
    """A scale as the plan names it."""
    instrument = cohort.data.instruments.get(name.instrument)
    scale = instrument.scale_by_id.get(name.scale) if instrument else None
    apart: Stoma | None = "no" if scale is not None and scale.separate_by == "stoma" else None
    return Choice(name.instrument, name.scale, apart)
