"""Major LARS, and stoma or major LARS, of two groups by the declared test: denominators, and who is in none of them."""

from dataclasses import dataclass

from qol.analysis.bowel import Bowel, bowel
from qol.analysis.categories.composite import major, stoma_or_major
from qol.analysis.categories.shares import WORDS, SharesTested
from qol.reports._comparison.bowel import background
from qol.reports._comparison.case import Case
from qol.reports._comparison.pages import Numbering
from qol.reports._visits import Occasion, axis_unit

SINCE = 12.0
"""Months before which a stoma is mostly the temporary one of the operation."""


@dataclass(frozen=True)
class TestedRow:
    """One comparison as printed; `outside` are the people in no denominator."""

    label: str
    shares: tuple[str, str]
    outside: str
    difference: str
    test: str


@dataclass(frozen=True)
class LarsBar:
    """LARS categories of a group's people without a stoma, or major LARS alone of a general population.

    mark: of the group, empty for a population; shares: major, minor, none (0 to 1), of a population major and the rest.
    """

    label: str
    mark: str
    shares: tuple[float, ...]
    shown: str
    source: str = ""


@dataclass(frozen=True)
class BowelTests:
    """Both comparisons at one visit. notes: who is not in it."""

    opening: str
    bars: tuple["LarsBar", ...]
    alt: str
    figure_no: int
    beside: str
    caption: str
    table_no: int
    rows: tuple[TestedRow, ...]
    notes: tuple[str, ...]


def bowel_tests(case: Case, numbering: Numbering) -> BowelTests | None:
    """At the first visit from month 12 on that both groups answered; None without plan or answers, or for release."""
    plan = case.data.protocol.plan
    if plan is None or axis_unit(case.data) != "months" or case.ledger.released:
        return None
    for visit in _in_order(case, plan.primary_visit):
        first, second = (bowel(case.forms, case.scores, side.group, visit.id) for side in case.sides)
        if first.scored and second.scored:
            names = case.first.name, case.second.name
            test = plan.categorical_test
            found = major(first, second, names, test), stoma_or_major(first, second, names, test)
            rows = tuple(
                _row(case, one, visit.id, kind) for one, kind in zip(found, ("major", "composite"), strict=True)
            )
            caption = f"Bowel {visit.inside} by the declared test ({WORDS[test]}), everybody of both groups, unadjusted"
            bars = (*_bars(case, (first, second), rows[0]), *populations(case))
            return BowelTests(
                _opening(case, found[1], visit), bars, _alt(bars), numbering.figure("lars_beside_norm"),
                _beside(case), caption,
                numbering.table(), rows, _notes(case, first, second),
            )  # fmt: skip
    return None


def _opening(case: Case, found: SharesTested, visit: Occasion) -> str:
    """What the interval of the composite can tell."""
    if found.apart is None or not found.apart.tells:
        return f"Stoma or major LARS {visit.inside}: these data cannot tell the groups apart"
    more = case.first if found.apart.estimate > 0 else case.second
    return f"Stoma or major LARS {visit.inside} is more frequent in {more.people}; not randomised, exploratory"


def _bars(case: Case, told: tuple[Bowel, Bowel], row: TestedRow) -> tuple[LarsBar, ...]:
    return tuple(
        LarsBar(side.name, side.mark, (one.major / one.scored, one.minor / one.scored, one.none / one.scored), shown)
        for side, one, shown in zip(case.sides, told, row.shares, strict=True)
    )


def populations(case: Case) -> tuple[LarsBar, ...]:
    """Published shares of major LARS, only where a norm may be shown."""
    if not background(case):
        return ()
    people = {"female": "women", "male": "men", None: "everybody"}
    return tuple(
        LarsBar(
            f"{norm.population.split(',')[0]}, {people[norm.sex]}"
            + (f", {norm.ages[0]:g}–{norm.ages[1]:g} years" if norm.ages else ""),
            "", (norm.value / 100, 1 - norm.value / 100), f"{norm.value:g} %", norm.source,
        )
        for norm in case.references.confirmed("lars", "total", "norm") if norm.statistic == "major_lars_percent"
    )  # fmt: skip


def _beside(case: Case) -> str:
    """What the figure holds besides the groups, in words; nothing where no norm may be shown."""
    shown = background(case)
    mark = " (as illustration)" if "as illustration" in shown else ""
    return f" beside the general population{mark}" if shown else ""


def _alt(bars: tuple[LarsBar, ...]) -> str:
    each = "; ".join(f"{bar.label} {100 * bar.shares[0]:.0f}" for bar in bars)
    return f"Stacked bars from worst, left, to best, right. Major LARS in per cent: {each}."


def _in_order(case: Case, primary: str) -> list[Occasion]:
    """Visits from month 12 on, the declared one first."""
    late = [visit for visit in case.visits if visit.at is not None and visit.at >= SINCE]
    return sorted(late, key=lambda visit: visit.id != primary)


def _row(case: Case, found: SharesTested, visit: str, item: str) -> TestedRow:
    number, sides = case.ledger.number, case.sides
    what = {"instrument": "lars", "visit": visit, "item": item}

    def of(place: int) -> str:
        one, group = found.shares[place], sides[place].group.id
        shown = f"{number('tested_count', one.count, 0, group=group, **what)}/"
        shown += number("tested_of", one.of, 0, group=group, **what)
        share = None if one.share is None else 100 * one.share
        return shown + (f", {number('tested_share', share, 1, group=group, **what)} %" if one.of else "")

    outside = " / ".join(
        number("tested_outside", n, 0, group=side.group.id, **what)
        for n, side in zip(found.excluded, sides, strict=True)
    )
    label = "Major LARS, of people without a stoma" if item == "major" else "Stoma or major LARS, of everybody"
    return TestedRow(label, (of(0), of(1)), outside, _apart(case, found, what), _p(case, found, what))


def _apart(case: Case, found: SharesTested, what: dict[str, str]) -> str:
    if found.apart is None:
        return "too few"
    low, high = (
        case.ledger.number(f"tested_difference_{end}", 100 * value, 0, **what)
        for end, value in (("lower", found.apart.lower), ("upper", found.apart.upper))
    )
    return f"{case.ledger.signed('tested_difference', 100 * found.apart.estimate, 0, **what)} ({low} to {high})"


def _p(case: Case, found: SharesTested, what: dict[str, str]) -> str:
    if found.p is None:
        return "no p value"
    if found.p < 0.001:
        return "p < 0.001"
    return f"p = {case.ledger.number('tested_p', found.p, 3, **what)}"


def _notes(case: Case, first: Bowel, second: Bowel) -> tuple[str, ...]:
    told = []
    for side, one in zip(case.sides, (first, second), strict=True):
        what = {"instrument": "lars", "visit": one.visit, "group": side.group.id}
        count = case.ledger.count
        told.append(
            f"{side.name} {count('bowel_permanent', one.permanent, **what)} with a permanent and "
            f"{count('bowel_temporary', one.temporary, **what)} with a temporary stoma, "
            f"{count('lars_left_out', one.gaps + one.unknown, **what)} without a score or with an unknown stoma"
        )
    said = [
        f"Not in the denominator of major LARS: {'; '.join(told)}. In that of stoma or major LARS the people with a "
        f"stoma are counted. Exploratory: outside the declared family.",
    ]
    return tuple(said)
