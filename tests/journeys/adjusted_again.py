"""Weighted numbers computed again from the exported tables and the published protocol: set, weights, bootstrap.

Its own logistic regression (Newton on an orthonormal basis of the columns, halved steps), nothing of the product's.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml
from numpy.typing import NDArray
from scipy import optimize, special, stats

from tests.journeys.exported_tables import Exported, Row
from tests.journeys.recomputed import KINDS, of

Floats = NDArray[np.float64]
PROTOCOLS = Path(__file__).parents[2] / "instruments" / "protocols"
UNKNOWN = "not recorded"
NUMBERS = {"age", "decision_year", "tumour_height", "comorbidity"}


@cache
def plan() -> dict[str, Any]:
    """The analysis plan of the protocol that these studies follow."""
    found: dict[str, Any] = yaml.safe_load((PROTOCOLS / "stage_1_3.yaml").read_text())["plan"]
    return found


def everybody(data: Exported) -> pd.DataFrame:
    """People of both groups with what was known of them, in the order of their pseudonyms."""
    rows = data.patients[data.patients["group"].isin(data.groups)].sort_values("patient").reset_index(drop=True)
    known = rows.copy()
    known["age"] = rows["age_at_enrolment"]
    known["decision_year"] = rows["decided_on"].str[:4].astype(float)
    known["baseline"] = scores(data, known, plan()["primary"], plan()["model_baseline"])
    return known


def restrictions() -> list[tuple[str, list[str]]]:
    """Name and the words that are kept, by name."""
    said = sorted(plan()["restricted_to"].items())
    return [(name, [kept] if isinstance(kept, str) else kept) for name, kept in said]


def chosen(data: Exported) -> pd.DataFrame:
    """The analysis set."""
    rows = everybody(data)
    for name, kept in restrictions():
        rows = rows[rows[name].isin(kept)]
    return rows.reset_index(drop=True)


def scores(data: Exported, people: pd.DataFrame, name: str, visit: str, stoma: str = "") -> Floats:
    """The score of a scale (`instrument.scale`) at a visit, a person a place; NaN where there is none."""
    instrument, scale = name.split(".")
    rows = pd.concat([data.scored(visit, instrument, scale, group) for group in data.groups])
    if stoma:
        rows = rows[rows["form"].map(data.own_word).fillna(rows["stoma"]) == stoma]
    return people["patient"].map(dict(zip(rows["patient"], rows["value"], strict=True))).to_numpy(float)


def values(data: Exported, people: pd.DataFrame, item: str) -> pd.Series:
    """A characteristic, or a score at the baseline."""
    if "." in item:
        stoma = "no" if data.scales[tuple(item.split("."))].get("separate_by") == "stoma" else ""  # type: ignore[index]
        return pd.Series(scores(data, people, item, plan()["model_baseline"], stoma))
    return people[item] if item in people else pd.Series(np.nan, index=people.index)


def is_number(item: str) -> bool:
    """Whether it has a mean."""
    return item in NUMBERS or item == "baseline" or "." in item


def trait(data: Exported, people: pd.DataFrame, row: Row) -> Floats:
    """What one row of the table of balance is about: a number, or 1 for those of the category."""
    found = values(data, people, row["item"])
    if row["answer"] == UNKNOWN:
        return found.isna().to_numpy(float)
    if is_number(row["item"]):
        return found.to_numpy(float)
    return np.array([word(one) == row["answer"] for one in found], dtype=float)


def word(value: object) -> str:
    """A code as it is named; the export reads codes such as 3 as numbers."""
    if isinstance(value, float):
        return "" if np.isnan(value) else f"{value:g}"
    return str(value)


def columns(data: Exported, people: pd.DataFrame) -> Floats:
    """The model's columns: an orthonormal basis of intercept, numbers, categories and who is not recorded."""
    made = [np.ones(len(people))]
    for item in plan()["covariates"]:
        found = values(data, people, item)
        unknown = found.isna().to_numpy()
        if is_number(item):
            filled = found.to_numpy(float)
            made.append(np.where(unknown, np.nanmean(filled) if (~unknown).any() else 0.0, filled))
        else:
            made += [np.array([word(one) == w for one in found], float) for w in {word(o) for o in found[~unknown]}]
        made.append(unknown.astype(float))
    table = np.column_stack(made)
    table = table / np.maximum(np.abs(table).max(axis=0), 1e-300)
    left, size, _ = np.linalg.svd(table, full_matrices=False)
    return np.asarray(left[:, size > 1e-9 * size[0]])


