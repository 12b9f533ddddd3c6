"""The appendix: every scale of the study at every visit as the mixed model sees it."""

from dataclasses import dataclass

from qol.analysis.comparing.choice import every_scale
from qol.analysis.comparing.models import Models
from qol.analysis.difference import LEAST
from qol.reports._comparison.case import Case
from qol.reports._comparison.modelled import ModelBlock, about, name_of, source_of
from qol.reports._comparison.modelled_cells import ModelCells
from qol.reports._comparison.pages import Numbering
from qol.reports._words import listed, lower_first

LINES = 86
"""Lines of the table that one page holds, the head of a scale counted as two."""


@dataclass(frozen=True)
class Appendix:
    """Pages of the table of all scales. without: scales of which there is no model, in words."""

    table_no: int
    opening: str
    sheets: tuple[tuple[ModelBlock, ...], ...]
    without: str


def appendix(case: Case, models: Models | None, numbering: Numbering) -> Appendix | None:
    """Least-squares means and differences of every scale, unweighted; None where there is no plan or no model."""
    if models is None:
        return None
    blocks, without, apart = [], [], 0
    for choice in every_scale(case.data):
        course = models.course(choice)
        if course.model is None or (course.model.followed.counts().min(axis=0) < LEAST).all():
            without.append(lower_first(name_of(case, choice)))
            continue
        cells = ModelCells.of_course(case, course, course.model)
        lines = tuple((cells.line(visit), "") for visit in cells.visits)
        apart += any(line.found is not None and line.found.tells for line, _ in lines)
        blocks.append(ModelBlock(name_of(case, choice), source_of(case, choice), lines, about(case, course)))
    if not blocks:
        return None
    told, all_ = case.ledger.count("models_apart", apart), case.ledger.count("models", len(blocks))
    opening = (
        f"Of {all_} scales modelled over all visits, {told} tell the groups apart at some visit; all are exploratory"
    )
    said = f"No model for want of people or scores at every visit: {listed(without)}." if without else ""
    return Appendix(numbering.table(), opening, _sheets(blocks), said)


def _sheets(blocks: list[ModelBlock]) -> tuple[tuple[ModelBlock, ...], ...]:
    sheets: list[list[ModelBlock]] = []
    room = 0
    for block in blocks:
        height = len(block.lines) + 2
        if not sheets or height > room:
            sheets.append([])
            room = LINES - (12 if len(sheets) == 1 else 4)
        sheets[-1].append(block)
        room -= height
    return tuple(tuple(sheet) for sheet in sheets)
