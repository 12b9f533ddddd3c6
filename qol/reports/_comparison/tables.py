"""Every number behind the courses: one block a scale, one line a visit."""

from dataclasses import dataclass

from qol.analysis.by_visit import ScaleAtVisit, ScaleByVisit
from qol.reports._comparison.case import Case
from qol.reports._comparison.differences import Cells, axis, label, limits
from qol.reports._comparison.selection import Wanted
from qol.reports._words import ends

ROWS_A_CHUNK = 56
"""Lines that share one axis and are kept on one page."""


@dataclass(frozen=True)
class Line:
    """One scale at one visit, as printed."""

    visit: str
    n: tuple[str, str]
    means: tuple[str, str]
    medians: tuple[str, str]
    ends: tuple[str, str]
    est: float | None
    lo: float | None
    hi: float | None
    difference: str
    g: str


@dataclass(frozen=True)
class ScaleBlock:
    """One scale with its lines."""

    label: str
    source: str
    crowded: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Chunk:
    """Scales of one direction that stand on one axis and one page."""

    direction: str
    left: str
    right: str
    span: int
    ticks: tuple[int, ...]
    blocks: tuple[ScaleBlock, ...]
    alt: str


def table(case: Case, wanted: tuple[Wanted, ...], direction: str) -> tuple[Chunk, ...]:
    """Blocks of all wanted scales, cut into chunks that fit a page."""
    made = [_block(case, want) for want in wanted]
    left = [block for block in made if block is not None]
    chunks = []
    while left:
        taken, rows = [left.pop(0)], 0
        rows = _height(taken[0])
        while left and rows + _height(left[0]) <= ROWS_A_CHUNK:
            taken.append(left.pop(0))
            rows += _height(taken[-1])
        chunks.append(_chunk(case, direction, taken))
    return tuple(chunks)


def _height(block: ScaleBlock) -> int:
    return len(block.lines) + 1


def _chunk(case: Case, direction: str, blocks: list[ScaleBlock]) -> Chunk:
    span, step = axis([(line.lo, line.hi) for block in blocks for line in block.lines])
    left, right = (case.second, case.first) if direction == "better" else (case.first, case.second)
    names = ", ".join(block.label for block in blocks)
    return Chunk(
        direction, left.inside, right.inside, span,
        tuple(range(-span, span + 1, step)), tuple(blocks),
        f"Differences {case.minus} with 95 per cent intervals by visit; {names}. All values are in the table.",
    )  # fmt: skip


def _block(case: Case, want: Wanted) -> ScaleBlock | None:
    found = case.scale(want.instrument, want.scale, want.stoma)
    instrument = case.instrument(want.instrument)
    if found is None or instrument is None:
        return None
    labels = {visit.id: visit.label for visit in case.visits}
    lines = tuple(_line(case, found, row, labels[row.visit]) for row in found.visits if row.asked)
    crowded = any(d.crowded for row in found.visits for d in (row.first, row.second) if d.n)
    stoma = found.stoma if found.scale.separate_by else None
    return ScaleBlock(label(found.scale, stoma), source(instrument.short_title, found), crowded, lines)


def source(short_title: str, found: ScaleByVisit) -> str:
    """Instrument and scale, and the range where it is not 0 to 100."""
    top = "" if (found.scale.lowest, found.scale.highest) == (0, 100) else f", {ends(found.scale)}"
    return short_title + ("" if found.scale.id == "total" else f", {found.scale.id}") + top


def _line(case: Case, found: ScaleByVisit, row: ScaleAtVisit, visit: str) -> Line:
    cells = Cells(case, found, row)
    return Line(
        visit, (cells.n(0), cells.n(1)), (_mean_sd(cells, 0), _mean_sd(cells, 1)),
        (cells.median(0), cells.median(1)), (cells.ends(0), cells.ends(1)),
        *limits(row.compared), cells.difference(), cells.g(),
    )  # fmt: skip


def _mean_sd(cells: Cells, side: int) -> str:
    sd = cells.sd(side)
    return cells.mean(side) + ("" if sd == "–" else f" ({sd})")
