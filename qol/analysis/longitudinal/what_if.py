"""What if the scores that are missing are worse than the model thinks: a shift added to them, and the tipping point."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from qol.analysis.longitudinal.followed import Covariate, Followed
from qol.analysis.longitudinal.imputation import Imputed
from qol.analysis.longitudinal.mixed_model import mixed_model
from qol.analysis.longitudinal.repeated import Floats
from qol.analysis.longitudinal.rubin import Pooled, pooled

EXACT = 0.01
"""Width, in points, within which a tipping point is found."""


@dataclass(frozen=True)
class Shifted:
    """The difference at a visit, second group minus first, when `shifts` (points by group) were added."""

    visit: str
    shifts: tuple[tuple[str, float], ...]
    difference: Pooled

    def sentence(self) -> str:
        """The figures in one sentence."""
        words = " and ".join(f"{points:+.1f} points in {group}" for group, points in self.shifts if points)
        (first, _), (second, _), *_others = self.shifts
        return f"{words or 'nothing added'}: {second} minus {first} at {self.visit} {self.difference.sentence()}"


@dataclass(frozen=True)
class TippingPoint:
    """The smallest shift in `group` at which the 95 % interval takes in zero; None where none up to `most` does."""

    visit: str
    group: str
    shift: float | None
    most: float

    def sentence(self) -> str:
        """The answer in one sentence."""
        if self.shift is None:
            return f"No shift of up to {self.most:g} points in {self.group} takes the interval at {self.visit} to zero."
        if self.shift == 0:
            return f"The interval at {self.visit} takes in zero before anything is added."
        return (
            f"The interval at {self.visit} takes in zero once {self.shift:+.1f} points are added to what was imputed "
            f"after drop-out in {self.group}."
        )


def shifted(imputed: Imputed, visit: int, shifts: Mapping[int, float]) -> Shifted:
    """Analysis of covariance at one visit of every completion, pooled, with `shifts` (group -> points) added.

    Added to what was imputed after drop-out; what was missed in between stays as it was imputed. Delta adjustment,
    a pattern-mixture model: Carpenter, Roger & Kenward, J Biopharm Stat 2013;23:1352-1371. No shift: missing at
    random. With weights the errors are CR2.
    """
    moved = _moved(imputed, shifts)
    found = [_at_visit(imputed.completed(number, moved), visit) for number in range(len(imputed.outcomes))]
    values, variances, freedom = np.array(found).T
    groups = imputed.followed.groups
    said = tuple((group, float(shifts.get(place, 0.0))) for place, group in enumerate(groups))
    return Shifted(imputed.followed.visits[visit], said, pooled(values, variances, float(freedom.mean())))


def tipping_point(imputed: Imputed, visit: int, group: int, most: float) -> TippingPoint:
    """The shift in one group, towards no difference, at which significance is lost; 0 where there was none.

    most: the furthest shift tried, at most the range of the scale. Found to 0.01 points by halving.
    """
    names = imputed.followed.visits[visit], imputed.followed.groups[group]
    start = shifted(imputed, visit, {}).difference.value
    if not start.tells:
        return TippingPoint(*names, 0.0, most)
    side = 1.0 if start.estimate > 0 else -1.0
    towards = -side if group == 1 else side
    if _holds(imputed, visit, group, towards * most, side):
        return TippingPoint(*names, None, most)
    kept, lost = 0.0, most
    while lost - kept > EXACT:
        middle = (kept + lost) / 2
        if _holds(imputed, visit, group, towards * middle, side):
            kept = middle
        else:
            lost = middle
    return TippingPoint(*names, towards * lost, most)


def _holds(imputed: Imputed, visit: int, group: int, shift: float, side: float) -> bool:
    """Whether the whole interval still lies on the side where it began."""
    value = shifted(imputed, visit, {group: shift}).difference.value
    return value.lower > 0 if side > 0 else value.upper < 0


def _moved(imputed: Imputed, shifts: Mapping[int, float]) -> Floats:
    by_group = np.array([shifts.get(place, 0.0) for place in range(len(imputed.followed.groups))])
    return np.where(imputed.after_dropout, by_group[imputed.followed.group][:, None], 0.0)


def _at_visit(followed: Followed, visit: int) -> tuple[float, float, float]:
    """Estimate, variance and degrees of freedom of the first two groups' difference at one visit alone."""
    here = slice(visit, visit + 1)
    alone = replace(
        followed,
        outcome=followed.outcome[:, here],
        visits=followed.visits[here],
        covariates=tuple(_here(one, here) for one in followed.covariates),
        weights=followed.weights
        if followed.weights is None or followed.weights.ndim == 1
        else followed.weights[:, here],
    )
    model = mixed_model(alone, "model" if followed.weights is None else "CR2")
    found = model.differences()[0].difference
    return found.estimate, found.se**2, found.df


def _here(covariate: Covariate, here: slice) -> Covariate:
    values = covariate.values if covariate.values.ndim == 1 else covariate.values[:, here]
    return replace(covariate, values=values, by_visit=False)
