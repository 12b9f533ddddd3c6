"""Which entries of a table may leave the team, and how a table says for whom it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from qol.analysis.disclosure import LEAST
from qol.analysis.disclosure.audit import worked_out
from qol.analysis.disclosure.cube import Cube, Flags

Audience = Literal["release", "internal"]


@dataclass(frozen=True, eq=False)
class Table:
    """A cube with what may be read of it; shown: one flag an entry, in the shape of `cube.entries`."""

    cube: Cube
    shown: Flags
    audience: Audience
    least: int = LEAST

    def count(self, index: tuple[int, ...]) -> int | None:
        """The count of one entry, None where it is withheld."""
        return int(self.cube.entries[index]) if self.shown[index] else None

    def rows(self) -> Iterator[tuple[tuple[str, ...], int | None]]:
        """Every entry by its values, `all` for totals."""
        for index in np.ndindex(self.shown.shape):
            yield self.cube.name(index), self.count(index)

    @property
    def withheld(self) -> int:
        """Entries that are not shown."""
        return int((~self.shown).sum())

    @property
    def small_cells(self) -> bool:
        """Whether it shows an entry of one person or more, and fewer than `least`."""
        entries = self.cube.entries
        return bool((self.shown & (entries > 0) & (entries < self.least)).any())

    def sentence(self) -> str:
        """For whom the table is, and why entries are missing."""
        if self.audience == "internal":
            return f"Internal: for the team of this study alone.{' Contains small cells.' if self.small_cells else ''}"
        if not self.withheld:
            return f"For release: no entry, and no difference of entries, holds 1 to {self.least - 1} people."
        return (
            f"For release: {self.withheld} of {self.shown.size} entries are withheld, so that neither an entry nor "
            f"anything that follows from entries by adding and subtracting tells of 1 to {self.least - 1} people."
        )


def internal(cube: Cube, least: int = LEAST) -> Table:
    """Everything, marked."""
    return Table(cube, np.ones(cube.entries.shape, dtype=bool), "internal", least)


def release(cube: Cube, least: int = LEAST) -> Table:
    """Withhold entries of 1 to `least` - 1 people, then the smallest further ones, until nothing small follows.

    A count of 0 is shown: it tells of nobody. Same counts, same table. Every table made from one data cut and any
    filter of it must be one cube; two cubes released apart are not guarded against each other.
    """
    entries = cube.entries.ravel()
    shown = (entries == 0) | (entries >= least)
    while (small := worked_out(cube, shown, least)) is not None:
        shown[_next(cube, shown, small)] = False
    return Table(cube, shown.reshape(cube.entries.shape), "release", least)


def _next(cube: Cube, shown: Flags, small: Flags) -> int:
    """The entry to withhold: the smallest cell beside the small ones, else the smallest total that holds some."""
    entries, members = cube.entries.ravel(), cube.members
    cells = np.array(np.unravel_index(np.arange(cube.counts.size), cube.counts.shape))
    apart = (cells[:, :, None] != cells[:, None, small]).sum(axis=0)
    beside = (apart == 1).any(axis=1) & ~small
    single = members.sum(axis=1) == 1
    worth = shown & (entries > 0)
    candidates = np.flatnonzero(worth & single & (members & beside).any(axis=1))
    if not candidates.size:
        candidates = np.flatnonzero(worth & (members & small).any(axis=1))
    return int(candidates[np.argmin(entries[candidates])])
