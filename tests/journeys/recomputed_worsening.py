"""Times to deterioration and changes since the baseline, computed again from the exported tables."""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from tests.journeys.exported_tables import BASELINES, Exported, Row
from tests.journeys.recomputed import LEAST, of, per_cent, wilson
from tests.journeys.recomputed_weights import in_set, overlap_weights, plan

MONTH = 30.4375
Z = stats.norm.ppf(0.975)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Person:
    """months and what: worse, died, fine, once (no later score) or out (no baseline)."""

    group: str
    months: float
    what: str


def seen(data: Exported, row: Row, visit: str) -> dict[str, tuple[float, float]]:
    """Patient -> score and day of the counted form of a visit; nobody answered in the patient's place."""
    found = {}
    for group in data.groups:
        rows = data.scored(visit, row["instrument"], row["scale"], group)
        rows = rows[rows["mode"] != "proxy"]
        if row["stratum"].startswith("stoma="):
            said = rows["form"].map(data.own_word).fillna(rows["stoma"])
            rows = rows[said == row["stratum"].removeprefix("stoma=")]
        for one in rows.to_dict("records"):
            found[one["patient"]] = (float(one["value"]), float(one["study_day"]))
    return found


def calendar(data: Exported) -> list[str]:
    """Calendar visits in the order of the protocol."""
    rows = data.visits.drop_duplicates("visit").sort_values("visit_order")["visit"]
    return [v for v in rows if v not in BASELINES and not v.startswith(("regrowth", "resection", "stoma_closed"))]


@cache
def _people(data: Exported, instrument: str, scale: str, stratum: str) -> dict[str, Person]:
    row = {"instrument": instrument, "scale": scale, "stratum": stratum}
    points = float(plan()["deterioration"][f"{instrument}.{scale}"])
    worse = 1 if str(data.scales[instrument, scale]["higher_means"]).startswith("worse") else -1
    before = seen(data, row, plan()["model_baseline"])
    later = [seen(data, row, visit) for visit in calendar(data)]
    days = data.events.dropna(subset=["day"]).groupby(["patient", "event"])["day"].min()
    found = {}
    for patient, group in in_set(data)["group"].items():
        if patient not in before or math.isnan(before[patient][1]):
            found[patient] = Person(group, 0, "out")
            continue
        score, start = before[patient]
        dead = days.get((patient, "death"), math.nan) - days.get((patient, "neoadjuvant_end"), math.nan)
        given = [
            one[patient] for one in later if patient in one and start <= one[patient][1] and not one[patient][1] > dead
        ]
        bad = [day for value, day in given if worse * (value - score) >= points - 1e-9]
        if bad:
            found[patient] = Person(group, (bad[0] - start) / MONTH, "worse")
        elif not math.isnan(dead):
            found[patient] = Person(group, (dead - start) / MONTH, "died")
        elif given:
            found[patient] = Person(group, (given[-1][1] - start) / MONTH, "fine")
        else:
            found[patient] = Person(group, 1 / MONTH, "once")
    return found


def people(data: Exported, row: Row) -> dict[str, Person]:
    return _people(data, row["instrument"], row["scale"], row["stratum"])


@of("ttd_set", "ttd_people", "ttd_deteriorated", "ttd_died", "ttd_not", "ttd_no_later")
def fared(data: Exported, row: Row) -> float:
    what = [one.what for one in people(data, row).values() if one.group == row["group"]]
    named = {"ttd_deteriorated": "worse", "ttd_died": "died", "ttd_not": "fine", "ttd_no_later": "once"}
    if row["kind"] in named:
        return what.count(named[row["kind"]])
    return len(what) if row["kind"] == "ttd_set" else len(what) - what.count("out")


@of("ttd_at_risk")
def at_risk(data: Exported, row: Row) -> float:
    here = [p for p in people(data, row).values() if p.group == row["group"] and p.what != "out"]
    return sum(p.months >= float(row["item"]) for p in here)


