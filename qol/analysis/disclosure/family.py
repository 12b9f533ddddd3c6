"""Counts of people that are printed side by side, whatever their sets have to do with each other."""

from collections.abc import Hashable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from qol.analysis.disclosure import LEAST
from qol.analysis.disclosure.audit import worked_out
from qol.analysis.disclosure.cube import Counts, Flags


@dataclass(frozen=True, eq=False)
class Family:
    """Printed counts, each the size of a set of people.

    counts (cells,): people who are in the same sets are one cell; members (sets, cells): the cells of each set;
    names: for each different set the counts that are its size.
    """

    names: tuple[frozenset[Hashable], ...]
    members: Flags
    counts: Counts

    @cached_property
    def entries(self) -> Counts:
        """The size of each set."""
        return np.asarray(self.members @ self.counts)


Name = TypeVar("Name", bound=Hashable)


def family(sets: Mapping[Name, Set[str]]) -> Family:
    """The family of these sets of people, by the name of each count."""
    people = sorted(set().union(*sets.values()))
    inside = np.array([[one in chosen for one in people] for chosen in sets.values()], dtype=bool)
    inside = inside.reshape(len(sets), len(people))
    cells, counts = np.unique(inside, axis=1, return_counts=True)
    members, same = np.unique(cells, axis=0, return_inverse=True)
    named: list[set[Hashable]] = [set() for _ in members]
    for name, place in zip(sets, same.ravel(), strict=True):
        named[place].add(name)
    return Family(tuple(frozenset(group) for group in named), members, counts.astype(np.int64))


def told(
    sets: Mapping[Name, Set[str]], known: Set[Hashable] = frozenset(), secret: Set[Hashable] = frozenset(),
    least: int = LEAST,
) -> frozenset[Hashable]:  # fmt: skip
    """The names of the counts that may be printed: nothing of 1 to `least` - 1 people follows from them.

    known: counts that are printed elsewhere and stay; they must be safe among themselves. secret: counts that were
    withheld elsewhere: they stay so, and do not follow either. Of the others the smallest go until nothing small
    follows, and the largest come back where they do no harm. 0 tells of nobody.
    """
    if not any(sets.values()):
        return frozenset(sets)
    found = family(sets)
    entries = found.entries
    kept = np.array([bool(names & known) for names in found.names])
    closed = np.array([bool(names & secret) for names in found.names])
    shown = ((entries == 0) | (entries >= least)) & ~closed
    while (small := _too_much(found, shown, closed, least)) is not None:
        place = _next(found, shown & ~kept, small)
        if place is None:
            raise ValueError("counts that are printed elsewhere already tell of too few people")
        shown[place] = False
    for place in np.argsort(-entries, kind="stable"):
        again = shown.copy()
        again[place] = bool((entries[place] == 0 or entries[place] >= least) and not closed[place])
        if again[place] and _too_much(found, again, closed, least) is None:
            shown = again
    return frozenset().union(*(names for names, one in zip(found.names, shown, strict=True) if one))


def _too_much(found: Family, shown: Flags, closed: Flags, least: int) -> Flags | None:
    """Cells of a small set that follows from what is shown, or of a closed one."""
    small = worked_out(found, shown, least)
    if small is not None or not closed.any():
        return small
    told_rows = found.members[shown]
    hidden = ~told_rows[found.entries[shown] == 0].any(axis=0)
    rows = told_rows[:, hidden].astype(np.float64)
    rank = np.linalg.matrix_rank(rows) if rows.size else 0
    for place in np.flatnonzero(closed & (found.entries > 0)):
        target: Flags = found.members[place]
        if rows.size and np.linalg.matrix_rank(np.vstack([rows, target[hidden]])) == rank:
            return target
    return None


def _next(found: Family, free: Flags, small: Flags) -> int | None:
    """The count to withhold: the smallest that shares nobody with the small set but a total, else one that holds it."""
    size, holds = found.entries, (found.members & small).any(axis=1)
    free = free & (size > 0)
    beside = (found.members[holds].any(axis=0) & ~small) if holds.any() else ~small
    for candidates in (
        np.flatnonzero(free & ~holds & (found.members & beside).any(axis=1)),
        np.flatnonzero(free & holds),
        np.flatnonzero(free),
    ):
        if candidates.size:
            return int(candidates[np.argmin(size[candidates])])
    return None
