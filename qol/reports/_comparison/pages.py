"""The pages of a domain from visit to visit: opening sentence, courses, tables; and the numbers of figures."""

from dataclasses import dataclass

from qol.analysis.by_visit import scale_by_visit
from qol.analysis.decision import flags
from qol.analysis.difference import LEAST
from qol.reports._comparison import bowel, words
from qol.reports._comparison.bowel import BowelFigure
from qol.reports._comparison.case import Case
from qol.reports._comparison.courses import Course, course
from qol.reports._comparison.differences import ForestRow, row
from qol.reports._comparison.selection import LEADS, OWN, Wanted, section, with_stoma
from qol.reports._comparison.tables import Chunk, table
from qol.reports._visits import axis_words

LINES_A_PAGE = 62
"""Lines of a dense table that one page holds."""
NAMES = {"satisfaction": "Satisfaction", "quality_of_life": "Quality of life", "bowel": "Bowel function"}


class Numbering:
    """Figures and tables, numbered in the order of the pages."""

    def __init__(self) -> None:
        self._figures: dict[str, int] = {}
        self._tables = 0

    def take(self, **figures: bool) -> dict[str, int]:
        """Numbers for the figures that there are, in this order."""
        for name, there in figures.items():
            if there:
                self._figures[name] = len(self._figures) + 1
        return self._figures

    def number(self, name: str) -> int:
        """The number of a figure; 0 where it is not there."""
        return self._figures.get(name, 0)

    def figure(self, name: str) -> int:
        """A further figure."""
        return self.take(**{name: True})[name]

    def table(self) -> int:
        """A further table."""
        self._tables += 1
        return self._tables


@dataclass(frozen=True)
class ByChoice:
    """The same scales among those who had a choice and those who got what they wanted."""

    caption: str
    parts: tuple[tuple[str, tuple[ForestRow, ...]], ...]


@dataclass(frozen=True)
class Page:
    """One domain: a page of courses and the pages of its table. height: of one chart, in millimetres."""

    opening: str
    courses: tuple[tuple[str, tuple[Course, ...]], ...]
    height: float
    note: str
    table_head: str
    table_no: int
    sheets: tuple[tuple[Chunk, ...], ...]
    bowel: BowelFigure | None = None
    bowel_no: int = 0
    bowel_caption: str = ""
    bowel_notes: object = ""
    choice: ByChoice | None = None
    choice_no: int = 0


def pages(case: Case, numbering: Numbering) -> tuple[Page, ...]:
    """A page for each section in which anybody has a score."""
    made = (_page(case, name, numbering) for name in NAMES)
    return tuple(page for page in made if page is not None)


def _page(case: Case, name: str, numbering: Numbering) -> Page | None:
    better, worse = section(case.data, name, "better"), section(case.data, name, "worse")
    stacks = bowel.figure(case, case.visits) if name == "bowel" else None
    if stacks is None and not any(case.scale(w.instrument, w.scale, w.stoma) for w in (*better, *worse)):
        return None
    bowel_no = numbering.figure("bowel_by_visit") if stacks else 0
    figure_no = numbering.figure(f"courses_{name}")
    choice = _by_choice(case, better) if name == "satisfaction" else None
    choice_no = numbering.table() if choice else 0
    courses = tuple(
        (direction, tuple(c for c in (course(case, want) for want in wanted) if c is not None))
        for direction, wanted in (("better", better), ("worse", worse))
    )
    chunks = (
        *table(case, better, "better"), *table(case, worse, "worse"),
        *table(case, with_stoma(case.data, name, "worse"), "worse"),
    )  # fmt: skip
    return Page(
        words.by_visit(case, NAMES[name], (*better, *worse)), courses, 33.0 if choice or stacks else 38.2,
        _note(case, name, figure_no),
        f"{NAMES[name]}: the numbers behind the courses", numbering.table(), _sheets(chunks), stacks, bowel_no,
        "Stoma or major LARS by visit, worst first: everybody with a stoma or a LARS score", bowel.notes(case, stacks),
        choice, choice_no,
    )  # fmt: skip


