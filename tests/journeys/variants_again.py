"""The declared answer under other choices, computed again: other weights, other people, and its own imputations."""

from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from tests.journeys.adjusted_again import Weighting, chosen, columns, means, plan, probability, scores, weighting
from tests.journeys.exported_tables import Exported, Row
from tests.journeys.modelled_again import Followed, Satterthwaite, covariance, empirical, followed, model, of_a_model
from tests.journeys.recomputed import KINDS, of

Floats = NDArray[np.float64]
TIMES = 40
GROUPS = {"shift_first": (1,), "shift_second": (0,), "shift_both": (0, 1)}
ANSWERS = {"overlap", "iptw", "mmrm_weighted", "both_offered", "complete_response", "wish_met", "without_proxy"}
PEOPLE = {"complete_response", "wish_met", "both_offered", "received", "regrowth_out", "preserved", "without_proxy"}


def primary(data: Exported, people: pd.DataFrame) -> Floats:
    return scores(data, people, plan()["primary"], plan()["primary_visit"])


def forms(data: Exported) -> pd.DataFrame:
    """The scored forms of the primary instrument at the primary visit, one a patient, whichever scales they give."""
    instrument, visit = plan()["primary"].split(".")[0], plan()["primary_visit"]
    scales = [scale for one, scale in data.scales if one == instrument]
    rows = [data.scored(visit, instrument, scale, group) for scale in scales for group in data.groups]
    return pd.concat(rows).drop_duplicates("patient").set_index("patient")


def others(data: Exported, name: str) -> pd.DataFrame:
    """The people of a variant; by treatment received they are in the group of what was done to them."""
    people, nom = chosen(data), chosen(data)["group"] == data.groups[0]
    kept = people["patient"].map(forms(data)["organ_preserved"].astype(str) == "True")
    if name == "received":
        known = people[kept.notna()]
        return known.assign(group=[data.groups[0] if one else data.groups[1] for one in kept[kept.notna()]])
    wishes = data.first_answers[data.first_answers["item"] == "d2"]
    met = {p for p, g, v in zip(wishes.index, wishes["group"], wishes["value"], strict=True)
           if (g, int(v)) in {("nom", 2), ("surgery", 1)}}  # fmt: skip
    chosen_ = {
        "complete_response": people["response"] == "complete", "wish_met": people["patient"].isin(met),
        "both_offered": people["offered"] == "both", "regrowth_out": ~nom | people["regrowth_on"].isna(),
        "preserved": ~nom | kept.eq(True), "without_proxy": nom | ~nom,
    }[name]  # fmt: skip
    return people[chosen_]


@cache
def weigh(data: Exported, name: str) -> Weighting:
    """The declared model of other people."""
    if name not in PEOPLE:
        return weighting(data)
    people = others(data, name).reset_index(drop=True)
    first = (people["group"] == data.groups[0]).to_numpy(float)
    basis = columns(data, people)
    firth = bool(min(first.sum(), (1 - first).sum()) < 10 * (basis.shape[1] - 1))
    return Weighting(people, first, basis, firth, probability(basis, first, np.ones(len(first)), firth))


@cache
def difference(data: Exported, name: str) -> dict[str, float]:
    """Weighted difference with the percentile interval of the bootstrap."""
    w = weigh(data, name)
    method = name if name in ("overlap", "iptw", "none") else plan()["weights"]
    found = primary(data, w.people)
    if name == "without_proxy":
        mode = w.people["patient"].map(forms(data)["mode"])
        found = np.where(mode == "proxy", np.nan, found)
    one, other = means(w.first, w.weights(method, w.share, np.ones(len(found))), found)
    n = len(found)
    times = getattr(data, "bootstrap", plan()["bootstrap"])
    counts = np.random.default_rng(plan()["seed"]).multinomial(n, np.full(n, 1 / n), times).astype(float)
    drawn = []
    for row in counts:
        share = w.share if method == "none" else probability(w.basis, w.first, row, w.penalised)
        with np.errstate(all="ignore"):
            first, second = means(w.first, w.weights(method, share, row), found)
        drawn.append(first - second)
    lower, upper = np.quantile(drawn, [0.025, 0.975])
    known = ~np.isnan(found)
    sizes = {group: float((known & (w.first == side)).sum()) for group, side in zip(data.groups, (1, 0), strict=True)}
    return {"": one - other, "lower": float(lower), "upper": float(upper), **sizes}


