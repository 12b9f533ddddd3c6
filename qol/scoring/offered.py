"""Answers that an instrument does not offer: nothing is scored while there are any."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from qol.instruments.definition import Instrument
from qol.scoring.items import Offer
from qol.scoring.plan import plan_of

Floats = NDArray[np.float64]


def impossible(instrument: Instrument, answers: Mapping[str, Floats]) -> list[tuple[int, str, float]]:
    """Row (from 0), item and value of every answer that its item does not offer, by row, then in the form's order.

    answers: item id -> float64 of any one length, NaN for no answer. Free text is not looked at.
    """
    masks = impossible_masks(instrument, answers)
    found = [
        (int(row), place, item) for place, (item, wrong) in enumerate(masks.items()) for row in np.flatnonzero(wrong)
    ]
    return [(row, item, float(answers[item][row])) for row, _, item in sorted(found)]


def impossible_masks(instrument: Instrument, answers: Mapping[str, Floats]) -> dict[str, NDArray[np.bool_]]:
    """For each item that was given an answer it does not offer, in the form's order: on which rows."""
    masks = {}
    for item in plan_of(instrument).items.values():
        if item.id in answers and not all_offered(item.offer, answers[item.id]):
            values = answers[item.id]
            masks[item.id] = ~np.isin(values, [*item.offer.codes, *item.offer.not_applicable]) & ~np.isnan(values)
    return masks


def all_offered(offer: Offer, values: Floats) -> bool:
    """Whether every value (of any shape) is on offer or NaN."""
    if not values.size:
        return True
    if not offer.gapless:
        return bool((np.isin(values, [*offer.codes, *offer.not_applicable]) | np.isnan(values)).all())
    lowest, highest = np.fmin.reduce(values, axis=None), np.fmax.reduce(values, axis=None)
    if lowest < offer.lowest or highest > offer.highest:
        return False
    return not (np.abs(values - np.rint(values)) > 0).any()
