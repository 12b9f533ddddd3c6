"""Answers become scores: the one path for one form or a million.

For every scale, in this order:
1. The instrument or the scale does not apply by the facts: not applicable. A fact that decides it is unknown: missing.
2. An item applies if its page's and its own condition hold and its answer is not a not-applicable code. Fewer
   items apply than the scale needs: not applicable. Whether one applies is unknown: missing.
3. Fewer are answered than it needs: missing.
4. Otherwise a score from what was answered.
An answer to an item off the path does not count, and nothing is imputed. Full precision throughout; only what is
shown to people is rounded.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qol.errors import ImpossibleAnswers
from qol.instruments.definition import Instrument
from qol.scoring.block import Columns, fill
from qol.scoring.offered import impossible
from qol.scoring.outcome import OUTCOMES, REASONS, Outcome, Reason, words
from qol.scoring.parts import NotOffered, Parts
from qol.scoring.paths import Facts, fact_codes
from qol.scoring.plan import plan_of
from qol.scoring.routing import routed_facts

Floats = NDArray[np.float64]
Small = NDArray[np.int8]

ROWS_TOGETHER = 16_384
"""Rows of a block: measured fastest with 1 to 2 MB of second-level cache."""


@dataclass(frozen=True)
class Score:
    """One scale of one form. asked: how many of its items applied; answered: how many of those were answered."""

    scale: str
    value: float | None
    outcome: Outcome
    reason: Reason
    answered: int
    asked: int
    band: str | None


@dataclass(frozen=True)
class ScoreTable:
    """Scores of many forms, scale by scale in the instrument's order, each column as long as there are forms.

    values: float64, NaN where there is no score. outcome, reason: int8, places in `OUTCOMES` and `REASONS`.
    answered, asked: int8, how many items (or scales, for a scale of scales) were answered, and applied.
    """

    instrument: Instrument
    rows: int
    values: dict[str, Floats]
    outcome: dict[str, Small]
    reason: dict[str, Small]
    answered: dict[str, Small]
    asked: dict[str, Small]

    def only(self, scales: Collection[str]) -> "ScoreTable":
        """The same table with these scales alone; with all of them where none is named."""
        if not scales:
            return self
        columns = (self.values, self.outcome, self.reason, self.answered, self.asked)
        kept: list[Any] = [{scale: found[scale] for scale in found if scale in scales} for found in columns]
        return ScoreTable(self.instrument, self.rows, *kept)

    def outcome_words(self, scale: str) -> NDArray[np.object_]:
        """`scored`, `missing` or `not_applicable` on each row."""
        return words(self.outcome[scale], Outcome)

    def reason_words(self, scale: str) -> NDArray[np.object_]:
        """The reason of the outcome on each row, as a word."""
        return words(self.reason[scale], Reason)

    def band(self, scale: str) -> NDArray[np.object_]:
        """The id of the band that each score falls into; "" without a score or a band."""
        values, found = self.values[scale], np.full(self.rows, "", dtype=object)
        for band in self.instrument.scale_by_id[scale].bands:
            found[(values >= band.lowest) & (values <= band.highest)] = band.id
        return found

    def form(self, row: int) -> dict[str, Score]:
        """The scores of one form."""
        return {scale: self._score(scale, row) for scale in self.values}

    def _score(self, scale: str, row: int) -> Score:
        value = float(self.values[scale][row])
        bands = self.instrument.scale_by_id[scale].bands
        return Score(
            scale=scale,
            value=None if np.isnan(value) else value,
            outcome=OUTCOMES[self.outcome[scale][row]],
            reason=REASONS[self.reason[scale][row]],
            answered=int(self.answered[scale][row]),
            asked=int(self.asked[scale][row]),
            band=next((band.id for band in bands if band.lowest <= value <= band.highest), None),
        )


def score(instrument: Instrument, answers: Mapping[str, Floats], facts: Facts, rows: int) -> ScoreTable:
    """Every scale of `rows` forms.

    answers: item id -> float64 of length `rows`, NaN for no answer; an item left out was answered by nobody.
    facts: fact -> int8 of length `rows`, the place in `instrument.facts[fact]`, -1 unknown, -2 another value; a
    fact left out is unknown. Where an item sets a fact (a stoma) the patient's answer goes before the fact given.
    Raises ImpossibleAnswers, listing them all, rather than score an answer that is not on offer.
    """
    plan = plan_of(instrument)
    _refuse_strange_items(instrument, answers)
    facts = routed_facts(plan, answers, facts, rows)
    columns = Columns.empty(len(plan.scales), rows)
    for start in range(0, rows, ROWS_TOGETHER):
        here = slice(start, min(start + ROWS_TOGETHER, rows))
        try:
            with np.errstate(invalid="ignore"):  # forms without an answer divide 0 by 0; they are blanked
                fill(plan, Parts(plan, answers, facts, here), columns.rows(here))
        except NotOffered:
            raise _refusal(instrument, answers) from None
    return ScoreTable(instrument, rows, *(_by_scale(instrument, column) for column in columns))


def score_form(
    instrument: Instrument, answers: Mapping[str, int | None], facts: Mapping[str, str | None]
) -> Mapping[str, Score]:
    """Every scale of one form: a table of one row. Answers are codes, facts words; None: no answer, unknown."""
    columns = {
        item: np.array([np.nan if answer is None else answer], dtype=np.float64)
        for item, answer in answers.items()
        if item not in instrument.items or instrument.answers_of(item).kind != "text"
    }
    known = {name: fact_codes([facts.get(name)], values) for name, values in instrument.facts.items()}
    return score(instrument, columns, known, 1).form(0)


def _by_scale(instrument: Instrument, column: NDArray[Any]) -> dict[str, NDArray[Any]]:
    return dict(zip(instrument.scale_by_id, column, strict=True))


def _refuse_strange_items(instrument: Instrument, answers: Mapping[str, Floats]) -> None:
    strange = [item for item in answers if item not in instrument.items]
    if strange:
        raise ImpossibleAnswers(f"{instrument.id} has no item {item}." for item in strange)


def _refusal(instrument: Instrument, answers: Mapping[str, Floats]) -> ImpossibleAnswers:
    return ImpossibleAnswers(
        f"row {row + 1}, {item}: {value:g} is not an answer; it takes {plan_of(instrument).items[item].offer}"
        for row, item, value in impossible(instrument, answers)
    )
