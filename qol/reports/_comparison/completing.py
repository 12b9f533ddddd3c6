"""Completeness of both groups at every visit, as printed and as drawn."""

from dataclasses import dataclass

import pandas as pd

from qol.analysis.completeness import Completeness, completeness
from qol.reports._comparison.case import Case, Side


@dataclass(frozen=True)
class VisitRow:
    """Completeness of both groups at one visit, as printed and as shares (0 to 1) for the chart.

    expected, gone: both groups together, people expected and people expected without a valid form.
    """

    visit: str
    strong: bool
    cells: tuple[tuple[str, str, str, str], ...]
    entered: tuple[float | None, ...]
    """None where the share may not be told."""
    expected: int
    gone: int


def counts(case: Case, side: Side, visit: str, valid: pd.DataFrame) -> Completeness:
    """Completeness of one group at one visit, any instrument."""
    return completeness(case.data.patients, case.data.visits, valid, side.group, visit)


def rows(case: Case, valid: pd.DataFrame) -> tuple[VisitRow, ...]:
    rows = []
    for visit in case.visits:
        told = [counts(case, side, visit.id, valid) for side in case.sides]
        rows.append(
            VisitRow(
                visit.label,
                visit == case.headline,
                tuple(_cells(case, c) for c in told),
                tuple(_drawn(case, c) for c in told),
                sum(c.expected for c in told),
                sum(c.expected - (c.valid - c.unexpected) for c in told),
            )
        )
    return tuple(rows)


def _drawn(case: Case, told: Completeness) -> float | None:
    may = case.ledger.shows("valid_of_entered", group=told.group, visit=told.visit)
    return (told.of_entered.share or 0.0) if may else None


def _cells(case: Case, told: Completeness) -> tuple[str, str, str, str]:
    what, ledger = {"group": told.group, "visit": told.visit}, case.ledger
    return (
        ledger.count("expected", told.expected, **what), ledger.count("valid", told.valid, **what),
        ledger.per_cent("valid_of_expected", told.of_expected.share, **what),
        ledger.per_cent("valid_of_entered", told.of_entered.share, **what),
    )  # fmt: skip