@cache
def imputed(data: Exported) -> tuple[Followed, list[Floats], NDArray[np.bool_]]:
    """Own draws: parameters about the fitted model, scores given those seen; and what is after drop-out."""
    given = followed(data, plan()["primary"], "", plan()["weights"] != "none")
    fitted = model(data, plan()["primary"], "", False, data.covariance)
    alive = np.zeros(given.y.shape, bool)
    people = chosen(data)["patient"]
    for v, visit in enumerate(given.visits):
        rows = data.visits[data.visits["visit"] == visit].set_index("patient")["status"]
        alive[:, v] = ~people.map(rows).isin(["upcoming", "withdrawn", "deceased"])
    known = ~np.isnan(given.design).any(axis=2)
    seen = ~np.isnan(given.y) & known
    assert isinstance(fitted.freedom, Satterthwaite)
    random = np.random.default_rng(1)
    made = []
    for _ in range(TIMES):
        theta = random.multivariate_normal(fitted.theta, fitted.freedom.spread)
        sigma = covariance(data.covariance, theta, len(given.visits))
        beta = random.multivariate_normal(fitted.beta, fitted.variance)
        y = given.y.copy()
        for i in np.flatnonzero(known.all(axis=1)):
            s, gap = seen[i], ~seen[i]
            if not gap.any():
                continue
            mean = given.design[i] @ beta
            slope = sigma[np.ix_(gap, s)] @ np.linalg.inv(sigma[np.ix_(s, s)]) if s.any() else np.zeros((gap.sum(), 0))
            rest = sigma[np.ix_(gap, gap)] - slope @ sigma[np.ix_(s, gap)]
            y[i, gap] = random.multivariate_normal(mean[gap] + slope @ (y[i, s] - mean[s]), rest, method="svd")
        made.append(np.where(seen | alive, y, np.nan))
    last = np.where(seen, np.arange(seen.shape[1]), -1).max(axis=1)
    return given, made, ~seen & (np.arange(seen.shape[1]) > last[:, None])


@cache
def pooled(data: Exported, groups: tuple[int, ...], shift: float) -> dict[str, float]:
    """Rubin's rules with Barnard & Rubin's degrees of freedom."""
    given, made, after = imputed(data)
    v = given.visits.index(plan()["primary_visit"])
    extra = [c for c in range(2 * len(given.visits), given.design.shape[2]) if c % len(given.visits) == v]
    told = []
    for y in made:
        moved = y[:, v] + shift * (after[:, v] & np.isin(given.first, groups))
        design = np.column_stack([given.first == 0, given.first == 1, *(given.design[:, v, c] for c in extra)])
        known = ~np.isnan(moved) & ~np.isnan(design).any(axis=1)
        if extra:
            design[:, 2] -= design[known & (given.weights > 0), 2].mean()
        one = Followed(moved[:, None], given.first, given.weights, design[:, None, :].astype(float), ("here",))
        fitted = empirical(one, np.eye(1) * _spread(one))
        contrast = np.array([-1.0, 1.0, *([0.0] * len(extra))])
        told.append((contrast @ fitted.beta, contrast @ fitted.variance @ contrast, fitted.freedom(contrast)))
    values, within, free = np.array(told).T
    between = values.var(ddof=1) * (1 + 1 / len(values))
    whole, df = within.mean() + between, free.mean()
    lost = between / whole
    observed = (df + 1) / (df + 3) * df * (1 - lost)
    half = stats.t.ppf(0.975, 1 / (lost**2 / (len(values) - 1) + 1 / observed)) * np.sqrt(whole)
    n = {g: float((~np.isnan(made[0][:, v]) & ~np.isnan(given.design[:, v]).any(axis=1) & (given.first == s)).sum())
         for g, s in zip(data.groups, (1, 0), strict=True)}  # fmt: skip
    return {"": values.mean(), "lower": values.mean() - half, "upper": values.mean() + half, **n}


