"""Why forms are missing: people of each group without a valid form, by visit and reason."""

from dataclasses import dataclass

import pandas as pd

from qol.reports._comparison.case import Case, Side

IN_FULL = "no valid form"
"""Where the visit has no reason of its own: a form came, and less than half of it was answered."""


@dataclass(frozen=True)
class Missing:
    """One visit: the reasons of both groups with their counts, in words, and how many there are of each group."""

    visit: str
    cells: tuple[str, str]
    counts: tuple[str, str]


def missing(case: Case, valid: pd.DataFrame) -> tuple[Missing, ...]:
    """Every visit of the comparison; of everyone who entered, so that the dead and the withdrawn are counted too."""
    return tuple(
        Missing(
            visit.label,
            tuple(_reasons(case, side, visit.id, valid) for side in case.sides),  # type: ignore[arg-type]
            tuple(_total(case, side, visit.id, valid) for side in case.sides),  # type: ignore[arg-type]
        )
        for visit in case.visits
    )


def _absent(case: Case, side: Side, visit: str, valid: pd.DataFrame) -> pd.Series:
    """Patient -> reason, of those of a group who gave no valid form."""
    patients, visits = case.data.patients, case.data.visits
    entered = patients.loc[patients["group"] == side.group.id, "patient"]
    done = set(valid.loc[valid["visit"] == visit, "patient"])
    here = visits[visits["visit"] == visit].set_index("patient")["reason"]
    return here.reindex([one for one in entered if one not in done]).replace("", None).fillna(IN_FULL)


def _reasons(case: Case, side: Side, visit: str, valid: pd.DataFrame) -> str:
    counts = _absent(case, side, visit, valid).value_counts()
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
    return ", ".join(
        f"{case.ledger.count('not_analysed_reason', int(n), group=side.group.id, visit=visit, item=str(why))} {why}"
        for why, n in ordered
    ) or "nobody"  # fmt: skip


def _total(case: Case, side: Side, visit: str, valid: pd.DataFrame) -> str:
    return case.ledger.count(
        "not_analysed", len(_absent(case, side, visit, valid)), group=side.group.id, visit=visit
    )  # fmt: skip
