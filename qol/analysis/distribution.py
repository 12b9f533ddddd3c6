"""How people answered one question: every answer in its order, and beside it who gave none and why."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from qol.analysis.study_data import Group
from qol.instruments.definition import Instrument

SKIPPED = ("declined", "not_reached", "not_recorded")
"""States of an item that was asked and has no answer; an empty cell of an import is not known to be a refusal."""


@dataclass(frozen=True)
class AnswerDistribution:
    """Counts of the answers to one item in one group at one visit.

    counts: answer code -> people, every code of the item in its order, zeros kept.
    answered: people behind `counts`; skipped: asked, no answer; said_not_applicable: chose the answer set
    apart (code 9); not_asked: routed away. applies = answered + skipped, those to whom the item applies.
    """

    group: str
    instrument: str
    item: str
    counts: Mapping[int, int]
    skipped: int
    said_not_applicable: int
    not_asked: int

    @property
    def answered(self) -> int:
        """People who chose one of the ordered answers."""
        return sum(self.counts.values())

    @property
    def applies(self) -> int:
        """People to whom the item applies: answered or skipped."""
        return self.answered + self.skipped

    def share(self, code: int) -> float | None:
        """Share (0 to 1) of those who answered; None where nobody did."""
        return self.counts[code] / self.answered if self.answered else None

    def sentence(self) -> str:
        """Counts in the order of the answers, then who is not among them."""
        told = ", ".join(f"{code}: {count}" for code, count in self.counts.items())
        return (
            f"{told}; answered {self.answered} of {self.applies} to whom it applies, {self.skipped} skipped, "
            f"{self.said_not_applicable} said it does not apply yet, {self.not_asked} not asked"
        )


def distribution(instrument: Instrument, item: str, rows: pd.DataFrame, group: Group) -> AnswerDistribution:
    """Count the answers to `item` among `rows` (items of one visit, one row a patient and item).

    rows need the columns patient, group, instrument, item, value (code), state. Rows of other groups, items
    and instruments are left out. Raises ValueError for an answer that the item does not offer.
    """
    of_item = rows[(rows["group"] == group.id) & (rows["instrument"] == instrument.id) & (rows["item"] == item)]
    codes = instrument.answers_of(item).scored_codes
    given = of_item.loc[of_item["state"] == "answered", "value"].astype(float)
    foreign = sorted(set(given) - set(codes))
    if foreign:
        raise ValueError(f"{instrument.id} {item}: answer {foreign[0]:g} is not one of {codes}")
    state = of_item["state"]
    return AnswerDistribution(
        group.id, instrument.id, item,
        {code: int((given == code).sum()) for code in codes},
        int(state.isin(SKIPPED).sum()),
        int((state == "chosen_not_applicable").sum()),
        int((state == "not_applicable").sum()),
    )  # fmt: skip
