"""The declared answer under other choices, as a forest: filled where it is an answer, open where it is none."""

from dataclasses import dataclass

from qol.analysis.comparing.models import Models
from qol.analysis.comparing.sensitivity.table import Sensitivity, sensitivity
from qol.analysis.comparing.sensitivity.variant import Id, Variant
from qol.analysis.longitudinal.what_if import TippingPoint
from qol.analysis.weighting.weights import WORDS
from qol.reports._comparison.case import Case
from qol.reports._comparison.differences import axis
from qol.reports._comparison.modelled import name_of
from qol.reports._comparison.pages import Numbering
from qol.reports._words import lower_first

NAMES: dict[Id, str] = {
    "overlap": "Overlap weights", "iptw": "Inverse-probability weights", "none": "Unadjusted",
    "mmrm": "Mixed model, unweighted", "mmrm_weighted": "Mixed model, weighted, empirical errors",
    "both_offered": "Only where both ways were really offered", "complete_response": "Complete response only",
    "wish_met": "Only those who got the way they wanted", "without_proxy": "Without forms filled in by others",
    "imputed": "Multiple imputation", "received": "By treatment received at that visit",
    "regrowth_out": "Regrowth left out (conditions on the future)",
    "preserved": "Rectum kept until then (conditions on the future)",
}  # fmt: skip


@dataclass(frozen=True)
class VariantRow:
    """One way to the answer. est, lo, hi: none where there is no number; `why` then says so."""

    label: str
    n: str
    est: float | None
    lo: float | None
    hi: float | None
    shown: str
    why: str
    open: bool
    primary: bool


@dataclass(frozen=True)
class SensitivityPage:
    """The page: what it finds, the forest, the tipping points, and what was imputed."""

    opening: str
    caption: str
    direction: str
    left: str
    right: str
    span: int
    ticks: tuple[int, ...]
    rows: tuple[VariantRow, ...]
    alt: str
    figure_no: int
    note: str
    tipping: tuple[str, ...]


def page(case: Case, models: Models | None, numbering: Numbering) -> SensitivityPage | None:
    """The primary scale at the primary visit in every other way; None where the protocol has no plan."""
    if models is None:
        return None
    found = sensitivity(models)
    scale = case.data.instruments[models.primary.instrument].scale_by_id[models.primary.scale]
    made = _Printed(case, models)
    rows = tuple(made.row(one) for one in found.variants)
    span, step = axis([(row.lo, row.hi) for row in rows])
    left, right = (case.second, case.first) if scale.higher_means == "better" else (case.first, case.second)
    when = _when(case, models)
    return SensitivityPage(
        _opening(case, found),
        f"{name_of(case, models.primary)} at {when}, difference {case.minus}, under other choices",
        scale.higher_means, f"better: {left.inside}", f"better: {right.inside}", span,
        tuple(range(-span, span + 1, step)), rows,
        f"Differences with 95 per cent intervals under {len(rows)} choices. All values are in the table.",
        numbering.figure("sensitivity"), made.note(found), tuple(made.tips(one) for one in found.missing.tipping),
    )  # fmt: skip


def _when(case: Case, models: Models) -> str:
    visit = models.compared.cohort.plan.primary_visit
    return next(one.label for one in case.data.protocol.visits if one.id == visit).lower()


def _opening(case: Case, found: Sensitivity) -> str:
    declared, *others = found.variants
    told = [one for one in others if one.answers and one.estimate is not None]
    if declared.estimate is None:
        return "The declared analysis gives no number, so no other choice stands in for it"
    if not told:
        return "No other way to the declared answer could be computed from these data"
    turned = sum((one.estimate or 0) * declared.estimate < 0 for one in told)
    unsure = sum(one.tells != declared.tells for one in told)
    if turned:
        return (f"The answer changes its sign in {case.ledger.count('variants_turned', turned)} of "
                f"{case.ledger.count('variants', len(told))} other ways to it")  # fmt: skip
    if unsure:
        return (f"The answer keeps its sign, but in {case.ledger.count('variants_other', unsure)} of "
                f"{case.ledger.count('variants', len(told))} other ways not its certainty")  # fmt: skip
    return f"The answer keeps its sign and its certainty in all {case.ledger.count('variants', len(told))} other ways"


