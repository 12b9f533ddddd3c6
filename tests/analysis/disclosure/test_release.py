"""An attacker who adds and subtracts against tables for release; exact arithmetic, nothing borrowed from the audit."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qol.analysis.disclosure import LEAST
from qol.analysis.disclosure.cube import Attribute, Cube
from qol.analysis.disclosure.release import Table, internal, release


def cube(counts: list) -> Cube:
    array = np.array(counts, dtype=np.int64)
    names = (Attribute(f"a{axis}", tuple(f"v{k}" for k in range(size))) for axis, size in enumerate(array.shape))
    return Cube(tuple(names), array)


def filters(table: Table) -> dict[frozenset, int]:
    """Every shown entry as the set of cells that it counts."""
    shape, found = table.cube.counts.shape, {}
    for index in itertools.product(*(range(size + 1) for size in shape)):
        if table.shown[index]:
            ranges = [range(size) if place == size else [place] for place, size in zip(index, shape, strict=True)]
            found[frozenset(itertools.product(*ranges))] = int(table.cube.entries[index])
    return found


def reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Row echelon form, exactly."""
    done: list[list[Fraction]] = []
    for row in rows:
        left = row[:]
        for other in done:
            lead = next(k for k, value in enumerate(other) if value)
            left = [a - left[lead] * b for a, b in zip(left, other, strict=True)]
        if any(left):
            lead = next(k for k, value in enumerate(left) if value)
            done.append([value / left[lead] for value in left])
    return done


def follows(basis: list[list[Fraction]], target: list[Fraction]) -> bool:
    for other in basis:
        lead = next(k for k, value in enumerate(other) if value)
        target = [a - target[lead] * b for a, b in zip(target, other, strict=True)]
    return not any(target)


def revealed(table: Table) -> list[tuple]:
    """Every set of cells holding 1 to 7 people whose number follows from what is shown."""
    known, cells = filters(table), list(np.ndindex(table.cube.counts.shape))
    empty = {cell for filtered, count in known.items() if count == 0 for cell in filtered}
    rows = [[Fraction(cell in filtered and cell not in empty) for cell in cells] for filtered in known]
    basis, found = reduced(rows), []
    unknown = [cell for cell in cells if cell not in empty]
    for size in range(1, len(unknown) + 1):
        for chosen in itertools.combinations(unknown, size):
            people = sum(int(table.cube.counts[cell]) for cell in chosen)
            if 0 < people < LEAST and follows(basis, [Fraction(cell in chosen) for cell in cells]):
                found.append(chosen)
    return found


SMALL = st.one_of(
    st.sampled_from([(4,), (2, 2), (2, 3), (3, 3), (2, 2, 2)]).flatmap(
        lambda shape: st.lists(
            st.one_of(st.integers(0, 12), st.integers(0, 60)),
            min_size=int(np.prod(shape)),
            max_size=int(np.prod(shape)),
        ).map(lambda counts: np.reshape(counts, shape).tolist())
    )
)


@settings(max_examples=60, deadline=None)
@given(SMALL)
def test_nobody_who_adds_and_subtracts_finds_one_to_seven_people(counts: list) -> None:
    assert revealed(release(cube(counts))) == []


@pytest.mark.parametrize("seed", range(4))
def test_no_pair_of_filters_of_a_large_table_reveals_one_to_seven_people(seed: int) -> None:
    counts = np.random.default_rng(seed).poisson(9, (2, 4, 3, 2)).tolist()
    known = filters(release(cube(counts)))
    apart = [known[whole] - known[part] for whole, part in itertools.permutations(known, 2) if part < whole]
    assert known
    assert not any(0 < people < LEAST for people in (*apart, *known.values()))


def test_the_attacker_finds_what_hiding_small_cells_alone_leaves() -> None:
    table = cube([[3, 20], [30, 40]])
    entries = table.entries
    naive = Table(table, (entries == 0) | (entries >= LEAST), "release")
    assert ((0, 0),) in revealed(naive)
    assert revealed(internal(table)) != []


def test_a_total_that_would_tell_of_a_small_cell_is_covered_by_its_smallest_neighbour() -> None:
    table = release(cube([3, 9, 40]))
    assert [count for _, count in table.rows()] == [None, None, 40, 52]


def test_large_tables_and_zeros_are_shown_whole() -> None:
    table = release(cube([[10, 0], [30, 40]]))
    assert (table.withheld, table.small_cells) == (0, False)
    assert table.sentence() == "For release: no entry, and no difference of entries, holds 1 to 7 people."


def test_a_table_of_a_few_people_shows_no_number_of_them() -> None:
    table = release(cube([[1, 2], [0, 1]]))
    assert {count for _, count in table.rows()} <= {None, 0}
    assert "withheld, so that neither" in table.sentence()


def test_internal_tables_are_marked() -> None:
    assert internal(cube([3, 9])).sentence() == "Internal: for the team of this study alone. Contains small cells."
    assert internal(cube([8, 9])).sentence() == "Internal: for the team of this study alone."


def test_entries_are_named_by_their_values() -> None:
    table = internal(Cube((Attribute("group", ("nom", "surgery")),), np.array([9, 12])))
    assert list(table.rows()) == [(("nom",), 9), (("surgery",), 12), (("all",), 21)]


@pytest.mark.parametrize("counts", [[-1, 3], [[1, 2]]])
def test_what_is_no_table_of_counts_is_refused(counts: list) -> None:
    with pytest.raises(ValueError, match="nothing below 0"):
        Cube((Attribute("a", ("x", "y")),), np.array(counts))