def probability(basis: Floats, first: Floats, drawn: Floats, penalised: bool) -> Floats:
    """Of the first group, by maximum (penalised) likelihood; `drawn` says how often each person is in the sample."""
    beta = np.zeros(basis.shape[1])
    height = -np.inf
    step = np.zeros_like(beta)
    part = 1.0
    for _ in range(400):
        trial = beta + part * step
        share = special.expit(basis @ trial)
        information = (basis * (drawn * share * (1 - share))[:, None]).T @ basis
        loglike = drawn @ -np.logaddexp(0, np.where(first == 1, -1, 1) * (basis @ trial))
        value = loglike + (0.5 * np.linalg.slogdet(information)[1] if penalised else 0.0)
        if value < height - 1e-9 and part > 1e-4:
            part /= 2
            continue
        beta, height, part = trial, value, 1.0
        inverse = np.linalg.pinv(information)
        lever = share * (1 - share) * np.einsum("ij,jk,ik->i", basis, inverse, basis) if penalised else 0.0
        step = inverse @ (basis.T @ (drawn * (first - share + lever * (0.5 - share))))
        if np.abs(basis @ step).max() < 1e-9:
            break
    return np.asarray(special.expit(basis @ beta))


@dataclass(frozen=True)
class Weighting:
    """The people of the set with their probability under the plan's model."""

    people: pd.DataFrame
    first: Floats
    basis: Floats
    penalised: bool
    share: Floats

    def weights(self, method: str, share: Floats, drawn: Floats) -> Floats:
        """Of one sample."""
        if method == "none":
            return drawn
        if method == "overlap":
            return np.asarray(drawn * np.where(self.first == 1, 1 - share, share))
        whole = drawn @ self.first / drawn.sum()
        return np.asarray(drawn * np.where(self.first == 1, whole / share, (1 - whole) / (1 - share)))


@cache
def weighting(data: Exported) -> Weighting:
    """Fit the declared model once."""
    people = chosen(data)
    first = (people["group"] == data.groups[0]).to_numpy(float)
    basis = columns(data, people)
    penalised = bool(min(first.sum(), (1 - first).sum()) < 10 * (basis.shape[1] - 1))
    return Weighting(people, first, basis, penalised, probability(basis, first, np.ones(len(first)), penalised))


@cache
def samples(data: Exported) -> tuple[tuple[Floats, Floats], ...]:
    """The bootstrap: how often each person is drawn, and the probability fitted anew."""
    w = weighting(data)
    n = len(w.first)
    counts = np.random.default_rng(plan()["seed"]).multinomial(n, np.full(n, 1 / n), plan()["bootstrap"]).astype(float)
    return tuple((drawn, probability(w.basis, w.first, drawn, w.penalised)) for drawn in counts)


def outcome(data: Exported, row: Row) -> Floats:
    """The scale of a row at its visit."""
    stoma = row["stratum"].removeprefix("stoma=")
    return scores(data, weighting(data).people, f"{row['instrument']}.{row['scale']}", row["visit"], stoma)


def means(first: Floats, weights: Floats, found: Floats) -> tuple[float, float]:
    """Weighted means of both groups."""
    known = ~np.isnan(found)
    one, other = (float(np.average(found[known & (first == g)], weights=weights[known & (first == g)])) for g in (1, 0))
    return one, other


