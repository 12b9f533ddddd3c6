"""Tables that hold the short form of a questionnaire: the longer score is left empty, and that is said."""

from collections.abc import Collection

from qol.instruments.definition import Instrument, Scale

FEWEST = 2
"""How many items a short form leaves out at least; a single absent column is a slip, and refused as one."""


def longer_scales(instrument: Instrument, present: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Scales that a table with these items cannot give, each with the items that it lacks.

    A scale is left out only where the table holds every item of a shorter scale of the same kind whose items are all
    among its own, and none of the items that the longer one adds (Cancer Worry with 6 items of 8).
    """
    found = {}
    for scale in instrument.scales:
        for shorter in instrument.scales:
            more = _more(scale, shorter)
            if len(more) >= FEWEST and set(_items(shorter)) <= set(present) and not set(more) & set(present):
                found[scale.id] = more
    return found


def _items(scale: Scale) -> tuple[str, ...]:
    return scale.items or tuple(scale.points)


def _more(scale: Scale, shorter: Scale) -> tuple[str, ...]:
    """What a scale asks beyond a shorter one that is wholly within it; nothing where it is not."""
    alike = (scale.method, scale.applies_if) == (shorter.method, shorter.applies_if)
    within = bool(_items(shorter)) and set(_items(shorter)) < set(_items(scale))
    return tuple(item for item in _items(scale) if item not in _items(shorter)) if alike and within else ()