@dataclass(frozen=True, eq=False)
class Table:
    """Arrays of the people with a baseline."""

    first: NDArray[np.bool_]
    months: Floats
    event: NDArray[np.bool_]
    died: NDArray[np.bool_]
    weight: Floats

    def of(self, who: NDArray[np.bool_]) -> "Table":
        return Table(self.first[who], self.months[who], self.event[who], self.died[who], self.weight[who])


def table(data: Exported, row: Row, weighted: bool = False) -> Table:
    """`or_death`: a death is an event; `alone`: it is not. Rows without `item` mean the former."""
    kept = {patient: one for patient, one in people(data, row).items() if one.what != "out"}
    of_events = {"worse"} if row["item"] == "alone" else {"worse", "died"}
    weights = overlap_weights(data) if weighted else {}
    return Table(
        np.array([p.group == data.groups[0] for p in kept.values()]), np.array([p.months for p in kept.values()]),
        np.array([p.what in of_events for p in kept.values()]), np.array([p.what == "died" for p in kept.values()]),
        np.array([float(weights[patient]) if weighted else 1.0 for patient in kept]),
    )  # fmt: skip


def group_of(data: Exported, row: Row, weighted: bool = False) -> Table:
    whole = table(data, row, weighted)
    return whole.of(whole.first == (row["group"] == data.groups[0]))


@of("ttd_events", "ttd_expected", "ttd_log_rank_p")
def log_rank(data: Exported, row: Row) -> float:
    whole = table(data, row)
    hoped, spread = {True: 0.0, False: 0.0}, 0.0
    for when in np.unique(whole.months[whole.event]):
        n, n1 = (whole.months >= when).sum(), ((whole.months >= when) & whole.first).sum()
        d = (whole.event & (whole.months == when)).sum()
        hoped[True] += d * n1 / n
        hoped[False] += d * (n - n1) / n
        spread += d * (n1 / n) * (1 - n1 / n) * (n - d) / (n - 1) if n > 1 else 0
    side = row["group"] == data.groups[0]
    count = int((whole.event & (whole.first == side)).sum())
    if row["kind"] == "ttd_log_rank_p":
        return float(stats.chi2.sf(((whole.event & whole.first).sum() - hoped[True]) ** 2 / spread, 1))
    return count if row["kind"] == "ttd_events" else hoped[side]


def survival(part: Table) -> list[tuple[float, float, float]]:
    """Kaplan-Meier: time, share free, standard error (Greenwood, or the jackknife where weights differ)."""
    share, found = 1.0, []
    influence = np.zeros(len(part.months))
    greenwood, even = 0.0, bool((part.weight == 1).all())
    for when in np.unique(part.months[part.event]):
        there, here = part.months >= when, part.event & (part.months == when)
        risk, lost = part.weight[there].sum(), part.weight[here].sum()
        last = bool((here == there).all())
        share *= 0.0 if last else 1 - lost / risk
        if not last:
            greenwood += lost / (risk * (risk - lost))
            influence -= (here - there * lost / risk) / (risk - lost)
        robust = math.sqrt(float(((part.weight * influence * share) ** 2).sum()))
        found.append((float(when), share, share * math.sqrt(greenwood) if even else robust))
    return found


@of("ttd_median", "ttd_median_lower", "ttd_median_upper",
    "ttd_weighted_median", "ttd_weighted_median_lower", "ttd_weighted_median_upper")  # fmt: skip
def median(data: Exported, row: Row) -> float:
    steps = survival(group_of(data, row, "weighted" in row["kind"]))
    end = row["kind"].rpartition("_")[2]
    values = [(when, _log_log(share, se, end)) for when, share, se in steps]
    values = [(when, value) for when, value in values if not math.isnan(value)]
    at, first = next((when, value) for when, value in values if value < 0.5 + 1e-9)
    if abs(first - 0.5) > 1e-9:
        return at
    return (at + next((when for when, value in values if value < 0.5 - 1e-9), at)) / 2