def _sheets(chunks: tuple[Chunk, ...]) -> tuple[tuple[Chunk, ...], ...]:
    """Chunks laid out on pages."""
    sheets: list[list[Chunk]] = []
    room = 0
    for chunk in chunks:
        lines = sum(len(block.lines) + 1 for block in chunk.blocks) + 4
        if not sheets or lines > room:
            sheets.append([])
            room = LINES_A_PAGE
        sheets[-1].append(chunk)
        room -= lines
    return tuple(tuple(sheet) for sheet in sheets)


def _note(case: Case, name: str, figure_no: int) -> str:
    first = [visit for visit in case.visits if visit.baseline]
    apart = (
        "Pre, before treatment, and Dec, decision, stand apart: two different baselines, never joined. Then "
        if len(first) > 1
        else "".join(f"{visit.short}, {visit.label.lower()}, stands apart. Then " for visit in first)
    )
    more = {
        "satisfaction": "New questionnaire (0.1), not validated: no total, no threshold, no important "
        "difference; none is drawn. "
        "Worry is asked at the decision, the rest from then on.",
        "quality_of_life": "Ranges of important differences are published for other settings; none is confirmed "
        "here and none is drawn.",
        "bowel": _stoma_note(case),
    }[name]
    axis = axis_words(case.data)
    return (
        f"Figure {figure_no}. {apart}{axis if apart else axis.capitalize()}, to scale. No n: not asked at that visit, "
        f"and the line has a gap; where a group has fewer than {LEAST}, nothing is drawn. {more}"
    )  # fmt: skip


def _stoma_note(case: Case) -> str:
    """Who is in the lines of bowel function; nothing is claimed about a stoma that nobody recorded."""
    if not case.forms["stoma"].isin(["yes", "no"]).any():
        return "Who has a stoma is not recorded, so people with and without one are together here."
    if not any(want.stoma for want in section(case.data, "bowel", "worse")):
        return ""
    return (
        "LARS and scales that a stoma changes leave out people with a stoma at the visit, so the people in their "
        "lines change from visit to visit; people with a stoma have their own rows in the table."
    )


def _by_choice(case: Case, wanted: tuple[Wanted, ...]) -> ByChoice | None:
    """Treatment and decision satisfaction at the headline visit, by whether there was a choice and the wish was met."""
    known = flags(case.items)
    instrument = case.instrument(OWN)
    if case.headline is None or instrument is None or known.empty:
        return None
    choice = known.loc[known["choice"].eq(True), "patient"]
    met = known.loc[known["wish_met"] == "yes", "patient"]
    other = known.loc[known["wish_met"].isin(["no", "open", "unsure"]), "patient"]
    strata = (("everybody", None, "everybody"), ("both ways were offered", choice, "choice"),
              ("had wanted what they got", met, "wish_met"),
              ("had wanted otherwise, both, or did not know", other, "wish_other"))  # fmt: skip
    parts = []
    shown = (w for w in wanted if w.instrument == OWN and w.scale in ("TRT", "DEC"))
    for want in sorted(shown, key=lambda w: w not in LEADS):
        lines = []
        for label, people, stratum in strata:
            scores = case.scores if people is None else case.scores[case.scores["patient"].isin(people)]
            found = scale_by_visit(scores, instrument, want.scale, case.groups, [case.headline.id])
            lines.append(row(case, found, found.visits[0], label, "" if people is None else stratum))
        parts.append((instrument.scale_by_id[want.scale].label, tuple(lines)))
    caption = (
        f"Satisfaction {case.headline.inside}, first everybody, then by what was offered and wanted before the "
        "decision (in the patients’ own words)"
    )
    return ByChoice(caption, tuple(parts)) if parts else None
