"""The forest of page 1: weighted differences with the observed ones beside them, or the observed ones alone."""

from dataclasses import dataclass, replace

from qol.analysis.by_visit import ScaleByVisit
from qol.analysis.comparing.declared import Compared
from qol.analysis.weighting.adjusted import Adjusted
from qol.analysis.weighting.weights import WORDS
from qol.reports._comparison import cost, declared_words
from qol.reports._comparison.case import Case
from qol.reports._comparison.differences import Cells, Forest, ForestRow, axis, forests, limits
from qol.reports._comparison.selection import Wanted


@dataclass(frozen=True)
class FirstForest:
    """What stands over and under it. last: head of the last column."""

    forests: tuple[Forest, ...]
    caption: str
    last: str
    note: str
    key: bool


def first_forest(case: Case, better: tuple[Wanted, ...], worse: tuple[Wanted, ...]) -> FirstForest | None:
    """All wanted scales at the headline visit."""
    drawn = forests(case, better, worse)
    if not drawn:
        return None
    compared = declared_words.weighing(case)
    if compared is None or case.headline is None:
        shown = tuple(replace(one, rows=tuple(replace(r, open=case.strategies) for r in one.rows)) for one in drawn)
        return FirstForest(shown, "unadjusted", "Effect size g", _observed_note(case), False)
    wanted = {"better": better, "worse": worse}
    rows = {one.direction: _rows(case, compared, case.headline.id, wanted[one.direction]) for one in drawn}
    span, step = axis([(r.lo, r.hi) for part in rows.values() for r in part])
    ticks = tuple(range(-span, span + 1, step))
    shown = tuple(replace(one, rows=rows[one.direction], span=span, ticks=ticks) for one in drawn)
    words = WORDS[compared.declared]
    return FirstForest(shown, f"weighted ({words})", "Observed, unadjusted", _note(case, compared), True)


def _observed_note(case: Case) -> str:
    return "Observed means, Welch’s interval, Hedges’ g."


def _rows(case: Case, compared: Compared, visit: str, wanted: tuple[Wanted, ...]) -> tuple[ForestRow, ...]:
    """Weighted rows; the observed difference of everybody stands in the last column, its mark is open."""
    family = list(compared.family)
    rows = []
    for want in wanted:
        found = case.scale(want.instrument, want.scale, want.stoma)
        told = declared_words.told(case, want.instrument, want.scale, want.stoma)
        if found is None or told is None or not found.at(visit).asked:
            continue
        place = family.index(told.choice) if told.choice in family else None
        mark = "" if place is None else " ¹" if place == 0 else " ²"
        observed, text = _beside(case, found, visit)
        est, lo, hi = _drawn(told.found)
        rows.append(ForestRow(
            told.name + mark, f"{told.n(0)} / {told.n(1)}", told.mean(0), told.mean(1), est, lo, hi,
            told.difference(), text, observed=observed, primary=place == 0,
        ))  # fmt: skip
    return tuple(rows)


def _drawn(found: object) -> tuple[float | None, float | None, float | None]:
    return (found.estimate, found.lower, found.upper) if isinstance(found, Adjusted) else (None, None, None)


def _beside(case: Case, found: ScaleByVisit, visit: str) -> tuple[float | None, str]:
    row = found.at(visit)
    return limits(row.compared)[0], Cells(case, found, row).difference()


def _note(case: Case, compared: Compared) -> str:
    """Which rows are declared, with the test; the rest is exploratory."""
    lost = (
        compared.cohort.to_weigh.sizes[0]
        + compared.cohort.to_weigh.sizes[1]
        - sum(next(iter(compared.family.values())).n)
    )
    return (
        "Filled: weighted means of the analysis set, bootstrap interval; open: observed, everybody. "
        f"¹ primary, ² declared: {cost.short_test(case, compared)}; "
        f"{case.ledger.count('primary_left_out', lost)} of the set without the primary score. "
        "All else is exploratory."
    )
