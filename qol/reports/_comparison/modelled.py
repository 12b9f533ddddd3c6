"""The declared family by visit as the mixed model sees it: least-squares means, differences, weighted beside."""

from dataclasses import dataclass

from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.course import CourseOfScale
from qol.analysis.comparing.declared import family
from qol.analysis.comparing.models import Models
from qol.analysis.longitudinal.estimates import Estimate
from qol.analysis.weighting.weights import WORDS
from qol.reports._comparison.alive import Alive, alive
from qol.reports._comparison.case import Case
from qol.reports._comparison.courses import Course, Line, Point, axis
from qol.reports._comparison.differences import label
from qol.reports._comparison.modelled_cells import ModelCells, ModelLine
from qol.reports._comparison.pages import Numbering
from qol.reports._visits import axis_words, occasion
from qol.reports._words import ends, listed, lower_first, number


@dataclass(frozen=True)
class ModelBlock:
    """One scale: its lines, each with the weighted difference beside it."""

    label: str
    source: str
    lines: tuple[tuple[ModelLine, str], ...]
    note: str


@dataclass(frozen=True)
class Modelled:
    """The page `by visit, modelled`; `alive.leads` tells whether scores among those alive stand first on it."""

    opening: str
    courses: tuple[Course, ...]
    figure_no: int
    blocks: tuple[ModelBlock, ...]
    table_no: int
    weighted_head: str
    note: str
    alive: Alive
    none: str = ""


def modelled(case: Case, models: Models | None, numbering: Numbering) -> Modelled | None:
    """The models of the declared family; None where the protocol has no plan for these groups."""
    if models is None:
        return None
    found = [(choice, models.course(choice)) for choice in family(models.compared.cohort)]
    there = [(choice, course) for choice, course in found if course.model is not None]
    charts = tuple(chart for chart in (_chart(case, *one) for one in there) if chart is not None)
    figure_no = numbering.figure("modelled") if charts else 0
    table_no = numbering.table() if there else 0
    living = alive(case, models, numbering)
    return Modelled(
        living.opening if living.leads else _opening(case, models), charts, figure_no,
        tuple(_block(case, models, *one) for one in there), table_no,
        WORDS[models.compared.declared], _note(case, models), living,
        _none(case, [one for one in found if one[1].model is None]),
    )  # fmt: skip


def name_of(case: Case, choice: Choice) -> str:
    """The scale, and whose it is where a stoma changes it."""
    instrument = case.instrument(choice.instrument)
    if instrument is None or choice.scale not in instrument.scale_by_id:
        return str(choice)
    return label(instrument.scale_by_id[choice.scale], choice.stoma)


def source_of(case: Case, choice: Choice) -> str:
    """Instrument and scale, and the range where it is not 0 to 100."""
    instrument = case.data.instruments[choice.instrument]
    scale = instrument.scale_by_id[choice.scale]
    top = "" if (scale.lowest, scale.highest) == (0, 100) else f", {ends(scale)}"
    return instrument.short_title + ("" if choice.scale == "total" else f", {choice.scale}") + top


def about(case: Case, course: CourseOfScale) -> str:
    """The covariance where it fell back, and the visits left out."""
    said = []
    if course.model is not None and course.model.fell_back:
        said.append(f"{course.model.fit.structure.words} covariance, since no freer one could be estimated")
    if course.left_out:
        labels = {visit.id: lower_first(visit.label) for visit in case.data.protocol.visits}
        said.append(f"left out for want of scores: {listed([labels[visit] for visit in course.left_out])}")
    return "; ".join(said)


def _opening(case: Case, models: Models) -> str:
    course, visit = models.course(models.primary), models.compared.cohort.plan.primary_visit
    name = lower_first(name_of(case, models.primary))
    when = next(v.label for v in case.data.protocol.visits if v.id == visit).lower()
    model = course.model
    if model is None or visit not in model.followed.visits:
        return f"No model of {name} over the visits can be fitted to the people of the declared set"
    line = ModelCells.of_course(case, course, model).line(visit)
    if line.found is None:
        return f"Modelled over all visits, too few have {name} at {when} to say how far the groups lie apart"
    if not line.found.tells:
        return f"Modelled over all visits, {name} at {when} cannot be told apart between the two groups"
    higher = case.first if line.found.estimate > 0 else case.second
    return f"Modelled over all visits, {name} at {when} is higher in {higher.people}; nobody was randomised"


def _chart(case: Case, choice: Choice, course: CourseOfScale) -> Course | None:
    if course.model is None:
        return None
    cells = ModelCells.of_course(case, course, course.model)
    visits = tuple(occasion(visit) for visit in case.data.protocol.visits if visit.id in cells.visits)
    told = [cells.line(visit.id) for visit in visits]
    while told and told[-1].found is None:
        told.pop()
    if not told:
        return None
    visits = visits[: len(told)]
    lines = tuple(
        Line(side, tuple(_point(line.drawn[i]) for line in told), tuple(line.n[i] for line in told))
        for i, side in enumerate(case.sides)
    )
    scale = cells.scale
    return Course(name_of(case, choice), source_of(case, choice), scale.higher_means, scale.lowest, scale.highest,
                  axis(visits), 0, lines, _alt(case, choice, told))  # fmt: skip


def _point(found: Estimate | None) -> Point | None:
    return None if found is None else Point(found.estimate, found.lower, found.upper)


def _alt(case: Case, choice: Choice, told: list[ModelLine]) -> str:
    means = "; ".join(
        f"{line.visit} " + ", ".join(
            f"{side.name} {number(one.estimate, 1) if one else 'not drawn'}"
            for side, one in zip(case.sides, line.drawn, strict=True)
        )
        for line in told
    )  # fmt: skip
    return f"{name_of(case, choice)}, least-squares means: {means}. Every value is in the table."


def _block(case: Case, models: Models, choice: Choice, course: CourseOfScale) -> ModelBlock:
    assert course.model is not None  # noqa: S101  # only scales with a model come here
    cells, other = ModelCells.of_course(case, course, course.model), models.course(choice, weighted=True)
    weighted = ModelCells.of_course(case, other, other.model) if other.model else None
    lines = tuple(
        (cells.line(visit), weighted.difference(visit) if weighted else "none given") for visit in cells.visits
    )
    return ModelBlock(name_of(case, choice), source_of(case, choice), lines, about(case, course))


def _note(case: Case, models: Models) -> str:
    why = "" if not models.refusals else " Nothing is weighted: the weights were refused, as the pages on balance say."
    if models.compared.declared == "none":
        why = " The plan declares no weights."
    baseline = models.compared.cohort.plan.model_baseline.replace("_", " ")
    return (
        f"Mixed model for repeated measures: group by visit with the score at {baseline}, "
        "whose effect may differ between visits; unstructured covariance of the visits, restricted maximum likelihood, "
        "Satterthwaite’s degrees of freedom. Means are those of people with an average score at the baseline. Scores "
        "missing at random given the scores before. Weighted: the same model with empirical errors (CR2). "
        f"{axis_words(case.data).capitalize()}, to scale. Fewer than 10 in a group: no number, nothing drawn.{why}"
    )


def _none(case: Case, without: list[tuple[Choice, CourseOfScale]]) -> str:
    names = [name if "." in name else lower_first(name) for name in (name_of(case, choice) for choice, _ in without)]
    return f"No model could be fitted for {listed(names)}: too few people or scores in the set." if names else ""
