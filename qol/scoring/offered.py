"""Answers that an instrument does not offer: nothing is scored while there are any."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from qol.instruments.definition import Instrument
from qol.scoring.plan import Offer, plan_of

Floats = NDArray[np.float64]


def impossible(instrument: Instrument, answers: Mapping[str, Floats]) -> list[tuple[int, str, float]]:
    """Row (from 0), item and value of every answer that its item does not offer.

    answers: item id -> float64 of any one length, NaN for no answer. Free text is not looked at. They come by row,
    then in the order of the form.
    """
    found = []
    for place, item in enumerate(plan_of(instrument).items.values()):
        values = answers.get(item.id)
        if values is not None and not all_offered(item.offer, values):
            wrong = ~np.isin(values, [*item.offer.codes, *item.offer.not_applicable]) & ~np.isnan(values)
            found += [(int(row), place, item.id, float(values[row])) for row in np.flatnonzero(wrong)]
    return [(row, item, value) for row, _, item, value in sorted(found)]


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
