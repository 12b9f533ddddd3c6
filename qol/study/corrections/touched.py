"""Which scores rest on a corrected answer."""

from collections.abc import Sequence

from qol.instruments.definition import Scale


def corrected_scales(scored: Sequence[Scale], items: frozenset[str]) -> frozenset[str]:
    """Ids of the scales that rest on any of some items, also through other scales."""
    found: set[str] = set()
    for scale in scored:  # a scale of scales stands below those that it is made of
        if items & set(scale.items) or found & set(scale.scales):
            found.add(scale.id)
    return frozenset(found)