def _log_log(share: float, se: float, end: str) -> float:
    if end == "median":
        return share
    if not 0 < share < 1:
        return math.nan
    wide = Z * se / abs(share * math.log(share))
    return float(share ** math.exp(wide if end == "lower" else -wide))


@of("ttd_horizon", "ttd_free", "ttd_free_difference", "ttd_free_difference_lower", "ttd_free_difference_upper")
def free_of_it(data: Exported, row: Row) -> float:
    whole = table(data, row)
    horizon = float(min(whole.months[whole.first].max(), whole.months[~whole.first].max()))
    if row["kind"] == "ttd_horizon":
        return horizon
    (a, va), (b, vb) = (_area(whole.of(whole.first == side), horizon) for side in (True, False))
    half = Z * math.sqrt(va + vb)
    named = {"difference": a - b, "lower": a - b - half, "upper": a - b + half}
    return named.get(row["kind"].rpartition("_")[2], a if row["group"] == data.groups[0] else b)


def _area(part: Table, horizon: float) -> tuple[float, float]:
    """Area under Kaplan-Meier up to the horizon, and its variance."""
    steps = [(when, share) for when, share, _ in survival(part) if when < horizon]
    edges = [0.0, *(when for when, _ in steps), horizon]
    heights = [1.0, *(share for _, share in steps)]
    pieces = [h * (b - a) for h, a, b in zip(heights, edges, edges[1:], strict=False)]
    variance = 0.0
    for place, (when, _) in enumerate(steps):
        n, d = (part.months >= when).sum(), (part.event & (part.months == when)).sum()
        if n > d:
            variance += sum(pieces[place + 1 :]) ** 2 * d / (n * (n - d))
    return sum(pieces), float(variance)


@cache
def ratio(whole: Table, weighted: bool) -> tuple[float, float]:
    """Logarithm of the hazard ratio of the first group against the second, by Efron, and its standard error."""
    x, w = whole.first.astype(float), whole.weight

    def steps(beta: float) -> list[tuple[NDArray[np.bool_], NDArray[np.bool_], float, float, float, float]]:
        risk, found = w * np.exp(beta * x), []
        for when in np.unique(whole.months[whole.event]):
            there, here = whole.months >= when, whole.event & (whole.months == when)
            d = int(here.sum())
            for gone in range(d):
                left = risk * (there - here * gone / d)
                found.append((there, here, gone / d, w[here].sum() / d, left.sum(), (left * x).sum() / left.sum()))
        return found

    def score(beta: float) -> float:
        return float((w * x)[whole.event].sum() - sum(mean_w * mean for _, _, _, mean_w, _, mean in steps(beta)))

    beta = float(optimize.brentq(score, -20, 20, xtol=1e-14, rtol=1e-14))
    told = steps(beta)
    information = sum(mean_w * mean * (1 - mean) for _, _, _, mean_w, _, mean in told)
    if not weighted:
        return beta, 1 / math.sqrt(information)
    residual = np.zeros(len(x))
    for there, here, part, mean_w, whole_risk, mean in told:
        hazard = mean_w / whole_risk
        residual += (x - mean) * (here / here.sum() - there * (1 - part * here) * np.exp(beta * x) * hazard)
    return beta, math.sqrt(float(((w * residual) ** 2).sum())) / information


@of(*(f"ttd_{name}hazard{end}" for name in ("", "weighted_") for end in ("", "_lower", "_upper", "_p")))
def hazard(data: Exported, row: Row) -> float:
    weighted = "weighted" in row["kind"]
    beta, se = ratio(_once(data, *(row[key] for key in ("instrument", "scale", "stratum", "item")), weighted), weighted)
    named = {"lower": math.exp(beta - Z * se), "upper": math.exp(beta + Z * se), "p": 2 * stats.norm.sf(abs(beta) / se)}
    return float(named.get(row["kind"].rpartition("_")[2], math.exp(beta)))


