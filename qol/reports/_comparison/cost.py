"""Overlap of the groups, what the weights cost, and the declared family under each way of weighting."""

import math
from dataclasses import dataclass

import numpy as np

from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.declared import METHODS, Compared
from qol.analysis.power import detectable
from qol.analysis.weighting.adjusted import Adjusted
from qol.analysis.weighting.weights import Method
from qol.reports._comparison.case import Case
from qol.reports._comparison.weighted import SHORT, Weighted
from qol.reports._words import counted, lower_first

STEPS = (5, 10, 20, 25, 50)


@dataclass(frozen=True)
class Histogram:
    """Shares (per cent) of both groups in each of the equal parts of 0 to 1. top: the end of the axis."""

    first: tuple[float, ...]
    second: tuple[float, ...]
    top: int
    step: int
    alt: str


@dataclass(frozen=True)
class Beside:
    """One scale of the family under each way of weighting; the declared one stands first."""

    label: str
    cells: tuple[tuple[str, str], ...]
    """n and difference of each."""


@dataclass(frozen=True)
class Cost:
    """The page of overlap and cost. refusals: why there is no adjusted number."""

    histogram: Histogram | None
    rows: tuple[tuple[str, str, str], ...]
    whole: tuple[tuple[str, str], ...]
    """Figures that are of both groups together."""
    heads: tuple[str, ...]
    beside: tuple[Beside, ...]
    refusals: tuple[str, ...]
    note: str
    test: str


def cost(case: Case, compared: Compared) -> Cost:
    """What weighting cost, and what it gave, or why it gave nothing."""
    methods = tuple(sorted(METHODS, key=lambda method: method != compared.declared))
    primary = Weighted(case, compared, next(iter(compared.family)))
    drawable = min(compared.cohort.to_weigh.sizes) >= 10 and compared.declared != "none"
    beside = tuple(_beside(case, compared, choice, methods) for choice in _asked(compared))
    return Cost(
        histogram(case, compared) if drawable else None, tuple(_sizes(case, compared)), _whole(case, primary),
        tuple(SHORT[method] for method in methods), beside,
        () if isinstance(primary.found, Adjusted) else primary.found.why,
        _note(case, compared, primary), test(case, compared),
    )  # fmt: skip


def _asked(compared: Compared) -> tuple[Choice, ...]:
    """The declared scales whose questionnaire is in the data."""
    return tuple(choice for choice in compared.family if choice.instrument in compared.cohort.data.instruments)


def histogram(case: Case, compared: Compared, method: Method | None = None) -> Histogram:
    """Where the estimated probabilities of both groups lie, under the declared weights or others."""
    found = compared.weighed(method).overlap
    first, second = (
        tuple(100 * n / size for n in counts) for counts, size in zip(found.counts, found.sizes, strict=True)
    )
    highest = max(*first, *second)
    step = next((one for one in STEPS if 2.5 * one >= highest), STEPS[-1])
    alt = (
        "Mirrored histogram of the estimated probability of choosing "
        f"{case.first.inside}: {case.first.inside} upward, {case.second.inside} downward. "
        f"{found.sentence((case.first.name, case.second.name)).capitalize()}."
    )
    return Histogram(first, second, max(step, math.ceil(highest / step) * step), step, alt)


