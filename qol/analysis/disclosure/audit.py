"""What somebody who adds and subtracts could work out from the entries that are shown."""

from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qol.analysis.disclosure.cube import Counts, Flags

Floats = NDArray[np.float64]
EVERY_SET = 12
"""Up to so many hidden cells that hang together, every set of them is tried."""


class Told(Protocol):
    """Entries that count people: `members` says of which cells each of them is the sum."""

    @property
    def counts(self) -> Counts:
        """People in each cell."""

    @property
    def entries(self) -> Counts:
        """People in each entry."""

    @property
    def members(self) -> Flags:
        """Cells of each entry (entries, cells)."""


def worked_out(cube: Told, shown: Flags, least: int) -> Flags | None:
    """A set of cells (cells,) that holds 1 to `least` - 1 people, none of which is shown, and whose number follows from
    what is shown (entries,); None where there is no such set.

    Whatever is a sum of shown entries, with any factors, follows; a shown 0 tells that everything in it is 0. Sets
    are tried in groups of hidden cells that share a total: every set of up to 12 cells, of more the totals, what is
    left of them, what any two entries have in common, and the differences of any two.
    """
    counts, members = cube.counts.ravel(), cube.members
    told = members[shown]
    empty = told[cube.entries.ravel()[shown] == 0].any(axis=0)
    alone = told[told.sum(axis=1) == 1].any(axis=0)
    hidden = ~(empty | alone)
    rows = np.unique(told[:, hidden], axis=0)
    rows = rows[rows.any(axis=1)]
    for together in _together(rows):
        here = rows[rows[:, together].any(axis=1)][:, together]
        cells = np.flatnonzero(hidden)[together]
        free = _free(here)
        for sets in _sets(cube, here, cells):
            people = sets @ counts[cells]
            small = np.flatnonzero((people > 0) & (people < least))
            known = small[_follow(free, sets[small])]
            if known.size:
                found = np.zeros(counts.size, dtype=bool)
                found[cells[sets[known[0]]]] = True
                return found
    return None


def _together(rows: Flags) -> Iterator[Counts]:
    """Hidden cells in groups that share totals."""
    left = rows.any(axis=0)
    while left.any():
        group = np.zeros(rows.shape[1], dtype=bool)
        group[np.flatnonzero(left)[0]] = True
        while True:
            wider = rows[rows[:, group].any(axis=1)].any(axis=0) | group
            if (wider == group).all():
                break
            group = wider
        left &= ~group
        yield np.flatnonzero(group)


def _sets(cube: Told, rows: Flags, cells: Counts) -> Iterator[Flags]:
    size = cells.size
    if size <= EVERY_SET:
        yield (np.arange(1, 2**size)[:, None] >> np.arange(size) & 1).astype(bool)
        return
    parts = np.unique(cube.members[:, cells], axis=0)
    yield parts
    yield rows
    for part in parts:
        yield np.unique(np.vstack([parts & part, parts & ~part, part & ~parts]), axis=0)
    for row in rows:
        within = (rows & ~row).any(axis=1) & ~(row & ~rows).any(axis=1)
        yield rows[within] & ~row


def _free(rows: Flags) -> Floats:
    """Directions (cells, d) in which the hidden counts can move without any row noticing."""
    _, strength, directions = np.linalg.svd(rows.astype(np.float64))
    rank = int((strength > 1e-9 * strength[0]).sum())
    return np.asarray(directions[rank:].T)


def _follow(free: Floats, sets: Flags) -> Flags:
    """Which sets are combinations of the rows: those that no free direction changes."""
    if not sets.size:
        return np.zeros(len(sets), dtype=bool)
    return np.asarray(np.abs(sets @ free).max(axis=1, initial=0.0) < 1e-7)