@cache
def _once(data: Exported, instrument: str, scale: str, stratum: str, item: str, weighted: bool) -> Table:
    return table(data, {"instrument": instrument, "scale": scale, "stratum": stratum, "item": item}, weighted)


@of("ttd_incidence", "ttd_incidence_lower", "ttd_incidence_upper")
def incidence(data: Exported, row: Row) -> float:
    """Aalen-Johansen by the month in `item`; the jackknife's error from leaving each person out, in the limit."""
    part = group_of(data, row | {"item": "alone"})
    share, grew = _incidence(part, np.ones(len(part.months)), float(row["item"]))
    se = math.sqrt(float((grew**2).sum()))
    wide = Z * se / abs(share * math.log(share)) if 0 < share < 1 else math.nan
    named = {"lower": share ** math.exp(wide), "upper": share ** math.exp(-wide)}
    return 100 * named.get(row["kind"].rpartition("_")[2], share)


def _incidence(part: Table, weight: Floats, month: float) -> tuple[float, Floats]:
    """Share, and its derivative by the weight of each person."""
    free, share = 1.0, 0.0
    of_free, of_share = np.zeros(len(weight)), np.zeros(len(weight))
    for when in np.unique(part.months[(part.event | part.died) & (part.months <= month)]):
        there = part.months >= when
        here, other = part.event & (part.months == when), part.died & (part.months == when)
        risk = weight[there].sum()
        worse, all_ = weight[here].sum() / risk, weight[here | other].sum() / risk
        of_worse, of_all = (here - there * worse) / risk, ((here | other) - there * all_) / risk
        of_share = of_share + of_free * worse + free * of_worse
        share += free * worse
        of_free = of_free * (1 - all_) - free * of_all
        free *= 1 - all_
    return share, of_share


WAYS = tuple(f"change_{way}{end}" for way in ("better", "same", "worse") for end in ("", "_share"))
APART = tuple(f"change_worse_difference{end}" for end in ("", "_lower", "_upper"))


@of("change_n", "change_missing", *WAYS, *APART)
def changed(data: Exported, row: Row) -> float:
    if row["kind"].startswith("change_worse_difference"):
        (a, m), (b, n) = ((_ways(data, row, g)["worse"], _ways(data, row, g)["n"]) for g in data.groups)
        assert min(m, n) >= LEAST
        (l1, u1), (l2, u2), d = wilson(a, m), wilson(b, n), a / m - b / n
        lower, upper = d - math.hypot(a / m - l1, u2 - b / n), d + math.hypot(u1 - a / m, b / n - l2)
        return 100 * {"difference": d, "lower": lower, "upper": upper}[row["kind"].rpartition("_")[2]]
    ways = _ways(data, row, row["group"])
    name = row["kind"].removeprefix("change_")
    return per_cent(ways[name.removesuffix("_share")], ways["n"]) if name.endswith("_share") else ways[name]


def _ways(data: Exported, row: Row, group: str) -> dict[str, int]:
    points = float(plan()["deterioration"][f"{row['instrument']}.{row['scale']}"])
    up = 1 if str(data.scales[row["instrument"], row["scale"]]["higher_means"]).startswith("better") else -1
    before, then = seen(data, row, plan()["model_baseline"]), seen(data, row, row["visit"])
    mine = [patient for patient, one in in_set(data)["group"].items() if one == group]
    moved = [up * (then[p][0] - before[p][0]) for p in mine if p in before and p in then]
    better, worse = sum(x >= points - 1e-9 for x in moved), sum(x <= 1e-9 - points for x in moved)
    return {"n": len(moved), "missing": len(mine) - len(moved), "better": better, "worse": worse,
            "same": len(moved) - better - worse}  # fmt: skip