def mine(data: Exported, row: Row, first: Floats) -> NDArray[np.bool_]:
    """The people of the row's group."""
    return np.asarray(first == (1 if row["group"] == data.groups[0] else 0))


@of("in_set", "left_out", "left_out_unknown")
def of_the_set(data: Exported, row: Row) -> float:
    if row["kind"] == "in_set":
        return float((chosen(data)["group"] == row["group"]).sum())
    rows = everybody(data)
    for name, kept in restrictions():
        out = rows[~rows[name].isin(kept)]
        if name == row["item"]:
            return float(out[name].isna().sum() if row["kind"].endswith("n") else (out["group"] == row["group"]).sum())
        rows = rows[rows[name].isin(kept)]
    raise AssertionError("no such restriction")


@of("trait_n", "trait_share", "trait_mean", "trait_sd")
def of_a_trait(data: Exported, row: Row) -> float:
    people = chosen(data)
    found = trait(data, people, row)[(people["group"] == row["group"]).to_numpy()]
    found = found[~np.isnan(found)]
    how = {"trait_n": found.sum(), "trait_share": 100 * found.mean(), "trait_mean": found.mean()}
    return float(how[row["kind"]] if row["kind"] in how else found.std(ddof=1))


@of("balance_before", "balance_after")
def of_balance(data: Exported, row: Row) -> float:
    w = weighting(data)
    found, known = trait(data, w.people, row), ~np.isnan(trait(data, w.people, row))
    category = bool(row["answer"])
    spreads = [found[known & (w.first == g)].var(ddof=0 if category else 1) for g in (1, 0)]
    after = row["kind"] == "balance_after"
    weights = w.weights(plan()["weights"], w.share, np.ones(len(found))) if after else np.ones(len(found))
    one, other = means(w.first, weights, found)
    return float((one - other) / np.sqrt(sum(spreads) / 2))


@of("effective", "effective_answered", "set_answered", "overlap_within")
def of_the_cost(data: Exported, row: Row) -> float:
    w = weighting(data)
    here = mine(data, row, w.first)
    if row["kind"] == "overlap_within":
        low = max(w.share[w.first == g].min() for g in (1, 0))
        high = min(w.share[w.first == g].max() for g in (1, 0))
        return float(((w.share >= low - 1e-9) & (w.share <= high + 1e-9) & here).sum())
    if row["kind"] != "effective":
        here = here & ~np.isnan(scores(data, w.people, plan()["primary"], row["visit"]))
    weights = w.weights(row["item"], w.share, np.ones(len(here)))[here]
    return float(here.sum()) if row["kind"] == "set_answered" else float(weights.sum() ** 2 / (weights**2).sum())


@of("adjusted_n", "adjusted_left_out", "adjusted_mean")
def of_a_group(data: Exported, row: Row) -> float:
    w, found = weighting(data), outcome(data, row)
    here = mine(data, row, w.first)
    if row["kind"] == "adjusted_mean":
        weights = w.weights(row["item"], w.share, np.ones(len(found)))
        return means(w.first, weights, found)[0 if row["group"] == data.groups[0] else 1]
    return float((here & (~np.isnan(found) if row["kind"] == "adjusted_n" else np.isnan(found))).sum())


@of("adjusted", "adjusted_lower", "adjusted_upper")
def of_a_difference(data: Exported, row: Row) -> float:
    w, found = weighting(data), outcome(data, row)
    if row["kind"] == "adjusted":
        one, other = means(w.first, w.weights(row["item"], w.share, np.ones(len(found))), found)
        return one - other
    pairs = (means(w.first, w.weights(row["item"], share, drawn), found) for drawn, share in samples(data))
    return float(np.quantile([a - b for a, b in pairs], 0.025 if row["kind"].endswith("lower") else 0.975))