class _Printed:
    """Words and numbers of variants, through the ledger."""

    def __init__(self, case: Case, models: Models) -> None:
        self._case, self._models, self._ledger = case, models, case.ledger
        primary = models.primary
        scale = case.data.instruments[primary.instrument].scale_by_id[primary.scale]
        self._decimals, self._better = max(1, scale.decimals), scale.higher_means == "better"
        self._what = {
            "instrument": primary.instrument, "scale": primary.scale,
            "visit": models.compared.cohort.plan.primary_visit,
            "stratum": f"stoma={primary.stoma}" if primary.stoma else "",
        }  # fmt: skip

    def row(self, one: Variant) -> VariantRow:
        """One row of the forest."""
        what = self._what | {"item": one.id, "answer": f"{one.shift:g}" if one.shift else ""}
        n = "" if one.n is None else " / ".join(
            self._ledger.count("variant_n", count, group=group.id, **what)
            for count, group in zip(one.n, self._case.groups, strict=True)
        )  # fmt: skip
        shown = ""
        if one.estimate is not None:
            lower, upper = (
                self._ledger.number(f"variant_{end}", value, self._decimals, **what)
                for end, value in (("lower", one.lower), ("upper", one.upper))
            )
            shown = f"{self._ledger.signed('variant', one.estimate, self._decimals, **what)} ({lower} to {upper})"
        return VariantRow(self._name(one), n, one.estimate, one.lower, one.upper, shown, _short(one.why),
                          not one.answers, one.id == "declared")  # fmt: skip

    def _name(self, one: Variant) -> str:
        if one.id == "declared":
            return f"Declared: {WORDS[self._models.compared.declared]}, by strategy"
        if not one.id.startswith("shift"):
            return NAMES[one.id]
        case = self._case
        who = {"shift_first": case.first.inside, "shift_second": case.second.inside, "shift_both": "all"}[one.id]
        points = self._ledger.number(
            "shift", abs(one.shift), 0 if one.shift == round(one.shift) else 1, answer=f"{one.shift:g}"
        )
        return f"Missing {who} answers {points} points worse"

    def note(self, found: Sensitivity) -> str:
        """How to read the forest, and what was imputed."""
        said = [
            "Open diamonds are not to be read as answers: nothing is adjusted, or people are chosen by what happened "
            "after the decision. Weights are fitted anew for every choice of people, with the bootstrap that the plan "
            "declares; mixed models have the intervals of their pages."
        ]
        imputed = found.missing.imputed
        if imputed is not None:
            times = self._ledger.count("imputations", len(imputed.outcomes))
            mine = (
                ""
                if self._models.compared.cohort.plan.imputations
                else ", a number of this table, since the plan has none"
            )
            said.append(
                f"Imputed {times} times from the mixed model{mine}; never after a death or a withdrawal, nor before a "
                "visit was due. Shifts are added to what was imputed after somebody stopped answering."
            )
        return " ".join(said)

    def tips(self, one: TippingPoint) -> str:
        """How far one group's missing answers would have to be off for the interval to reach zero."""
        group = self._case.groups[0 if one.group == self._models.compared.cohort.labels[0] else 1]
        who = self._case.first if group == self._case.groups[0] else self._case.second
        if one.shift is None:
            return f"In {who.people} no shift within the scale takes the interval to zero."
        if one.shift == 0:
            return f"In {who.people} nothing need be added: the interval holds zero already."
        worse = (one.shift < 0) == self._better
        points = self._ledger.number("tipping_point", abs(one.shift), 1, group=group.id, **self._what)
        return (
            f"The interval reaches zero once the missing answers of {who.people} are {points} points "
            f"{'worse' if worse else 'better'} than the model thinks."
        )


def _short(why: tuple[str, ...]) -> str:
    """A reason in the room of a row; numbers of the weights stand on their own page."""
    said = " ".join(why)
    if "effective size" in said:
        return "refused: the effective size of a group is below the declared one"
    if "are needed" in said:
        return "fewer than 10 in a group"
    if "redrawn samples" in said or "could not be fitted" in said:
        return "refused: the propensity model could not be fitted"
    return lower_first(why[0]) if why and not any(sign.isdigit() for sign in why[0]) else (
        "could not be estimated" if why else ""
    )  # fmt: skip
