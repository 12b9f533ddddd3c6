"""A run of forms scored together: few enough that what passes between two steps stays in the cache."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from qol.scoring.outcome import REASONS, Outcome, Reason, code
from qol.scoring.parts import Floats, Part, Parts, Small, count
from qol.scoring.paths import NO, PERHAPS, YES, Truth
from qol.scoring.plan import Plan, ScalePlan
from qol.scoring.units import TermPlan

SCORED, TOO_FEW, FACT_UNKNOWN, INCOMPLETE, ROUTED, CHOSEN = (
    code(reason) for reason in REASONS if reason is not Reason.NO_FORM
)
OUTCOME_OF_REASON = np.array([code(reason.outcome) for reason in REASONS], dtype=np.int8)
NOT_APPLICABLE = code(Outcome.NOT_APPLICABLE)


class Columns(NamedTuple):
    """What is found out about each scale (first axis) on each form (second axis); see ScoreTable."""

    value: Floats
    outcome: Small
    reason: Small
    answered: Small
    asked: Small

    @classmethod
    def empty(cls, scales: int, rows: int) -> "Columns":
        """Columns still to be filled."""
        outcome, reason, answered, asked = np.empty((4, scales, rows), dtype=np.int8)
        return cls(np.empty((scales, rows)), outcome, reason, answered, asked)

    def rows(self, rows: slice) -> "Columns":
        """Some of the rows, shared and not copied."""
        words = (self.outcome[:, rows], self.reason[:, rows])
        return Columns(self.value[:, rows], *words, self.answered[:, rows], self.asked[:, rows])


def fill(plan: Plan, parts: Parts, out: Columns) -> None:
    """Scores every scale of the plan into `out`."""
    for place in plan.order:
        _score(plan.scales[place], place, parts, out)


def _score(scale: ScalePlan, place: int, parts: Parts, out: Columns) -> None:
    used = [_as_part(out, other) for other in scale.scales] or [parts[item] for item in scale.items]
    counts = count((part.answered for part in used), out.value.shape[1])
    out.value[place] = scale.method(_sums(scale, used), counts)
    if scale.clip is not None:
        np.clip(out.value[place], *scale.clip, out=out.value[place])
    if scale.always:
        few = counts < scale.needs
        out.outcome[place] = out.reason[place] = few  # 0 and 1 are scored and missing, and their reasons
        out.answered[place], out.asked[place] = counts, len(used)
    else:
        truth = None if scale.path is None else parts.truth(scale.path)
        out.reason[place], out.answered[place], out.asked[place] = _weighed(scale, used, counts, truth)
        out.outcome[place] = OUTCOME_OF_REASON[out.reason[place]]
        few = out.reason[place] != SCORED
    np.copyto(out.value[place], np.nan, where=few)


def _as_part(out: Columns, place: int) -> Part:
    reason = out.reason[place]
    known = reason != FACT_UNKNOWN
    applies = known & (out.outcome[place] != NOT_APPLICABLE)
    return Part(out.value[place], reason == SCORED, applies, ~known, reason == CHOSEN)


def _sums(scale: ScalePlan, used: Sequence[Part]) -> Floats:
    """What the answered parts contribute, added up: steps, points, or scale scores."""
    total = _contribution(scale, 0, used[0])
    for place, part in enumerate(used[1:], start=1):
        total = total + _contribution(scale, place, part)
    for term in scale.terms:
        total = total + _of_profile(term, used)
    return total


def _of_profile(term: TermPlan, used: Sequence[Part]) -> Floats:
    """What a value set adds for all answers together; counted for whole profiles only, the others are blanked."""
    if term.product:
        steps: Floats = np.multiply.reduce([used[place].value for place in term.product])
        return steps * term.points
    n = count((part.value >= steps for part, steps in zip(used, term.steps, strict=True)), len(used[0].value))
    times: Floats = np.maximum(n - 1.0, 0.0) ** 2 if term.squared else np.minimum(n, 1.0)
    return times * term.points


def _contribution(scale: ScalePlan, place: int, part: Part) -> Floats:
    if scale.scales:
        mirror = scale.mirrors[place]
        return np.where(part.answered, part.value if mirror is None else mirror - part.value, 0.0)
    if scale.points:
        return np.where(part.answered, scale.points[place][part.value.astype(np.intp)], 0.0)
    return part.value


def _weighed(scale: ScalePlan, used: Sequence[Part], counts: Small, truth: Truth | None) -> tuple[Small, Small, Small]:
    """Reason, answered and asked of a scale that a fact or an answer can make inapplicable.

    In the order of the rules: the scale itself applies; enough of its parts apply; enough are answered.
    """
    rows = len(counts)
    everywhere = np.ones(rows, dtype=np.bool_)
    applies = count((everywhere if part.applies is None else part.applies for part in used), rows)
    perhaps = count((part.perhaps for part in used), rows)
    chosen = count((part.chosen for part in used), rows)
    reason = np.full(rows, SCORED, dtype=np.int8)
    np.copyto(reason, INCOMPLETE if scale.scales else TOO_FEW, where=counts < scale.needs)
    np.copyto(reason, FACT_UNKNOWN, where=perhaps > 0)
    np.copyto(reason, CHOSEN, where=applies + perhaps < scale.needs)
    np.copyto(reason, ROUTED, where=applies + perhaps + chosen < scale.needs)
    if truth is None:
        return reason, counts, applies
    np.copyto(reason, FACT_UNKNOWN, where=truth == PERHAPS)
    np.copyto(reason, ROUTED, where=truth == NO)
    return reason, counts * (truth == YES), applies * (truth == YES)
