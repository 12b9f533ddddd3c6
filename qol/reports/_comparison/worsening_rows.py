"""The table behind the curves of a deterioration: who is in it, times, ratios, and who changed by the plan's points."""

from dataclasses import dataclass

from qol.analysis.categories.change import Responders, responders
from qol.analysis.comparing.worsening import Worsening
from qol.analysis.difference import LEAST
from qol.analysis.events.by_group import ByGroup, OneGroup
from qol.analysis.events.cox import Cox
from qol.analysis.events.curve import Median
from qol.analysis.events.deterioration import Why
from qol.analysis.proportion import share, share_difference
from qol.reports._comparison.case import Case, Side
from qol.reports._words import NONE

DEATH = {"event": "or_death", "competing": "alone"}
"""What the list of numbers calls the two ways to take a death."""


@dataclass(frozen=True)
class Row:
    """cells: first group, second group, what compares them, test; a row without cells is the head of a part."""

    label: str
    cells: tuple[str, ...] = ()


class Cells:
    """Formats the numbers of one scale's deterioration and writes them down."""

    def __init__(self, case: Case, one: Worsening, visit: str) -> None:
        self.case, self.one, self.visit = case, one, visit
        stoma = f"stoma={one.choice.stoma}" if one.choice.stoma else ""
        self.what = {"instrument": one.choice.instrument, "scale": one.choice.scale, "stratum": stoma}

    def number(self, kind: str, value: float | None, decimals: int, side: Side | None = None, **more: str) -> str:
        """One number, of a group or of both."""
        what = self.what | more | ({"group": side.group.id} if side else {})
        return self.case.ledger.number(kind, value, decimals, **what)

    def signed(self, kind: str, value: float, decimals: int, **more: str) -> str:
        """The same of a difference."""
        return self.case.ledger.signed(kind, value, decimals, **(self.what | more))

    def p(self, kind: str, value: float, test: str, **more: str) -> str:
        """`log-rank, p = 0.034`; below a thousandth no number of its own is printed."""
        return f"{test}, p < 0.001" if value < 0.001 else f"{test}, p = {self.number(kind, value, 3, None, **more)}"


def who(cells: Cells) -> tuple[Row, ...]:
    """Denominators and exclusions."""

    def count(kind: str, values: tuple[int, int], place: int) -> str:
        return cells.number(kind, values[place], 0, cells.case.sides[place])

    seen, first = cells.one.seen, cells.one.cohort.first
    whole = int(first.sum()), int((~first).sum())
    based = whole[0] - seen[0]["no baseline"], whole[1] - seen[1]["no baseline"]
    pair = (0, 1)
    of_why: dict[str, Why] = {
        "ttd_deteriorated": "deteriorated", "ttd_died": "died", "ttd_not": "not deteriorated",
        "ttd_no_later": "no later score",
    }  # fmt: skip
    named = {kind: (seen[0][why], seen[1][why]) for kind, why in of_why.items()}

    def two(label: str, one: str, other: str) -> Row:
        return Row(label, (*(f"{count(one, named[one], i)} / {count(other, named[other], i)}" for i in pair), "", ""))

    return (
        Row("Who is in it"),
        Row("With a baseline score, of the analysis set",
            (*(f"{count('ttd_people', based, i)} of {count('ttd_set', whole, i)}" for i in pair), "", "")),
        two("Deteriorated / died before", "ttd_deteriorated", "ttd_died"),
        two("Had not when last asked / no later score", "ttd_not", "ttd_no_later"),
    )  # fmt: skip


def times(cells: Cells, found: ByGroup, heavy: tuple[ByGroup, str] | None) -> tuple[Row, ...]:
    """Deterioration or death: test, medians, months free of both, hazard ratios without and with weights."""
    rows = [Row("Deterioration or death, whichever came first"), _tested(cells, found, "event")]
    sides = cells.case.sides
    medians = tuple(_median(cells, group, side) for group, side in zip(found.groups, sides, strict=True))
    rows.append(Row("Median months (95 % interval)", (*medians, "", "")))
    if found.restricted:
        both = found.restricted
        horizon = cells.number("ttd_horizon", both.first.horizon, 1)
        means = (cells.number("ttd_free", one.value, 1, side)
                 for one, side in zip((both.first, both.second), sides, strict=True))  # fmt: skip
        apart = (
            f"{cells.signed('ttd_free_difference', both.estimate, 1)} "
            f"({cells.number('ttd_free_difference_lower', both.lower, 1)} to "
            f"{cells.number('ttd_free_difference_upper', both.upper, 1)})"
        )
        rows.append(Row(f"Mean months free of both, up to month {horizon}", (*means, apart, "")))
    rows.append(_ratio(cells, found.ratio, "ttd_hazard", "event", "Hazard ratio, unweighted"))
    if heavy:
        drawn = tuple(
            _median(cells, group, side, "ttd_weighted_median")
            for group, side in zip(heavy[0].groups, sides, strict=True)
        )
        rows.append(Row(f"Median months, {heavy[1]}", (*drawn, "", "")))
        rows.append(_ratio(cells, heavy[0].ratio, "ttd_weighted_hazard", "event", f"Hazard ratio, {heavy[1]}"))
    return tuple(rows)


