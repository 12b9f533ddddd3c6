"""Differences as a forest: means, difference with interval and effect size of several scales at one visit."""

from dataclasses import dataclass

from qol.analysis.by_visit import ScaleAtVisit, ScaleByVisit
from qol.analysis.difference import Compared, Difference
from qol.instruments.definition import Scale
from qol.reports._comparison.case import Case
from qol.reports._comparison.selection import Wanted

SPANS = ((20, 10), (40, 20), (60, 30), (100, 50))
"""Half-width of the axis and distance of its ticks; the smallest that holds every interval is taken."""


@dataclass(frozen=True)
class ForestRow:
    """One difference. est, lo, hi are None where nothing was computed; `why` then says so."""

    label: str
    n: str
    first: str
    second: str
    est: float | None
    lo: float | None
    hi: float | None
    shown: str
    g: str
    why: str = ""
    observed: float | None = None
    """The observed difference beside a weighted one, an open mark."""
    primary: bool = False
    open: bool = False
    """Not to be read as an answer: observed, unadjusted."""


@dataclass(frozen=True)
class Forest:
    """Rows of one direction. left, right: who has it better on that side of zero."""

    direction: str
    left: str
    right: str
    span: int
    ticks: tuple[int, ...]
    rows: tuple[ForestRow, ...]
    alt: str


def forests(case: Case, better: tuple[Wanted, ...], worse: tuple[Wanted, ...]) -> tuple[Forest, ...]:
    """The differences of all wanted scales at the headline visit, one forest a direction on the same axis."""
    if case.headline is None:
        return ()
    rows = {"better": _rows(case, better, case.headline.id), "worse": _rows(case, worse, case.headline.id)}
    span, step = axis([(row.lo, row.hi) for part in rows.values() for row in part])
    return tuple(_forest(case, direction, part, span, step) for direction, part in rows.items() if part)


def _rows(case: Case, wanted: tuple[Wanted, ...], visit: str) -> tuple[ForestRow, ...]:
    found = (case.scale(want.instrument, want.scale, want.stoma) for want in wanted)
    return tuple(row(case, scale, scale.at(visit)) for scale in found if scale is not None and scale.at(visit).asked)


def _forest(case: Case, direction: str, rows: tuple[ForestRow, ...], span: int, step: int) -> Forest:
    left, right = (case.second, case.first) if direction == "better" else (case.first, case.second)
    names = ", ".join(row.label for row in rows)
    alt = (
        f"Higher is {direction}. Differences {case.minus} with 95 per cent intervals: {names}. "
        "All values are in the table."
    )
    ticks = tuple(range(-span, span + 1, step))
    return Forest(direction, f"better: {left.inside}", f"better: {right.inside}", span, ticks, rows, alt)


def axis(intervals: list[tuple[float | None, float | None]]) -> tuple[int, int]:
    """The smallest span that holds every interval, with the distance of its ticks."""
    widest = max((abs(limit) for pair in intervals for limit in pair if limit is not None), default=0.0)
    return next((pair for pair in SPANS if pair[0] >= widest), SPANS[-1])


def label(scale: Scale, stoma: str | None) -> str:
    """The scale's name, and who is left out."""
    return scale.label + {"no": ", no stoma", "yes": ", stoma"}.get(stoma or "", "")


def row(case: Case, found: ScaleByVisit, told: ScaleAtVisit, name: str = "", stratum: str = "") -> ForestRow:
    """One scale at one visit as a row; `stratum` names the people kept, where it is not everybody."""
    cells = Cells(case, found, told, stratum)
    stoma = found.stoma if found.scale.separate_by else None
    why = "" if isinstance(told.compared, Difference) else told.compared.sentence()
    between = "/" if case.ledger.released else " / "
    return ForestRow(
        name or label(found.scale, stoma), f"{cells.n(0)}{between}{cells.n(1)}", cells.mean(0), cells.mean(1),
        *limits(told.compared), cells.difference(), cells.g(), why,
    )  # fmt: skip


def limits(compared: Compared) -> tuple[float | None, float | None, float | None]:
    """Estimate and interval to draw, or nothing."""
    if isinstance(compared, Difference):
        return compared.estimate, compared.lower, compared.upper
    return None, None, None


class Cells:
    """The numbers of one scale at one visit, written down in the ledger as they are formatted."""

    def __init__(self, case: Case, found: ScaleByVisit, row: ScaleAtVisit, stratum: str = "") -> None:
        self._ledger, self._row = case.ledger, row
        self._scale_decimals = found.scale.decimals
        self._decimals = max(1, found.scale.decimals)
        self._groups = [group.id for group in case.groups]
        self._what = {
            "instrument": found.instrument, "scale": found.scale.id, "visit": row.visit,
            "stratum": stratum or ("" if found.stoma is None else f"stoma={found.stoma}"),
        }  # fmt: skip

    def n(self, side: int) -> str:
        """How many scores."""
        told = (self._row.first, self._row.second)[side]
        return self._ledger.count("n", told.n, group=self._groups[side], **self._what)

    def mean(self, side: int) -> str:
        """Mean, one decimal, or as many as the scale has."""
        told = (self._row.first, self._row.second)[side]
        return self._ledger.number("mean", told.mean, self._decimals, group=self._groups[side], **self._what)

    def sd(self, side: int) -> str:
        """Standard deviation, with as many decimals as the mean."""
        told = (self._row.first, self._row.second)[side]
        return self._ledger.number("sd", told.sd, self._decimals, group=self._groups[side], **self._what)

    def median(self, side: int) -> str:
        """Median, with the decimals of the scale."""
        told = (self._row.first, self._row.second)[side]
        return (
            self._ledger.number("median", told.median, self._scale_decimals, group=self._groups[side], **self._what)
            if told.n
            else ""
        )

    def ends(self, side: int) -> str:
        """Per cent at the lowest and at the highest score."""
        told = (self._row.first, self._row.second)[side]
        if not told.n:
            return ""
        group = self._groups[side]
        low = self._ledger.per_cent("floor_share", told.floor_share, group=group, **self._what)
        high = self._ledger.per_cent("ceiling_share", told.ceiling_share, group=group, **self._what)
        return f"{low} / {high}"

    def difference(self) -> str:
        """`+6.2 (0.3 to 12.1)`, or why there is none."""
        d = self._row.compared
        if not isinstance(d, Difference):
            return "too few" if d.why == "too_few" else "no spread"
        number = self._ledger.number
        return (
            f"{self._ledger.signed('difference', d.estimate, self._decimals, **self._what)} "
            f"({number('difference_lower', d.lower, self._decimals, **self._what)} to "
            f"{number('difference_upper', d.upper, self._decimals, **self._what)})"
        )

    def g(self) -> str:
        """`0.31 (0.01 to 0.61)`, or nothing."""
        d = self._row.compared
        if not isinstance(d, Difference):
            return ""
        number = self._ledger.number
        return (
            f"{number('g', d.g, 2, **self._what)} ({number('g_lower', d.g_lower, 2, **self._what)} to "
            f"{number('g_upper', d.g_upper, 2, **self._what)})"
        )