def _spread(one: Followed) -> float:
    seen = one.seen[:, 0]
    root = np.sqrt(one.weights[seen])
    x, y = one.design[seen, 0] * root[:, None], one.y[seen, 0] * root
    left = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return float(left @ left) / (len(y) - x.shape[1])


@of("variant", "variant_lower", "variant_upper", "variant_n")
def of_a_variant(data: Exported, row: Row) -> float:
    name, end = row["item"], row["kind"].rpartition("_")[2]
    which = row["group"] if row["kind"] == "variant_n" else end if end in ("lower", "upper") else ""
    if name in ("mmrm", "mmrm_weighted"):
        weighted = name == "mmrm_weighted"
        kind = "model_n" if row["group"] else "model_difference" + (f"_{which}" if which else "")
        here = row | {"kind": kind, "item": "weighted" if weighted else ""}
        structure = data.weighted_covariance if weighted else data.covariance
        return KINDS["model_n"](data, here) if row["group"] else of_a_model(data, here | {"answer": structure})
    if name == "imputed" or name in GROUPS:
        return pooled(data, GROUPS.get(name, ()), float(row["answer"] or 0))[which]
    if name == "declared":
        name = plan()["weights"]
    if row["kind"] == "variant_n":
        return _people(data, name)[row["group"]]
    return difference(data, name)[which]


def _people(data: Exported, name: str) -> dict[str, float]:
    """With the score at the visit; where fewer than ten are in a group nothing is weighed and all are counted."""
    people = others(data, name) if name in PEOPLE else chosen(data)
    sizes = {group: float((people["group"] == group).sum()) for group in data.groups}
    if name in PEOPLE and min(sizes.values()) < 10:
        return sizes
    known = people[~np.isnan(primary(data, people))]
    if name == "without_proxy":
        known = known[known["patient"].map(forms(data)["mode"]) != "proxy"]
    return {group: float((known["group"] == group).sum()) for group in data.groups}


@of("tipping_point")
def of_the_tipping_point(data: Exported, row: Row) -> float:
    """Where the limit nearer to zero crosses it, by halving."""
    groups = (1,) if row["group"] == data.groups[0] else (0,)
    sign = np.sign(pooled(data, (), 0.0)[""])
    towards = -sign if groups == (1,) else sign
    held, lost = 0.0, 100.0
    while lost - held > 0.05:
        middle = (held + lost) / 2
        found = pooled(data, groups, float(towards * middle))
        held, lost = (middle, lost) if (found["lower"] if sign > 0 else -found["upper"]) > 0 else (held, middle)
    return lost


@of("shift", "imputations")
def of_the_plan(data: Exported, row: Row) -> float:
    if row["kind"] == "imputations":
        return float(plan().get("imputations") or 20)
    assert float(row["answer"]) in [float(one) for one in plan()["deltas"]]
    return abs(float(row["answer"]))


@of("variants", "variants_turned", "variants_other")
def of_the_opening(data: Exported, row: Row) -> float:
    """Of the printed answers: how many, how many of another sign, how many whose interval says otherwise of zero."""
    told = [one for one in data.numbers if one["kind"] == "variant"]
    declared = next(one for one in told if one["item"] == "declared")
    rest = [one for one in told if one["item"] in ANSWERS or one["item"] == "imputed" or one["item"] in GROUPS]
    if row["kind"] == "variants":
        return float(len(rest))
    if row["kind"] == "variants_turned":
        return float(sum(one["value"] * declared["value"] < 0 for one in rest))
    return float(sum(_tells(data, one) != _tells(data, declared) for one in rest))


def _tells(data: Exported, row: Row) -> bool:
    same = ("item", "answer")
    lower, upper = (
        next(o["value"] for o in data.numbers if o["kind"] == f"variant_{end}" and all(o[k] == row[k] for k in same))
        for end in ("lower", "upper")
    )
    return bool(lower > 0 or upper < 0)


DRAWN = {"imputed", *GROUPS}
"""Variants that rest on random imputations: another stream of chance gives another number."""
KINDS_HERE = {name for name, how in KINDS.items() if how.__module__ == __name__}
