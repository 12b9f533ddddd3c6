"""One other way to the answer: its difference with an interval, or why there is none."""

from dataclasses import dataclass
from typing import Literal

from qol.analysis.longitudinal.estimates import Estimate
from qol.analysis.weighting.adjusted import Adjusted, NotAdjusted

Id = Literal[
    "declared", "overlap", "iptw", "none", "mmrm", "mmrm_weighted", "both_offered", "complete_response", "wish_met",
    "without_proxy", "imputed", "shift_first", "shift_second", "shift_both", "received", "regrowth_out", "preserved",
]  # fmt: skip

NO_ANSWERS: tuple[Id, ...] = ("none", "mmrm", "received", "regrowth_out", "preserved")
"""Not to be read as an answer: nothing is adjusted, or people are chosen by what happened after the decision."""


@dataclass(frozen=True)
class Variant:
    """First minus second group in units of the scale, 95 % interval. n: people behind it, first and second group.

    shift: points added to what was imputed after drop-out. why: the reasons, where there is no number.
    """

    id: Id
    n: tuple[int, int] | None = None
    estimate: float | None = None
    lower: float | None = None
    upper: float | None = None
    shift: float = 0.0
    why: tuple[str, ...] = ()

    @property
    def answers(self) -> bool:
        """Whether it may be read as an answer to the declared question."""
        return self.id not in NO_ANSWERS

    @property
    def tells(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.lower is not None and self.upper is not None and (self.lower > 0 or self.upper < 0)


def of_adjusted(id_: Id, found: Adjusted | NotAdjusted) -> Variant:
    """A weighted difference with its bootstrap interval."""
    if isinstance(found, NotAdjusted):
        return Variant(id_, found.n, why=found.why)
    return Variant(id_, found.n, found.estimate, found.lower, found.upper)


def of_estimate(id_: Id, n: tuple[int, int], found: Estimate, shift: float = 0.0) -> Variant:
    """An estimate of a model with its interval."""
    return Variant(id_, n, found.estimate, found.lower, found.upper, shift)
