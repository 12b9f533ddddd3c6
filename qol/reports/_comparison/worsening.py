"""Time to deterioration, responders and how scores changed: only with the points that the plan names."""

from dataclasses import dataclass

from qol.analysis.categories.change import distribution
from qol.analysis.comparing.declared import Compared
from qol.analysis.comparing.worsening import Worsening, declared, weighted
from qol.analysis.difference import LEAST
from qol.analysis.events.by_group import ByGroup
from qol.analysis.weighting.weights import WORDS
from qol.instruments.definition import Scale
from qol.reports._comparison import step_curves, worsening_rows
from qol.reports._comparison.case import Case
from qol.reports._comparison.differences import label
from qol.reports._comparison.pages import Numbering
from qol.reports._comparison.step_curves import StepChart
from qol.reports._comparison.worsening_rows import Cells, Row
from qol.reports._visits import occasion
from qol.reports._words import lower_first


@dataclass(frozen=True)
class WorseningPage:
    """One scale. charts and rows are empty where a group is too small; `why` then says so."""

    opening: str
    caption: str
    source: str
    charts: tuple[StepChart, ...]
    rows: tuple[Row, ...]
    figure_no: int
    table_no: int
    notes: tuple[str, ...]
    why: str = ""


def worsening(case: Case, numbering: Numbering) -> tuple[WorseningPage, ...]:
    """A page for each scale for which the plan names points; none where there is no plan or it names none."""
    compared = case.compared
    if compared is None:
        return ()
    return tuple(_page(case, compared, one, numbering) for one in declared(compared.cohort))


def absent(case: Case) -> str:
    """Why there is no such page; empty where there is one."""
    plan = case.data.protocol.plan
    if case.compared is not None and plan is not None and plan.deterioration:
        return ""
    return "No threshold is confirmed for these scales and the plan chooses none: not computed"


def _page(case: Case, compared: Compared, one: Worsening, numbering: Numbering) -> WorseningPage:
    instrument = case.data.instruments[one.choice.instrument]
    scale = instrument.scale_by_id[one.choice.scale]
    name = label(scale, one.choice.stoma)
    source = f"{instrument.short_title}, {one.choice.scale}"
    primary = next(v for v in case.data.protocol.visits if v.id == compared.cohort.plan.primary_visit)
    cells = Cells(case, one, primary.id)
    found, competing = one.by_group("event"), one.by_group("competing")
    if min(group.times.n for group in found.groups) < LEAST:
        why = f"Fewer than {LEAST} people of a group have a baseline score: nothing is drawn and nothing compared."
        return WorseningPage(
            f"Deterioration of {lower_first(name)}: too few people to compare the groups",
            name, source, (), worsening_rows.who(cells), 0, numbering.table(), _notes(case, one, name), why,
        )  # fmt: skip
    heavy, refused = _weights(compared, one)
    at = occasion(primary)
    rows = (
        *worsening_rows.who(cells), *worsening_rows.times(cells, found, heavy),
        *worsening_rows.alone(cells, competing, at.at or 12.0), *worsening_rows.changed(cells, at.label.lower()),
    )  # fmt: skip
    return WorseningPage(
        _opening(case, name, found), f"{name}: when it was first worse by {one.threshold:g} points, and how it changed",
        source, _charts(case, one, scale, found, competing, at.label.lower(), primary.id), rows,
        numbering.figure(f"worsening_{one.choice}"), numbering.table(), (*_notes(case, one, name), *refused),
    )  # fmt: skip


def _weights(compared: Compared, one: Worsening) -> tuple[tuple[ByGroup, str] | None, tuple[str, ...]]:
    """The declared weights where they may be used here, or in words why not."""
    if compared.declared == "none":
        return None, ("The plan declares no weights.",)
    weighed = compared.weighed()
    if weighed.refusals:
        return None, (
            "No weighted ratio: the declared weights are refused for these people, as for every other number.",
        )
    if weighed.too_small(one.found("event").counted.astype(float)):
        return None, ("No weighted ratio: those with a baseline score fall below the declared effective size.",)
    return (weighted(one, weighed.weights).by_group("event"), WORDS[compared.declared]), ()


def _opening(case: Case, name: str, found: ByGroup) -> str:
    """What the unweighted ratio can tell, in words that name no cause."""
    ratio = found.ratio.ratios[0] if found.ratio else None
    subject = f"Deterioration of {lower_first(name)}, or death"
    if ratio is None or ratio.limits[0] <= 1 <= ratio.limits[1]:
        return f"{subject}: these data cannot tell which group comes to it sooner"
    later = case.first if ratio.limits[1] < 1 else case.second
    return f"{subject}, came later in {later.people}; not randomised, exploratory"


def _charts(
    case: Case, one: Worsening, scale: Scale, found: ByGroup, competing: ByGroup, at: str, visit: str
) -> tuple[StepChart, ...]:
    """Free of deterioration and alive; deteriorated with death competing; change at the declared visit."""
    sides = case.sides
    cells = Cells(case, one, visit)
    ticks = step_curves.months(found)
    first, second = (
        tuple(
            cells.number("ttd_at_risk", int((group.times.time >= month).sum()), 0, side, item=f"{month:g}")
            for month in ticks
        )
        for group, side in zip(found.groups, sides, strict=True)
    )
    moved = tuple(distribution(side.group.id, change) for side, change in zip(sides, one.change(visit), strict=True))
    free = tuple(group.free for group in found.groups)
    happened = tuple(group.happened for group in competing.groups)
    way = "right" if scale.higher_means == "better" else "left"
    return (
        step_curves.over_time(sides, found, (free[0], free[1]),
                              ("Free of deterioration, and alive", "per cent by month", "better"), (first, second)),
        step_curves.over_time(sides, competing, (happened[0], happened[1]),
                              ("Deteriorated, death competing", "per cent by month", "worse"), (first, second)),
        step_curves.of_change(sides, (moved[0], moved[1]),
                              (f"Change at {at}", f"per cent who changed by at most so much; {way} is", "better"),
                              one.threshold),
    )  # fmt: skip


def _notes(case: Case, one: Worsening, name: str) -> tuple[str, ...]:
    """The rule, whose choice the points are, and what stands in the way of knowing."""
    way = "lower" if one.higher_means == "better" else "higher"
    baseline = next(v.label.lower() for v in case.data.protocol.visits if v.id == one.cohort.plan.model_baseline)
    confirmed = [
        ref for ref in case.references.confirmed(one.choice.instrument, one.choice.scale, "change")
        if abs(abs(ref.value) - one.threshold) < 1e-9
    ]  # fmt: skip
    whose = (
        f"{one.threshold:g} points are confirmed ({confirmed[0].source}, {confirmed[0].population})."
        if confirmed
        else f"The {one.threshold:g} points are the study’s own choice, declared in its plan; no value is confirmed "
        f"for this scale."
    )
    said = [
        f"Deterioration: a score {one.threshold:g} points or more {way} than at the baseline (visit: {baseline}) at "
        f"any scheduled visit, dated by the form that shows it. {whose}",
        "Months since the baseline form; under the axis, people at risk. Scheduled visits alone; answers that somebody "
        "gave in the patient’s place do not count. Who has no later score is in the curve for a day.",
        "Ratios: first group against second, Cox (Efron), proportional hazards assumed; with weights robust errors, "
        "weights taken as known. Curves and all other rows are unweighted. Exploratory: outside the declared family.",
    ]  # fmt: skip
    if one.choice.stoma:
        said.append(f"{name}: a visit with a stoma tells nothing of this scale and is passed over.")
    return tuple(said)
