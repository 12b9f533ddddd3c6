"""People under weights, with everything that must be looked at before a weighted number is believed."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from qol.analysis.weighting.balance import Trait, balance
from qol.analysis.weighting.overlap import Overlap, overlap
from qol.analysis.weighting.people import Floats, People
from qol.analysis.weighting.weights import WORDS, Drawn, Weighting, effective_size, weigh_samples


@dataclass(frozen=True, eq=False)
class Weighed:
    """People under weights. Refuses with reasons, never with an exception, where weights cannot be trusted."""

    people: People
    how: Weighting
    sample: Drawn = field(repr=False)

    @property
    def weights(self) -> Floats:
        """(n,), zero for people who were trimmed away."""
        return np.asarray(self.sample.weights[0])

    @property
    def propensity(self) -> Floats:
        """Of the first group (n,), 0 to 1."""
        return np.asarray(self.sample.propensity[0])

    @property
    def trimmed(self) -> int:
        """People left out because of their propensity."""
        return int((self.weights == 0).sum()) if self.how.trim > 0 else 0

    @cached_property
    def overlap(self) -> Overlap:
        """Where the propensities of both groups lie."""
        return overlap(self.propensity, self.people.first)

    @cached_property
    def balance(self) -> tuple[Trait, ...]:
        """Every trait before and after weighting."""
        return balance(self.people, self.weights)

    def effective(self, known: Floats | None = None) -> tuple[float, float]:
        """Effective size of the first and second group, of all or of those `known` (n,) says True of."""
        taking = np.ones(self.weights.size) if known is None else known
        first = self.people.first
        return effective_size((self.weights * taking)[first]), effective_size((self.weights * taking)[~first])

    @cached_property
    def refusals(self) -> tuple[str, ...]:
        """Why no adjusted number can be given, in words; empty where one can. Without weights nothing is refused."""
        if self.how.method == "none":
            return ()
        if not self.people.columns:
            return ("no covariate differs between people, so there is nothing to adjust for",)
        found = self.overlap.lacking(self.people.groups)
        if self.overlap.concordance == 1:
            found = ("the covariates tell the two groups apart without exception", *found)
        if not self.sample.settled[0]:
            found = ("the propensity model could not be fitted", *found)
        return found + self.too_small()

    def too_small(self, known: Floats | None = None) -> tuple[str, ...]:
        """Groups whose effective size is below the declared one."""
        return tuple(
            f"the effective size of {group} is {size:.1f}, below the declared {self.how.least_effective:g}"
            for size, group in zip(self.effective(known), self.people.groups, strict=True)
            if size < self.how.least_effective
        )

    def sentence(self) -> str:
        """The weighting in words."""
        if self.how.method == "none":
            return "No weights: the groups are compared as they are."
        model = "Firth-penalised logistic regression" if self.how.firth(self.people) else "logistic regression"
        one, other = self.effective()
        trim = f", {self.trimmed} people outside {self.how.trim:g} to {1 - self.how.trim:g} left out"
        groups = self.people.groups
        return (
            f"{WORDS[self.how.method].capitalize()} from a {model} on {len(self.people.columns)} columns of "
            f"{len(self.people.covariates)} covariates{trim if self.how.trim > 0 else ''}; effective size {one:.1f} of "
            f"{self.people.sizes[0]} in {groups[0]} and {other:.1f} of {self.people.sizes[1]} in {groups[1]}."
        )


def weigh(people: People, how: Weighting | None = None) -> Weighed:
    """Fit the propensity model and weigh everybody. Raises AnalysisRefused where a group is empty."""
    people.refuse_faults()
    how = how or Weighting()
    return Weighed(people, how, weigh_samples(people, how, np.ones((1, people.first.size))))
