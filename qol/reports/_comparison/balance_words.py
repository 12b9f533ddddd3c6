"""The pages of balance and of the weights' cost: their opening sentences and notes, and the numbers of their tables."""

from typing import Any

from qol.analysis.comparing.declared import Compared
from qol.analysis.weighting.adjusted import Adjusted
from qol.analysis.weighting.weights import WORDS
from qol.reports._comparison.balance import Balance, not_recorded, table
from qol.reports._comparison.case import Case
from qol.reports._comparison.characteristics import UNMEASURED
from qol.reports._comparison.cost import Cost, cost
from qol.reports._comparison.pages import Numbering
from qol.reports._words import listed, lower_first

LEAST = 10


def has_people(compared: Compared | None) -> bool:
    """Whether there is anybody of both groups to describe."""
    return compared is not None and min(compared.cohort.to_weigh.sizes) > 0


def pages(case: Case, numbering: Numbering) -> dict[str, Any]:
    """Both pages; `balance` and `cost` are None where there is no plan, nobody of a group in it, or for release."""
    compared = case.compared
    if compared is None or not has_people(compared) or case.ledger.released:
        return {"balance": None, "cost": None}
    drawn = table(case, compared) if min(compared.cohort.to_weigh.sizes) >= LEAST else None
    told = cost(case, compared)
    sizes = compared.cohort.to_weigh.sizes
    visit = compared.cohort.data.protocol.visit_by_id[compared.cohort.plan.primary_visit]
    if drawn:
        numbering.figure("balance")
    if told.histogram:
        numbering.figure("overlap")
    return {
        "balance": drawn, "cost": told,
        "set_sizes": [case.ledger.count("in_set", n, group=g.id) for n, g in zip(sizes, case.groups, strict=True)],
        "weights_words": WORDS[compared.declared], "plan_visit": lower_first(visit.label),
        "balance_opening": _opening(drawn, compared) if drawn else "", "cost_opening": _cost_opening(told, compared),
        "balance_no": numbering.table() if drawn else 0, "cost_no": numbering.table(), "beside_no": numbering.table(),
        "balance_note": _note(drawn, compared) if drawn else "", "cost_note": _cost_note(compared, told),
        "no_overlap_picture": _no_picture(compared),
    }  # fmt: skip


def _opening(drawn: Balance, compared: Compared) -> str:
    most = f"The groups differed most in {_inside(drawn.largest[0].label)}" if drawn.largest else "The groups are alike"
    if not drawn.weighted:
        return f"{most}, and these data give no weights that make them comparable"
    return f"{most}; weighting removes what is in its model, but not what was never recorded or is not in the model"


def _inside(label: str) -> str:
    return lower_first(label.removesuffix(", mean (SD)"))


def _note(drawn: Balance, compared: Compared) -> str:
    said = ["Shaded: within ± 0.1."]
    if drawn.weighted and compared.declared == "overlap":
        said.append(
            "Overlap weights bring the covariates of their own model to 0.00, nearly so where it is penalised, "
            "whatever stays hidden; so read the rows outside the model, and the E-value."
        )
    if drawn.weighted and drawn.largest_after:
        last = drawn.largest_after[0]
        said.append(f"Outside the model the largest difference left is {last.shown[1]}, {_inside(last.label)}.")
    if not drawn.weighted:
        said.append("Before weighting alone: what weights would do is not shown where they may not be used.")
    gone = not_recorded(compared)
    if gone:
        said.append(f"Recorded of nobody here: {listed(gone)}.")
    said.append(f"Not recorded at all: {listed(UNMEASURED)}.")
    return " ".join(said)


def _cost_opening(told: Cost, compared: Compared) -> str:
    if told.refusals:
        return "No adjusted number: the two groups hold too few people who are alike"
    primary = compared.difference(next(iter(compared.family)))
    if isinstance(primary, Adjusted) and compared.declared != "none":
        one, other = (f"{size:.1f}" for size in compared.weighed().effective())
        return f"Weighting leaves the information of {one} and {other} people, and cannot reach what nobody recorded"
    return "The plan declares no weights: the groups are compared as they are"


def _cost_note(compared: Compared, told: Cost) -> str:
    how = compared.weighed().sentence() if not told.refusals else ""
    drawn = compared.cohort.plan.bootstrap
    return (
        f"Bootstrap: patients drawn again {drawn} times, the weights refitted each time. Where a way of weighting is "
        f"refused, no number stands. {'The model: penalised where data are few.' if 'Firth' in how else ''}"
    ).strip()


def _no_picture(compared: Compared) -> str:
    one, other = compared.cohort.to_weigh.sizes
    if compared.declared == "none":
        return "The plan declares no weights, so no probability of a strategy is estimated."
    return (
        f"Fewer than {LEAST} people in a group of the analysis set, so nothing is drawn and no balance is shown: "
        f"{one} and {other}."
    )
