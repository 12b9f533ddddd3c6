"""Patterns of missing forms by group, and valid forms of each questionnaire."""

from dataclasses import dataclass
from itertools import zip_longest

import pandas as pd

from qol.analysis.missing_patterns import Pattern, patterns
from qol.reports._comparison.case import Case, Side

MOST = 8
"""Patterns that are shown of a group; the rest is counted together."""
SIGNS = {"valid": "+", "missing": "−", "not_expected": "·"}
WORDS = {"valid": "valid", "missing": "missing", "not_expected": "not expected"}


@dataclass(frozen=True)
class Row:
    """One pattern: a sign and a word for each visit, and how many people have it."""

    signs: tuple[str, ...]
    words: str
    people: str


@dataclass(frozen=True)
class OfGroup:
    """The patterns of a group. others: people with patterns that are not shown; gaps, stopped: see `patterns_of`."""

    side: Side
    rows: tuple[Row, ...]
    others: str
    stopped: str
    gaps: str


def side_by_side(case: Case, groups: tuple[OfGroup, ...]) -> tuple[tuple[Row, ...], ...]:
    """The rows of both groups beside each other; empty where one has fewer."""
    visits = sum(not visit.baseline for visit in case.visits)
    empty = Row(("",) * visits, "", "")
    return tuple(zip_longest(*(group.rows for group in groups), fillvalue=empty))


def of_groups(case: Case, valid: pd.DataFrame) -> tuple[OfGroup, ...]:
    """Both groups over the calendar visits of the comparison."""
    return tuple(_of(case, side, valid) for side in case.sides)


def _of(case: Case, side: Side, valid: pd.DataFrame) -> OfGroup:
    visits = [visit.id for visit in case.visits if not visit.baseline]
    found = patterns(case.data.patients, case.data.visits, valid, side.group, visits)
    missing = [one for one in found if "missing" in one.marks]
    group, count = side.group.id, case.ledger.count
    return OfGroup(
        side,
        tuple(_row(case, side, one) for one in found[:MOST]),
        count("pattern_others", sum(one.people for one in found[MOST:]), group=group),
        count("pattern_stopped", sum(one.people for one in missing if one.monotone), group=group),
        count("pattern_gaps", sum(one.people for one in missing if not one.monotone), group=group),
    )


def _row(case: Case, side: Side, found: Pattern) -> Row:
    code = "".join(SIGNS[mark] for mark in found.marks)
    return Row(
        tuple(SIGNS[mark] for mark in found.marks),
        ", ".join(WORDS[mark] for mark in found.marks),
        case.ledger.count("pattern", found.people, group=side.group.id, item=code),
    )  # fmt: skip


@dataclass(frozen=True)
class Questionnaire:
    """One questionnaire: people with a valid form at each visit, first and second group."""

    title: str
    cells: tuple[tuple[str, str], ...]


def questionnaires(case: Case, valid: pd.DataFrame) -> tuple[Questionnaire, ...]:
    """Every questionnaire of the study with its valid forms by visit and group."""
    return tuple(
        Questionnaire(instrument.short_title, tuple(_valid(case, valid, name, visit.id) for visit in case.visits))
        for name, instrument in case.data.instruments.items()
    )


def _valid(case: Case, valid: pd.DataFrame, instrument: str, visit: str) -> tuple[str, str]:
    here = valid[(valid["instrument"] == instrument) & (valid["visit"] == visit)]
    first, second = (
        case.ledger.count(
            "valid_form", here.loc[here["group"] == side.group.id, "patient"].nunique(), group=side.group.id,
            visit=visit, instrument=instrument,
        )
        for side in case.sides
    )  # fmt: skip
    return first, second
