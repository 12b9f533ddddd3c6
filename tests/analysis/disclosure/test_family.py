"""Counts side by side, attacked by somebody who adds and subtracts; exact arithmetic, nothing borrowed."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qol.analysis.disclosure import LEAST
from qol.analysis.disclosure.family import told


def follows(rows: list[list[Fraction]], target: list[Fraction]) -> bool:
    """Whether the target is a combination of the rows, by elimination."""
    rows, place = [row[:] for row in rows], 0
    for column in range(len(target)):
        lead = next((k for k in range(place, len(rows)) if rows[k][column]), None)
        if lead is None:
            continue
        rows[place], rows[lead] = rows[lead], rows[place]
        for k in range(place + 1, len(rows)):
            factor = rows[k][column] / rows[place][column]
            rows[k] = [a - factor * b for a, b in zip(rows[k], rows[place], strict=True)]
        factor = target[column] / rows[place][column]
        target = [a - factor * b for a, b in zip(target, rows[place], strict=True)]
        place += 1
    return not any(target)


def revealed(sets: dict[str, set[str]], shown: frozenset) -> list[set[str]]:
    """Sets of 1 to 7 people whose number follows, made of people whom the printed sets do not tell apart."""
    people = sorted(set().union(*sets.values()))
    kinds: dict[tuple[bool, ...], set[str]] = {}
    for one in people:
        kinds.setdefault(tuple(one in chosen for chosen in sets.values()), set()).add(one)
    cells = list(kinds.values())
    rows = [[Fraction(cell <= chosen) for cell in cells] for name, chosen in sets.items() if name in shown]
    found = []
    for size in range(1, len(cells) + 1):
        for chosen in itertools.combinations(range(len(cells)), size):
            those = set().union(*(cells[k] for k in chosen))
            if len(those) < LEAST and follows(rows, [Fraction(k in chosen) for k in range(len(cells))]):
                found.append(those)
    return found


PEOPLE = [f"p{number}" for number in range(40)]
SETS = st.lists(
    st.tuples(st.integers(0, 39), st.integers(0, 39)).map(lambda ends: set(PEOPLE[min(ends) : max(ends)])),
    min_size=1, max_size=5,
).map(lambda chosen: {"all": set(PEOPLE), **{f"s{k}": one for k, one in enumerate(chosen)}})  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(SETS)
def test_nothing_of_one_to_seven_people_follows_from_what_is_told(sets: dict[str, set[str]]) -> None:
    assert revealed(sets, told(sets)) == []


@settings(max_examples=40, deadline=None)
@given(SETS)
def test_what_is_printed_elsewhere_stays_and_still_nothing_follows(sets: dict[str, set[str]]) -> None:
    shown = told(sets, known={"all"})
    assert "all" in shown
    assert revealed(sets, shown) == []


def test_what_was_withheld_elsewhere_stays_withheld() -> None:
    sets = {"all": set(PEOPLE), "half": set(PEOPLE[:20])}
    assert told(sets) == {"all", "half"}
    assert told(sets, secret={"half"}) == {"all"}


def test_what_was_withheld_elsewhere_does_not_follow_either() -> None:
    sets = {"group": set(PEOPLE), "valid": set(PEOPLE[:25]), "not valid": set(PEOPLE[25:])}
    assert told(sets, secret={"group"}) in ({"valid"}, {"not valid"})


def test_two_counts_of_the_same_people_are_told_or_withheld_together() -> None:
    sets = {"all": set(PEOPLE), "valid": set(PEOPLE[:35]), "analysed": set(PEOPLE[:35])}
    assert told(sets) in ({"all"}, {"valid", "analysed"})


def test_nobody_is_told_of() -> None:
    assert told({"all": set(PEOPLE), "none": set()}) == {"all", "none"}


def test_known_counts_that_tell_already_are_refused() -> None:
    with pytest.raises(ValueError, match="too few people"):
        told({"all": set(PEOPLE), "most": set(PEOPLE[:36])}, known={"all", "most"})
