"""The difference at each visit as shapes: a diamond with its interval, the chosen visit larger."""

from dataclasses import dataclass

from qol.analysis.comparing.view import View
from qol.language import number
from qol.reports._view.drawn import marks
from qol.study.comparing.words import MINUS

WIDTH, ROW = 170.0, 40.0
EDGE = 20.0


@dataclass(frozen=True)
class Row:
    """x of the estimate and of the ends of its interval; None where nothing is drawn."""

    x: float | None
    left: float
    right: float
    chosen: bool


@dataclass(frozen=True)
class Forest:
    """A row a visit, in the order of the view's visits; ticks: place and digits."""

    rows: tuple[Row, ...]
    ticks: tuple[tuple[float, str], ...]
    zero: float


def forest(view: View) -> Forest:
    """Place the differences on one axis."""
    drawn = marks(view)
    unit = (WIDTH - 2 * EDGE) / (2 * drawn.span)

    def x(value: float) -> float:
        return round(WIDTH / 2 + unit * min(drawn.span, max(-drawn.span, value)), 1)

    rows = tuple(
        Row(None, 0, 0, chosen=False)
        if one.est is None or one.lo is None or one.hi is None
        else Row(x(one.est), x(one.lo), x(one.hi), row.visit.id == view.question.visit)
        for one, row in zip(drawn.rows, view.visits, strict=True)
    )
    ticks = tuple((x(value), number(value, 0).replace("-", MINUS)) for value in (-drawn.span, 0, drawn.span))
    return Forest(rows, ticks, WIDTH / 2)
