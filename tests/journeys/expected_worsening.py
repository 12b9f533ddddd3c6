"""The rows and charts of the pages of deterioration as they must read, from numbers that were computed again."""

import re
from collections.abc import Sequence

import numpy as np

from tests.journeys.expected_rows import compute
from tests.journeys.exported_tables import Exported, Row
from tests.journeys.printed_pages import Num, Page, Part
from tests.journeys.recomputed import LEAST
from tests.journeys.recomputed_weights import plan
from tests.journeys.recomputed_worsening import Person, group_of, people, seen, table

BLANK = dict.fromkeys(("instrument", "scale", "item", "answer", "group", "visit", "stratum", "patient"), "")
DEATHS = {"or_death": "Events", "alone": "Deteriorations"}


def cross_out(data: Exported, sheets: Sequence[Page]) -> None:
    """Cross out every row and every digit of these pages. Fails for one that reads otherwise."""
    for page in sheets:
        found = re.search(r"when it was first worse by \d+ points", page.text)
        for name in plan()["deterioration"] if found else ():
            instrument, scale = name.split(".")
            if f"{data.scales[instrument, scale]['label']}: when it was first" in page.text:
                _cross_out(data, page, BLANK | {"instrument": instrument, "scale": scale})


def _cross_out(data: Exported, page: Page, what: Row) -> None:
    rows: list[list[Part]] = [[f"~QLQ-C\\w+, {what['scale']}"], _who(data, what)]
    if min(len(group_of(data, what | {"group": group}).months) for group in data.groups) >= LEAST:
        rows += [*charts(data, what), _change_axis(data, what), *_times(data, what, "overlap weights" in page.text),
                 *_alone(data, what), _responders(data, what)]  # fmt: skip
    for row in rows:
        page.cross_out(row)


def _num(data: Exported, kind: str, what: Row, decimals: int = 0, signed: bool = False) -> Num:
    return Num(compute(data, kind, what), decimals, signed)


def _who(data: Exported, what: Row) -> list[Part]:
    parts: list[Part] = []
    for label, one, between, other in (
        ("With a baseline score, of the analysis set", "ttd_people", "of", "ttd_set"),
        ("Deteriorated / died before", "ttd_deteriorated", "/", "ttd_died"),
        ("Had not when last asked / no later score", "ttd_not", "/", "ttd_no_later"),
    ):
        parts.append(label)
        for group in data.groups:
            here = what | {"group": group}
            parts += [_num(data, one, here), between, _num(data, other, here)]
    return parts


def _limits(data: Exported, kind: str, what: Row, decimals: int, signed: bool = False) -> list[Part]:
    ends = [_num(data, f"{kind}_{end}", what, decimals) for end in ("lower", "upper")]
    return [_num(data, kind, what, decimals, signed), "(", ends[0], "to", ends[1], ")"]


def _p(data: Exported, kind: str, what: Row, test: str) -> list[Part]:
    value = compute(data, kind, what)
    return [f"{test}, p < 0.001"] if value < 0.001 else [f"{test}, p =", Num(value, 3)]


def _tested(data: Exported, what: Row) -> list[Part]:
    parts: list[Part] = [f"{DEATHS[what['item']]} (expected if the groups were alike)"]
    for group in data.groups:
        here = what | {"group": group}
        parts += [_num(data, "ttd_events", here), "(", _num(data, "ttd_expected", here, 1), ")"]
    return [*parts, *_p(data, "ttd_log_rank_p", what, "log-rank")]


def _medians(data: Exported, what: Row, kind: str, label: str) -> list[Part]:
    parts: list[Part] = [label]
    for group in data.groups:
        told = [_reached(data, kind + end, what | {"group": group}) for end in ("", "_lower", "_upper")]
        parts += [told[0]] if told[0] == "not reached" else [told[0], "(", told[1], "to", told[2], ")"]
    return parts


def _reached(data: Exported, kind: str, what: Row) -> Part:
    try:
        return _num(data, kind, what, 1)
    except StopIteration:
        return "not reached"