def _sizes(case: Case, compared: Compared) -> list[tuple[str, str, str]]:
    weighed, cohort = compared.weighed(), compared.cohort
    known = ~np.isnan(cohort.at(next(iter(compared.family)), cohort.plan.primary_visit))
    number, groups = case.ledger.number, [group.id for group in case.groups]
    what: dict[str, str] = {"item": compared.declared}
    here = {**what, "visit": cohort.plan.primary_visit}
    visit = lower_first(cohort.data.protocol.visit_by_id[cohort.plan.primary_visit].label)

    def row(
        label: str, kind: str, values: tuple[float, float], decimals: int, where: dict[str, str]
    ) -> tuple[str, str, str]:
        one, other = (number(kind, v, decimals, group=g, **where) for g, v in zip(groups, values, strict=True))
        return label, one, other

    least = f"{weighed.how.least_effective:g}"
    rows = [row("Patients in the analysis set", "in_set", cohort.to_weigh.sizes, 0, {})]
    if compared.declared != "none":
        rows += [
            row("with a probability that the other group has too", "overlap_within", weighed.overlap.within, 0, what),
            row("Effective number", "effective", weighed.effective(), 1, what),
        ]
    both = tuple(int((known & side).sum()) for side in (cohort.first, ~cohort.first))
    rows.append(row(f"Primary scale known at {visit}", "set_answered", both, 0, here))  # type: ignore[arg-type]
    if compared.declared != "none":
        effective = weighed.effective(known.astype(np.float64))
        rows.append(row(f"Effective number at {visit}", "effective_answered", effective, 1, here))
        rows.append(("Declared minimum", least, least))
    return rows


def _whole(case: Case, primary: Weighted) -> tuple[tuple[str, str], ...]:
    found = primary.found
    if not isinstance(found, Adjusted):
        return ()
    what = {"instrument": primary.choice.instrument, "scale": primary.choice.scale}
    smallest = detectable(*found.effective, found.sd) if min(found.effective) > 1.5 else None
    points = case.ledger.number("detectable", smallest, 1, **what)
    sd = case.ledger.number("pooled_sd", found.sd, 1, **what)
    both = primary.e_values()
    return (
        (f"Difference found with 80 % power (SD {sd})", f"{points} points"),
        ("E-value (of the interval’s limit)", f"{both[0]} ({both[1]})"),
    )


def _beside(case: Case, compared: Compared, choice: Choice, methods: tuple[Method, ...]) -> Beside:
    told = [Weighted(case, compared, choice, method) for method in methods]
    cells = tuple((f"{one.n(0)} / {one.n(1)}", one.difference()) for one in told)
    return Beside(told[0].name, cells)


def _note(case: Case, compared: Compared, primary: Weighted) -> str:
    """What balance cannot tell."""
    found = primary.found
    if not isinstance(found, Adjusted):
        return ""
    both = primary.e_values()
    zero = (
        f"one of {both[1]} would let the interval include zero"
        if found.tells
        else "the interval includes zero as it is"
    )
    return (
        f"Power: two-sided 5 %, on the effective numbers. Balance cannot tell what was never recorded: the picture "
        f"would look the same. A cause that nobody recorded would have to go with both choice and primary scale by "
        f"risk ratios of {both[0]} each to explain the difference away; {zero}."
    )


def test(case: Case, compared: Compared) -> str:
    """The tests of the family: p, Holm's p, how many had the score and how many not."""
    members = {one.name: one.adjusted for one in compared.holm.members}
    told = []
    for choice in _asked(compared):
        one = Weighted(case, compared, choice)
        if str(choice) in members:
            told.append(
                f"{lower_first(one.name)} p {one.p()}, Holm {one.p(members[str(choice)])} "
                f"(n {one.n(0)} and {one.n(1)}, without a score {one.left_out()})"
            )
    if not told:
        return ""
    lost = len(compared.holm.not_tested)
    missing = f"; {counted(lost, 'declared scale')} could not be tested and counts in Holm’s rule" if lost else ""
    return (
        f"Test of the weighted difference (robust standard error, two-sided), Holm within the declared family of "
        f"{len(compared.family)}: {'; '.join(told)}{missing}."
    )


def short_test(case: Case, compared: Compared) -> str:
    """p and Holm's p of the declared family, for page 1; n and who has no score stand beside the family's table."""
    members = {one.name: one.adjusted for one in compared.holm.members}
    told = [Weighted(case, compared, choice) for choice in _asked(compared) if str(choice) in members]
    return "; ".join(f"{lower_first(one.name)} p {one.p()}, Holm {one.p(members[str(one.choice)])}" for one in told)
