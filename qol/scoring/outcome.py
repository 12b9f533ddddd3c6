"""What can come of scoring: three outcomes, never a magic number, each with its reason."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class Outcome(StrEnum):
    """Whether there is a score. Score tables hold the position in this list as int8."""

    SCORED = "scored"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


class Reason(StrEnum):
    """Why a scale has the outcome it has. Score tables hold the position in this list as int8.

    enough_answers: scored.
    too_few_answers: missing; the items applied, fewer were answered than the scale needs.
    fact_unknown: missing; nobody knows whether the scale or one of its items applies.
    incomplete_scales: missing; a score made of scales, too few of which have a score.
    routed_away: not applicable by the facts (sex, stoma, treatment, occasion).
    chosen_not_applicable: not applicable because the patient said so of an item.
    no_form: missing; the form was never filled in. Said where visits are tabulated, not by scoring.
    """

    ENOUGH_ANSWERS = "enough_answers"
    TOO_FEW_ANSWERS = "too_few_answers"
    FACT_UNKNOWN = "fact_unknown"
    INCOMPLETE_SCALES = "incomplete_scales"
    ROUTED_AWAY = "routed_away"
    CHOSEN_NOT_APPLICABLE = "chosen_not_applicable"
    NO_FORM = "no_form"

    @property
    def outcome(self) -> Outcome:
        """The outcome that this is a reason for."""
        if self is Reason.ENOUGH_ANSWERS:
            return Outcome.SCORED
        if self in (Reason.ROUTED_AWAY, Reason.CHOSEN_NOT_APPLICABLE):
            return Outcome.NOT_APPLICABLE
        return Outcome.MISSING


OUTCOMES = tuple(Outcome)
REASONS = tuple(Reason)


def code(word: Outcome | Reason) -> int:
    """The number that stands for an outcome or a reason in a score table."""
    return list(type(word)).index(word)


def words(codes: NDArray[np.int8], kind: type[Outcome] | type[Reason]) -> NDArray[np.object_]:
    """The words (plain strings) of codes from a score table."""
    return np.array([str(word) for word in kind], dtype=object)[codes]