def _times(data: Exported, what: Row, weighted: bool) -> list[list[Part]]:
    here = what | {"item": "or_death"}
    rows = [_tested(data, here), _medians(data, what, "ttd_median", "Median months (95 % interval)")]
    means = [_num(data, "ttd_free", what | {"group": group}, 1) for group in data.groups]
    rows.append(["Mean months free of both, up to month", _num(data, "ttd_horizon", what, 1), *means,
                 *_limits(data, "ttd_free_difference", what, 1, signed=True)])  # fmt: skip
    rows.append(_ratio(data, "ttd_hazard", here, "unweighted"))
    if weighted:
        rows.append(_medians(data, what, "ttd_weighted_median", "Median months, overlap weights"))
        rows.append(_ratio(data, "ttd_weighted_hazard", here, "overlap weights"))
    return rows


def _ratio(data: Exported, kind: str, what: Row, label: str) -> list[Part]:
    test = _p(data, f"{kind}_p", what, "Wald")
    return [f"Hazard ratio, {label}", *_limits(data, kind, what, 2), *test]


def _alone(data: Exported, what: Row) -> list[list[Part]]:
    month = plan()["primary_visit"].removeprefix("month_")
    parts: list[Part] = [f"Deteriorated by month {month}, % (95 % interval)"]
    for group in data.groups:
        here = what | {"group": group, "item": month}
        enough = compute(data, "ttd_at_risk", here) >= LEAST
        parts += _limits(data, "ttd_incidence", here, 0) if enough else ["too few followed"]
    here = what | {"item": "alone"}
    return [parts, _tested(data, here), _ratio(data, "ttd_hazard", here, "death censored, unweighted")]


def _responders(data: Exported, what: Row) -> list[Part]:
    here = what | {"visit": plan()["primary_visit"]}
    points = plan()["deterioration"][f"{what['instrument']}.{what['scale']}"]
    parts: list[Part] = ["With both scores / without"]
    for group in data.groups:
        of = here | {"group": group}
        parts += [_num(data, "change_n", of), "/", _num(data, "change_missing", of)]
    for way, label in (("better", f"Better by {points} points or more"), ("same", "In between"),
                       ("worse", f"Worse by {points} points or more")):  # fmt: skip
        parts.append(label)
        for group in data.groups:
            of = here | {"group": group}
            parts.append(_num(data, f"change_{way}", of))
            if compute(data, "change_n", of):
                parts += [",", _num(data, f"change_{way}_share", of), "%"]
    if min(compute(data, "change_n", here | {"group": group}) for group in data.groups) < LEAST:
        return [*parts, "too few"]
    kind = "change_worse_difference"
    ends = [_num(data, f"{kind}_{end}", here) for end in ("lower", "upper")]
    return [*parts, _num(data, kind, here, signed=True), "% points (", ends[0], "to", ends[1], ")"]


def charts(data: Exported, what: Row) -> list[list[Part]]:
    """The digits of both curves: axis, months as far as ten people of a group are at risk, people at risk."""
    whole = table(data, what)
    last = max(_tenth(whole.months[whole.first == side]) for side in (True, False))
    step = 3 if last <= 12 else 6 if last <= 36 else 12
    months = [float(step * place) for place in range(int(np.floor(max(last, step) / step + 0.5)) + 1)]
    ns = [
        _num(data, "ttd_at_risk", what | {"group": group, "item": f"{month:g}"})
        for group in data.groups for month in months
    ]  # fmt: skip
    return [[*map(Num, (0.0, 50.0, 100.0, *months)), *ns]] * 2


def _tenth(months: np.ndarray) -> float:
    return float(np.sort(months)[-LEAST]) if len(months) >= LEAST else 0.0


def _change_axis(data: Exported, what: Row) -> list[Part]:
    here, known = plan()["primary_visit"], people(data, what)
    before, then = seen(data, what, plan()["model_baseline"]), seen(data, what, here)
    widest = max((_widest(known, before, then, group) for group in data.groups), default=0)
    span = next(end for end in (20, 50, 100) if end >= (widest or 50))
    axis = [Num(0.0), Num(50.0), Num(100.0)]
    return [*axis, *(Num(float(at), 0, signed=at != 0) for at in (-span, -span / 2, 0, span / 2, span))]


def _widest(known: dict[str, Person], before: dict[str, tuple[float, float]],
            then: dict[str, tuple[float, float]], group: str) -> float:  # fmt: skip
    moved = [
        abs(then[p][0] - before[p][0]) for p, one in known.items() if one.group == group and p in before and p in then
    ]
    return max(moved) if len(moved) >= LEAST else 0.0
