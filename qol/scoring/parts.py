"""What scales are made from: each item's steps above its lowest answer, and whether it counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qol.scoring.items import ItemPlan, Offer
from qol.scoring.offered import all_offered
from qol.scoring.paths import NO, PERHAPS, YES, Facts, Path, Truth
from qol.scoring.plan import Plan

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Small = NDArray[np.int8]


class NotOffered(ValueError):
    """Some answer is not on offer; the caller lists them all."""


@dataclass(frozen=True, slots=True)
class Part:
    """One item, or one scale of a scale, on each form.

    value: steps above the lowest code (0 without an answer), or the score.
    answered: it has a value that counts.
    applies: it was asked, and the patient did not say that it does not apply (None: everywhere).
    perhaps: nobody knows whether it was to be asked (None: nowhere).
    chosen: the patient said that it does not apply (None: nowhere).
    """

    value: Floats
    answered: Mask
    applies: Mask | None = None
    perhaps: Mask | None = None
    chosen: Mask | None = None


class Parts:
    """Items of some rows, made ready together where they offer the same; may raise NotOffered."""

    def __init__(self, plan: Plan, answers: Mapping[str, Floats], facts: Facts, rows: slice) -> None:
        self._facts, self._rows = facts, rows
        self._truths: dict[Path, Truth] = {}
        self._items: dict[ItemPlan, Part] = {}
        for offer, items in plan.alike.items():
            values = np.full((len(items), rows.stop - rows.start), np.nan)
            for k, item in enumerate(items):
                if item.id in answers:
                    values[k] = answers[item.id][rows]
            if not all_offered(offer, values):
                raise NotOffered
            self._add(offer, items, values)

    def __getitem__(self, item: ItemPlan) -> Part:
        return self._items[item]

    def truth(self, path: Path) -> Truth:
        """The truth of a path on each row, worked out once."""
        if path not in self._truths:
            self._truths[path] = path.truth(self._facts, self._rows)
        return self._truths[path]

    def _add(self, offer: Offer, items: Sequence[ItemPlan], values: Floats) -> None:
        chosen = np.isin(values, offer.not_applicable) if offer.not_applicable else None
        routes = [self._routed(item, values[k], None if chosen is None else chosen[k]) for k, item in enumerate(items)]
        answered = values == values  # not NaN
        np.subtract(values, offer.lowest, out=values)
        np.fmax(values, 0.0, out=values)  # no answer adds nothing
        for k, item in enumerate(items):
            self._items[item] = Part(values[k], answered[k], *routes[k])

    def _routed(self, item: ItemPlan, values: Floats, chosen: Mask | None) -> Sequence[Mask | None]:
        """Applies, perhaps and chosen of an item; its values that do not count are blanked."""
        if item.path is None and chosen is None:
            return ()
        everyone = np.full(len(values), YES, dtype=np.int8)
        truth = everyone if item.path is None else self.truth(item.path)
        not_chosen = np.ones(len(values), dtype=np.bool_) if chosen is None else ~chosen
        applies = (truth == YES) & not_chosen
        np.copyto(values, np.nan, where=~applies)
        return applies, (truth == PERHAPS) & not_chosen, (truth != NO) & ~not_chosen


def count(masks: Iterable[Mask | None], rows: int) -> Small:
    """In how many of the masks each row is true; a mask of None is nowhere true."""
    total: Small | None = None
    for mask in masks:
        if mask is not None:
            number = mask.view(np.int8)
            total = number if total is None else total + number
    return np.zeros(rows, dtype=np.int8) if total is None else total
