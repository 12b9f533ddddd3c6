"""Counts of people by several attributes, with every total over any of them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]

ALL = "all"


@dataclass(frozen=True)
class Attribute:
    """What people are counted by: a filter, a group, a visit, a category; each person has one of the values."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Cube:
    """counts: one axis an attribute, at least 0; each person is in one cell.

    An entry is a cell or a total, the sum over all values of one attribute or more. Every filter that a reader could
    choose must be an attribute: what is not in the cube cannot be guarded against.
    """

    attributes: tuple[Attribute, ...]
    counts: Counts

    def __post_init__(self) -> None:
        shape = tuple(len(one.values) for one in self.attributes)
        if self.counts.shape != shape or (self.counts < 0).any():
            raise ValueError(f"counts need the shape {shape} and nothing below 0")

    @cached_property
    def entries(self) -> Counts:
        """All entries, each axis one longer: its last place is the total over the attribute."""
        whole = self.counts
        for axis in range(whole.ndim):
            whole = np.concatenate([whole, whole.sum(axis=axis, keepdims=True)], axis=axis)
        return whole

    @cached_property
    def members(self) -> Flags:
        """Which cells each entry adds up (entries, cells), both in the order of their arrays."""
        found = np.zeros((self.entries.size, self.counts.size), dtype=bool)
        cells = np.indices(self.counts.shape).reshape(self.counts.ndim, -1)
        for row, index in enumerate(np.ndindex(self.entries.shape)):
            place = np.array(index)[:, None]
            total = place == np.array(self.counts.shape)[:, None]
            found[row] = ((cells == place) | total).all(axis=0)
        return found

    def name(self, index: tuple[int, ...]) -> tuple[str, ...]:
        """The values of an entry, `all` where it is a total."""
        return tuple((*one.values, ALL)[place] for one, place in zip(self.attributes, index, strict=True))
