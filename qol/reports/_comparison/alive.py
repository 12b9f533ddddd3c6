"""The primary scale among those alive at each visit, beside the share who are."""

from dataclasses import dataclass

from qol.analysis.comparing.living import Deaths
from qol.analysis.comparing.models import Models
from qol.analysis.longitudinal.among_alive import AmongAlive
from qol.reports._comparison.case import Case
from qol.reports._comparison.modelled_cells import ModelCells
from qol.reports._comparison.pages import Numbering
from qol.reports._words import lower_first


@dataclass(frozen=True)
class AliveLine:
    """One visit: who is alive of those whose state is known, then means and differences of those."""

    visit: str
    living: tuple[str, str]
    n: tuple[str, str]
    means: tuple[str, str]
    difference: str
    weighted: str


@dataclass(frozen=True)
class Alive:
    """The table among those alive. leads: deaths reach the share that the plan names, or everybody has metastases."""

    leads: bool
    opening: str
    caption: str
    lines: tuple[AliveLine, ...]
    table_no: int
    note: str


def alive(case: Case, models: Models, numbering: Numbering) -> Alive:
    """The estimating equations of the primary scale, unweighted and under the declared weights."""
    cohort, primary = models.compared.cohort, models.primary
    name = lower_first(cohort.data.instruments[primary.instrument].scale_by_id[primary.scale].label)
    found, weighted = models.alive(), models.alive(weighted=True)
    lines = _lines(case, models, found, weighted) if isinstance(found, AmongAlive) else ()
    leads = models.deaths.lead and bool(lines)
    why = "Deaths are many" if models.deaths.many else "The disease is metastatic"
    return Alive(
        leads, f"{why}, so the answer is {name} among those alive, read beside how many are alive",
        f"{name[:1].upper()}{name[1:]} among those alive at each visit, beside the share alive", lines,
        numbering.table() if lines else 0, _note(case, models, bool(lines)),
    )  # fmt: skip


def _lines(case: Case, models: Models, found: AmongAlive, weighted: object) -> tuple[AliveLine, ...]:
    plain = ModelCells(case, models.primary, found.cells, "alive")
    under = (
        ModelCells(case, models.primary, weighted.cells, "alive", True) if isinstance(weighted, AmongAlive) else None
    )
    shares = {(one.group, one.visit): one.alive for one in found.living}
    labels = models.compared.cohort.labels
    made = []
    for visit in plain.visits:
        line = plain.line(visit, bounds=False)
        living = []
        for side, group in zip(case.sides, labels, strict=True):
            share, what = shares[group, visit], {"visit": visit, "group": side.group.id}
            living.append(
                f"{case.ledger.per_cent('alive_share', share.share, **what)} % of "
                f"{case.ledger.count('alive_known', share.of, **what)}"
            )
        made.append(AliveLine(line.visit, (living[0], living[1]), line.n, line.means, line.difference,
                              under.difference(visit) if under else "none given"))  # fmt: skip
    return tuple(made)


def _note(case: Case, models: Models, there: bool) -> str:
    if not there:
        return "Among those alive nothing could be estimated: too few people or scores in the set."
    plan, found = models.compared.cohort.plan, models.deaths
    limit = case.ledger.per_cent("death_share_declared", plan.death_share)
    said = [
        f"{case.ledger.per_cent('dead_share', dead, visit=plan.primary_visit, group=side.group.id)} % in {side.people}"
        for side, dead in zip(case.sides, found.dead, strict=True) if dead is not None
    ]  # fmt: skip
    by_then = f"Deaths by the primary visit, {' and '.join(said)} of those whose state is known," if said else "Deaths"
    return (
        f"Independence estimating equations with the baseline score, empirical errors (CR2): the mean of those "
        f"alive, no score stands for the dead. {by_then} {_which(found, limit)}."
    )


def _which(found: Deaths, limit: str) -> str:
    reach = "reach" if found.many else "stay below"
    told = f"{reach} the {limit} % in a group from which the plan makes this the headline"
    return f"{told}; in stage IV it is the headline whatever they are" if found.stage_4 else told