def error(data: Exported, row: Row) -> float:
    """The sandwich of both equations at once, by the derivative of their sum taken numerically."""
    w, found = weighting(data), outcome(data, row)
    known = ~np.isnan(found)
    values, method = np.nan_to_num(found), row["item"]
    beta = np.linalg.lstsq(w.basis, special.logit(w.share), rcond=None)[0]
    one, other = means(w.first, w.weights(method, w.share, np.ones(len(found))), found)
    fitted = method != "none"

    def each(theta: Floats) -> Floats:
        share = special.expit(w.basis @ theta[2:]) if fitted else w.share
        weights = w.weights(method, share, np.ones(len(found))) * known
        parts = [weights * w.first * (values - theta[0]), weights * (1 - w.first) * (values - theta[1])]
        score = (w.basis * (w.first - share)[:, None]) if fitted else np.empty((len(found), 0))
        return np.column_stack([*parts, score])

    theta = np.concatenate([[one, other], beta if fitted else []])
    steps = 1e-5 * np.eye(len(theta))
    bread = np.column_stack([(each(theta + s).sum(0) - each(theta - s).sum(0)) / 2e-5 for s in steps])
    influence = np.linalg.solve(bread, each(theta).T)[:2]
    return float(np.sqrt(((influence[0] - influence[1]) ** 2).sum()))


@of("adjusted_p", "holm_p")
def of_a_test(data: Exported, row: Row) -> float:
    family = [plan()["primary"], *(name for name in plan()["family"] if name != plan()["primary"])]
    if row["kind"] == "adjusted_p":
        return p_value(data, row)
    names = [dict(zip(("instrument", "scale"), name.split("."), strict=True)) for name in family]
    ps = sorted(p_value(data, row | name) for name in names)
    own = p_value(data, row)
    return max(min(1.0, (len(ps) - k) * p) for k, p in enumerate(ps) if p <= own + 1e-12)


def p_value(data: Exported, row: Row) -> float:
    return float(2 * stats.norm.sf(abs(of_a_difference(data, row | {"kind": "adjusted"}) / error(data, row))))


@of("primary_left_out")
def of_both_groups(data: Exported, row: Row) -> float:
    people = weighting(data).people
    return float(np.isnan(scores(data, people, plan()["primary"], plan()["primary_visit"])).sum())


@of("pooled_sd", "detectable", "e_value", "e_value_limit")
def of_the_primary(data: Exported, row: Row) -> float:
    row = row | {"visit": plan()["primary_visit"], "item": plan()["weights"]}
    w, found = weighting(data), outcome(data, row)
    groups = [found[(w.first == g) & ~np.isnan(found)] for g in (1, 0)]
    sd = float(np.sqrt(sum((len(g) - 1) * g.var(ddof=1) for g in groups) / (sum(map(len, groups)) - 2)))
    if row["kind"] == "pooled_sd":
        return sd
    if row["kind"] == "detectable":
        sizes = [of_the_cost(data, row | {"kind": "effective_answered", "group": g}) for g in data.groups]
        return found_with_80_per_cent(sizes, sd)
    d, spread = abs(of_a_difference(data, row | {"kind": "adjusted"})) / sd, error(data, row) / sd
    ratio = float(np.exp(0.91 * d - (1.78 * spread if row["kind"] == "e_value_limit" else 0)))
    return ratio + float(np.sqrt(ratio * (ratio - 1))) if ratio > 1 else 1.0


def found_with_80_per_cent(sizes: list[float], sd: float) -> float:
    df = sum(sizes) - 2
    limit, scale = stats.t.ppf(0.975, df), sd * np.sqrt(sum(1 / n for n in sizes))

    def missed(difference: float) -> float:
        centre = difference / scale
        return float(stats.nct.sf(limit, df, centre) + stats.nct.cdf(-limit, df, centre) - 0.8)

    return float(optimize.brentq(missed, 1e-6 * sd, 1.5 * sd))


KINDS_HERE = {name for name, how in KINDS.items() if how.__module__ == __name__}
"""Kinds of this file; all stand in tables of their own, whose digits are looked for by their values."""
