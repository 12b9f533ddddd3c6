"""When a person's score was first worse than at baseline by a threshold, and what stands in the way of knowing."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from qol.analysis.events.times import Floats, Times

Why = Literal["deteriorated", "died", "not deteriorated", "no later score", "no baseline"]
JUST_AFTER = 1.0
"""Day on which somebody without a later score is censored."""


@dataclass(frozen=True)
class Rule:
    """What counts as deterioration.

    threshold: points, above 0, confirmed for the scale or chosen in the plan; a change of exactly so much counts.
    definitive: only if every later score is as much worse than the baseline too; one bad last score counts.
    death: of somebody who had not deteriorated; an event, a competing event (state 2), or the end of what is known at
    the last score, which treats the dead as if they could still deteriorate and is there for comparison alone.
    """

    threshold: float
    higher_means: Literal["better", "worse"]
    definitive: bool = False
    death: Literal["event", "competing", "last score"] = "competing"

    def __post_init__(self) -> None:
        if not self.threshold > 0:
            raise ValueError("a threshold is a number of points above 0")

    def sentence(self) -> str:
        """The definition in one sentence."""
        lasting = " at that and every later scheduled visit" if self.definitive else " at any scheduled visit"
        way = "lower" if self.higher_means == "better" else "higher"
        death = {
            "event": "death counts as an event",
            "competing": "death is a competing event",
            "last score": "people who died are censored at their last score",
        }[self.death]
        return f"Deterioration: a score {self.threshold:g} points or more {way} than at baseline{lasting}; {death}."


@dataclass(frozen=True, eq=False)
class Deterioration:
    """One entry a person (n,): days since the baseline form, state (0 censored, 1 event, 2 competing), and why.

    People without a dated baseline score have day 0 and are in no curve; those without a later one have day 1.
    """

    rule: Rule
    days: Floats
    state: NDArray[np.int64]
    why: tuple[Why, ...]
    after_death: int = 0
    """People with scores dated after their death; these scores do not count."""

    @property
    def counted(self) -> NDArray[np.bool_]:
        """People who have a baseline (n,)."""
        return np.array([reason != "no baseline" for reason in self.why], dtype=bool)

    def times(self) -> Times:
        """The people with a baseline, for curves and tests."""
        return Times(self.days[self.counted], self.state[self.counted])

    def sentence(self) -> str:
        """Denominators and exclusions in one sentence."""
        seen = Counter(self.why)
        died = f"{seen['died']} died before, " if seen["died"] else ""
        late = f" {self.after_death} have scores dated after their death, which do not count."
        return (
            f"{self.rule.sentence()} {len(self.why) - seen['no baseline']} people with a baseline score: "
            f"{seen['deteriorated']} deteriorated, {died}{seen['not deteriorated']} had not when last asked, "
            f"{seen['no later score']} have no later score; left out: {seen['no baseline']} without a baseline score."
            f"{late if self.after_death else ''}"
        )


def deterioration(scores: Floats, days: Floats, died: Floats, rule: Rule) -> Deterioration:
    """Look for the first deterioration of each person.

    scores, days (n, t): scheduled visits in their order, the first is the baseline; days on any clock, NaN where
    missing; a visit needs both to count, and none counts that was dated before the baseline form, as happens where the
    baseline is a late decision. died (n,): day of death on the same clock, NaN for the living. Nothing is
    imputed: a deterioration between two visits is dated by the form that shows it. Without deaths equal to
    TTD and, definitive, to TUDD (`ref.def = "def2"`) of R's QoLR (Anota et al., Qual Life Res 2015;24:5-18), whose
    faults with undated baselines are not reproduced: there one person's time is counted from another's baseline.
    """
    given = ~np.isnan(scores) & ~np.isnan(days)
    since = days - days[:, :1]
    seen = given & ~(days > died[:, None]) & ~(since < 0)
    worse = scores[:, :1] - scores if rule.higher_means == "better" else scores - scores[:, :1]
    bad = seen & seen[:, :1] & (np.nan_to_num(worse) >= rule.threshold - 1e-9)
    bad[:, 0] = False
    if rule.definitive:
        fine_later = np.flip(np.maximum.accumulate(np.flip(seen & ~bad, axis=1), axis=1), axis=1)
        bad &= ~fine_later
    found = [_person(seen[i], bad[i], since[i], died[i] - days[i, 0], rule) for i in range(len(scores))]
    told, states, why = zip(*found, strict=True) if found else ((), (), ())
    late = int((given & (days > died[:, None])).any(axis=1).sum())
    return Deterioration(rule, np.array(told, dtype=np.float64), np.array(states, dtype=np.int64), tuple(why), late)


def _person(
    seen: NDArray[np.bool_], bad: NDArray[np.bool_], since: Floats, died: float, rule: Rule
) -> tuple[float, int, Why]:
    if not seen[0]:
        return 0.0, 0, "no baseline"
    if bad.any():
        return float(since[int(np.argmax(bad))]), 1, "deteriorated"
    if not np.isnan(died) and rule.death != "last score":
        return float(died), 1 if rule.death == "event" else 2, "died"
    if seen[1:].any():
        return float(since[np.flatnonzero(seen)[-1]]), 0, "not deteriorated"
    return JUST_AFTER, 0, "no later score"