def alone(cells: Cells, found: ByGroup, month: float) -> tuple[Row, ...]:
    """Deterioration with death as a competing event."""
    shares = tuple(
        _incidence(cells, group, side, month) for group, side in zip(found.groups, cells.case.sides, strict=True)
    )
    return (
        Row("Deterioration alone, death competing"),
        Row(f"Deteriorated by month {month:g}, % (95 % interval)", (*shares, "", "")),
        _tested(cells, found, "competing"),
        _ratio(cells, found.ratio, "ttd_hazard", "competing", "Hazard ratio, death censored, unweighted"),
    )


def changed(cells: Cells, label: str) -> tuple[Row, ...]:
    """Responders at a visit, secondary: nobody without both scores is among them."""
    one, sides = cells.one, cells.case.sides
    told = tuple(
        responders(side.group.id, change, one.threshold, one.higher_means)
        for side, change in zip(sides, one.change(cells.visit), strict=True)
    )
    rows = [Row(f"Change at {label} since the baseline; responders, secondary")]
    both = (
        f"{cells.number('change_n', one_side.n, 0, side, visit=cells.visit)} / "
        f"{cells.number('change_missing', one_side.missing, 0, side, visit=cells.visit)}"
        for one_side, side in zip(told, sides, strict=True)
    )
    rows.append(Row("With both scores / without", (*both, "", "")))
    points = f"{one.threshold:g} points or more"
    for kind, words in (("better", f"Better by {points}"), ("same", "In between"), ("worse", f"Worse by {points}")):
        shown = (_response(cells, r, s, kind) for r, s in zip(told, sides, strict=True))
        rows.append(Row(words, (*shown, _apart(cells, told, kind), "")))
    return tuple(rows)


def _response(cells: Cells, told: Responders, side: Side, kind: str) -> str:
    count = int(getattr(told, kind))
    shown = cells.number(f"change_{kind}", count, 0, side, visit=cells.visit)
    if not told.n:
        return shown
    return f"{shown}, {cells.number(f'change_{kind}_share', 100 * count / told.n, 0, side, visit=cells.visit)} %"


def _apart(cells: Cells, told: tuple[Responders, ...], kind: str) -> str:
    """Percentage points with Newcombe's interval, of those worse alone."""
    first, second = (share(int(getattr(one, kind)), one.n) for one in told)
    found = share_difference(first, second) if kind == "worse" else None
    if found is None:
        return "too few" if kind == "worse" else ""
    lower, upper = (
        cells.number(f"change_worse_difference_{end}", 100 * value, 0, visit=cells.visit)
        for end, value in (("lower", found.lower), ("upper", found.upper))
    )
    estimate = cells.signed("change_worse_difference", 100 * found.estimate, 0, visit=cells.visit)
    return f"{estimate} % points ({lower} to {upper})"


def _tested(cells: Cells, found: ByGroup, death: str) -> Row:
    words = "Events" if death == "event" else "Deteriorations"
    if found.tested is None:
        return Row(words, (*(str(NONE) for _ in cells.case.sides), "", "no test"))
    item, tested = DEATH[death], found.tested
    shown = (
        f"{cells.number('ttd_events', seen, 0, side, item=item)} "
        f"({cells.number('ttd_expected', hoped, 1, side, item=item)})"
        for seen, hoped, side in zip(tested.observed, tested.expected, cells.case.sides, strict=True)
    )
    test = cells.p("ttd_log_rank_p", tested.p, "log-rank", item=item)
    return Row(f"{words} (expected if the groups were alike)", (*shown, "", test))


def _median(cells: Cells, group: OneGroup, side: Side, kind: str = "ttd_median") -> str:
    found: Median = group.median
    if found.value is None:
        return "not reached"
    value = cells.number(kind, found.value, 1, side)
    low, high = (
        "not reached" if limit is None else cells.number(f"{kind}_{end}", limit, 1, side)
        for end, limit in (("lower", found.lower), ("upper", found.upper))
    )
    return f"{value} ({low} to {high})"


def _incidence(cells: Cells, group: OneGroup, side: Side, month: float) -> str:
    if int((group.times.time >= month).sum()) < LEAST:
        return "too few followed"
    told = zip(("ttd_incidence", "ttd_incidence_lower", "ttd_incidence_upper"), group.happened.at(month), strict=True)
    value, low, high = (cells.number(kind, 100 * one, 0, side, item=f"{month:g}") for kind, one in told)
    return f"{value} ({low} to {high})"


def _ratio(cells: Cells, found: Cox | None, kind: str, death: str, label: str) -> Row:
    if found is None:
        return Row(label, ("", "", "not finite", ""))
    one, item = found.ratios[0], DEATH[death]
    low, high = (
        cells.number(f"{kind}_{end}", limit, 2, item=item)
        for end, limit in zip(("lower", "upper"), one.limits, strict=True)
    )
    shown = f"{cells.number(kind, one.value, 2, item=item)} ({low} to {high})"
    return Row(label, ("", "", shown, cells.p(f"{kind}_p", one.p, "Wald", item=item)))
