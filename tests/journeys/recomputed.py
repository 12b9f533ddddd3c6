"""Every kind of printed number, computed again from the exported tables by code that shares nothing with the product.

One function a family of kinds; `KINDS` is the register. Formulas are written out or taken from scipy.
"""

import math
import re
from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special, stats

from tests.journeys.exported_tables import BASELINES, Exported, Row

LEAST = 10
"""Fewer scores than this in a group: no difference is printed."""
CORE = tuple(f"q{number}" for number in range(1, 15))
Recompute = Callable[[Exported, Row], float]
KINDS: dict[str, Recompute] = {}


def of(*kinds: str) -> Callable[[Recompute], Recompute]:
    """Register the recomputation of these kinds."""

    def keep(function: Recompute) -> Recompute:
        KINDS.update(dict.fromkeys(kinds, function))
        return function

    return keep


def per_cent(part: float, whole: float) -> float:
    return 100 * part / whole


# Scores of a scale


def values(data: Exported, row: Row, group: str) -> NDArray[np.float64]:
    """The scores of one scale, visit, group and stratum."""
    rows = data.scored(row["visit"], row["instrument"], row["scale"], group)
    if row["stratum"].startswith("stoma="):
        said = rows["form"].map(data.own_word).fillna(rows["stoma"])
        rows = rows[said == row["stratum"].removeprefix("stoma=")]
    elif row["stratum"]:
        rows = rows[rows["patient"].isin(stratum(data, row["stratum"]))]
    return rows["value"].to_numpy(float)


def stratum(data: Exported, name: str) -> set[str]:
    """Patients to whom both ways were offered, who had wanted what they got, or who had not."""
    answers = data.first_answers
    if name == "choice":
        return set(answers.index[(answers["item"] == "d1") & (answers["value"] == 3)])
    wishes = answers[answers["item"] == "d2"]
    met = wishes.index[[(g, int(v)) in {("nom", 2), ("surgery", 1)} for g, v in wishes[["group", "value"]].to_numpy()]]
    return set(met) if name == "wish_met" else set(wishes.index) - set(met)


@of("n", "mean", "sd", "median", "floor_share", "ceiling_share")
def description(data: Exported, row: Row) -> float:
    found = values(data, row, row["group"])
    if row["kind"] in ("floor_share", "ceiling_share"):
        end = float(data.scales[row["instrument"], row["scale"]]["lowest" if row["kind"][0] == "f" else "highest"])
        return per_cent(int((np.abs(found - end) < 1e-9).sum()), len(found))
    how: dict[str, Callable[[NDArray[np.float64]], float]] = {
        "n": len, "mean": np.mean, "median": np.median, "sd": lambda x: float(np.std(x, ddof=1)),
    }  # fmt: skip
    return float(how[row["kind"]](found))


@of("difference", "difference_lower", "difference_upper", "g", "g_lower", "g_upper")
def difference(data: Exported, row: Row) -> float:
    first, second = (values(data, row, group) for group in data.groups)
    assert min(len(first), len(second)) >= LEAST, "a difference of fewer than ten"
    return (welch if row["kind"].startswith("d") else hedges)(first, second)[row["kind"].rpartition("_")[2]]


def welch(first: NDArray[np.float64], second: NDArray[np.float64]) -> dict[str, float]:
    """Difference of means with Welch's 95 % interval."""
    limits = stats.ttest_ind(first, second, equal_var=False).confidence_interval(0.95)
    return {"difference": first.mean() - second.mean(), "lower": limits.low, "upper": limits.high}


def hedges(first: NDArray[np.float64], second: NDArray[np.float64]) -> dict[str, float]:
    """Difference in pooled SD with the exact small-sample factor; interval from the large-sample variance."""
    m, n = len(first), len(second)
    pooled = math.sqrt((np.sum((first - first.mean()) ** 2) + np.sum((second - second.mean()) ** 2)) / (m + n - 2))
    factor = special.gamma((m + n - 2) / 2) / (math.sqrt((m + n - 2) / 2) * special.gamma((m + n - 3) / 2))
    g = factor * (first.mean() - second.mean()) / pooled
    half = stats.norm.ppf(0.975) * math.sqrt(1 / m + 1 / n + g * g / (2 * (m + n)))
    return {"g": g, "lower": g - half, "upper": g + half}


def tells(data: Exported, row: Row) -> bool | None:
    """Whether the interval of a scale leaves zero out; None where there are too few scores."""
    first, second = (values(data, row, group) for group in data.groups)
    if min(len(first), len(second)) < LEAST:
        return None
    found = welch(first, second)
    return found["lower"] > 0 or found["upper"] < 0


# Answers


@of("answer_share", "answer_n", "answer_skipped", "answer_not_applicable")
def answered(data: Exported, row: Row) -> float:
    rows = data.answers(row["visit"], row["instrument"], row["item"], row["group"])
    given = rows.loc[rows["state"] == "answered", "value"].astype(float)
    if row["kind"] == "answer_share":
        return per_cent(int((given == float(row["answer"])).sum()), len(given))
    states = {
        "answer_n": ["answered"], "answer_skipped": ["declined", "not_reached", "not_recorded"],
        "answer_not_applicable": ["chosen_not_applicable"],
    }  # fmt: skip
    return int(rows["state"].isin(states[row["kind"]]).sum())


@of("questions", "same_middle")
def middle_answers(data: Exported, row: Row) -> float:
    same = []
    for item in CORE:
        middles = [_lower_median(data, item, group) for group in data.groups]
        if None not in middles:
            same.append(middles[0] == middles[1])
    return len(same) if row["kind"] == "questions" else sum(same)


def _lower_median(data: Exported, item: str, group: str) -> float | None:
    rows = data.answers(data.headline, "treatment_satisfaction", item, group)
    given = sorted(rows.loc[rows["state"] == "answered", "value"].astype(float))
    return given[(len(given) - 1) // 2] if given else None


# Stoma and LARS


@cache
def bowel(data: Exported, visit: str, group: str) -> dict[str, int]:
    """Everybody seen, once: by stoma, by LARS category, or left out."""
    bands = data.scored(visit, "lars", "total", group)
    band = dict(zip(bands["patient"], bands["band"], strict=True))
    counts = dict.fromkeys(("permanent", "temporary", "unrecorded", "major", "minor", "none", "left_out"), 0)
    for patient, forms in data.people_at(visit, group).groupby("patient"):
        if (forms["stoma"] == "yes").any():
            intents = list(forms["stoma_intent"].dropna())
            counts[intents[0] if intents else "unrecorded"] += 1
        elif (forms["stoma"] == "no").any():
            counts[band.get(patient, "left_out")] += 1
        else:
            counts["left_out"] += 1
    return counts | {"seen": sum(counts.values())} | _sums(counts)


def _sums(counts: dict[str, int]) -> dict[str, int]:
    stoma = counts["permanent"] + counts["temporary"] + counts["unrecorded"]
    scored = counts["major"] + counts["minor"] + counts["none"]
    return {"stoma_or_major": stoma + counts["major"], "known": stoma + scored, "scored": scored}


PARTS = ("permanent", "temporary", "unrecorded", "major", "minor", "none")


@of(*(f"bowel_{part}" for part in PARTS), "bowel_known", "lars_scored", "lars_left_out", "stoma_or_major")
def bowel_count(data: Exported, row: Row) -> float:
    name = row["kind"] if row["kind"] == "stoma_or_major" else row["kind"].split("_", 1)[1]
    return bowel(data, row["visit"], row["group"])[name]


@of(*(f"bowel_{part}_share" for part in PARTS), "major_of_scored_share", "stoma_or_major_share")
def bowel_share(data: Exported, row: Row) -> float:
    counts = bowel(data, row["visit"], row["group"])
    if row["kind"] == "major_of_scored_share":
        return per_cent(counts["major"], counts["scored"])
    return per_cent(counts[row["kind"].removeprefix("bowel_").removesuffix("_share")], counts["known"])


@of("stoma_or_major_lower", "stoma_or_major_upper")
def composite_limit(data: Exported, row: Row) -> float:
    counts = bowel(data, row["visit"], row["group"])
    lower, upper = wilson(counts["stoma_or_major"], counts["known"])
    return 100 * (lower if row["kind"].endswith("lower") else upper)


def wilson(count: int, whole: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    limits = stats.binomtest(count, whole).proportion_ci(0.95, method="wilson")
    return limits.low, limits.high


@of("stoma_or_major_difference", "stoma_or_major_difference_lower", "stoma_or_major_difference_upper")
def composite_difference(data: Exported, row: Row) -> float:
    """Newcombe 1998, method 10, from the Wilson limits of each share."""
    (a, m), (b, n) = (
        (counts["stoma_or_major"], counts["known"])
        for counts in (bowel(data, row["visit"], group) for group in data.groups)
    )
    (l1, u1), (l2, u2), d = wilson(a, m), wilson(b, n), a / m - b / n
    lower = d - math.sqrt((a / m - l1) ** 2 + (u2 - b / n) ** 2)
    upper = d + math.sqrt((u1 - a / m) ** 2 + (b / n - l2) ** 2)
    return 100 * {"difference": d, "lower": lower, "upper": upper}[row["kind"].rpartition("_")[2]]


# People and completeness


@of("enrolled", "not_in_a_group", "entered")
def people(data: Exported, row: Row) -> float:
    sizes = data.patients["group"].value_counts()
    inside = sum(int(sizes.get(group, 0)) for group in data.groups)
    return {"enrolled": len(data.patients), "not_in_a_group": len(data.patients) - inside}.get(
        row["kind"], int(sizes.get(row["group"], 0))
    )


@of("expected", "valid", "analysed", "not_analysed", "valid_of_expected", "valid_of_entered")
def completeness(data: Exported, row: Row) -> float:
    groups = [row["group"]] if row["group"] else list(data.groups)
    expected = sum(len(data.expected(row["visit"], group)) for group in groups)
    done = sum(len(data.done(row["visit"], group)) for group in groups)
    both = sum(len(data.done(row["visit"], group) & data.expected(row["visit"], group)) for group in groups)
    entered = sum(len(data.of_group(group)) for group in groups)
    return {
        "expected": lambda: expected, "valid": lambda: done, "analysed": lambda: done,
        "not_analysed": lambda: entered - done, "valid_of_expected": lambda: per_cent(both, expected),
        "valid_of_entered": lambda: per_cent(done, entered),
    }[row["kind"]]()  # fmt: skip


@of("no_valid_form", "unexpected")
def gone(data: Exported, row: Row) -> float:
    if row["kind"] == "no_valid_form":
        return sum(len(data.expected(row["visit"], g) - data.done(row["visit"], g)) for g in data.groups)
    visits = {visit for _, visit, _ in data.counting if not visit.startswith(("regrowth", "resection", "stoma"))}
    return sum(len(data.done(visit, g) - data.expected(visit, g)) for visit in visits for g in data.groups)


@of("not_analysed_reason")
def reason(data: Exported, row: Row) -> float:
    absent = set(data.of_group(row["group"])["patient"]) - data.done(row["visit"], row["group"])
    rows = data.visits[data.visits["visit"] == row["visit"]].set_index("patient")["reason"]
    return [rows[patient] if isinstance(rows[patient], str) else "no valid form" for patient in absent].count(
        row["item"]
    )


@of("valid_form")
def valid_form(data: Exported, row: Row) -> float:
    return len(data.done(row["visit"], row["group"], row["instrument"]))


@of("pattern", "pattern_others", "pattern_stopped", "pattern_gaps")
def pattern(data: Exported, row: Row) -> float:
    codes: dict[str, int] = {}
    for patient in data.of_group(row["group"])["patient"]:
        signs = [
            "+" if patient in data.done(visit, row["group"])
            else "−" if patient in data.expected(visit, row["group"]) else "·" for visit in data.calendar
        ]  # fmt: skip
        codes["".join(signs)] = codes.get("".join(signs), 0) + 1
    if row["kind"] == "pattern":
        return codes[row["item"]]
    if row["kind"] == "pattern_others":
        return sum(sorted(codes.values(), reverse=True)[8:])
    missing = {code: n for code, n in codes.items() if "−" in code}
    came_back = sum(n for code, n in missing.items() if "+" in code[code.index("−") :])
    return came_back if row["kind"] == "pattern_gaps" else sum(missing.values()) - came_back


@of("followed", "followed_answered", "followed_answered_share")
def followed(data: Exported, row: Row) -> float:
    rows = data.of_group(row["group"])
    grown, cut = rows["regrowth_on"].notna(), rows["resection_on"].notna()
    kept = {
        "no_regrowth": ~grown & ~cut, "regrowth": grown & ~cut, "salvage": cut, "not_yet": ~cut,
        "lar": cut & (rows["operation"] == "lar"), "apr": cut & (rows["operation"] == "apr"),
        "other": cut & ~rows["operation"].isin(["lar", "apr"]),
    }[row["stratum"]]  # fmt: skip
    everybody = set(rows.loc[kept, "patient"])
    done = everybody & data.done(row["visit"], row["group"])
    whole = len(everybody)
    return {"followed": whole, "followed_answered": len(done)}.get(row["kind"], per_cent(len(done), max(whole, 1)))


@of("mode")
def mode(data: Exported, row: Row) -> float:
    return int((data.forms.loc[sorted(set(data.counting.values())), "mode"] == row["item"]).sum())


@of("unscheduled", "not_placed")
def not_placed(data: Exported, row: Row) -> float:
    rows = data.forms[data.forms["visit"].isna()]
    if row["kind"] == "unscheduled":
        return int(rows["status"].isin(["completed", "partial"]).sum())
    return int((rows["study_day"].isna() == (row["item"] == "forms without a date")).sum())


# What the last page says of the groups


@of("both_offered", "offer_told", "wish_met", "wish_told", "wish_met_share")
def decided(data: Exported, row: Row) -> float:
    rows = data.first_answers[data.first_answers["group"] == row["group"]]
    offers, wishes = (rows.loc[rows["item"] == item, "value"] for item in ("d1", "d2"))
    met = int((wishes == {"nom": 2, "surgery": 1}.get(row["group"])).sum())
    return {
        "both_offered": int((offers == 3).sum()), "offer_told": len(offers), "wish_met": met, "wish_told": len(wishes),
        "wish_met_share": per_cent(met, len(wishes)),
    }[row["kind"]]  # fmt: skip


@of("complete_response", "response_known", "complete_response_share")
def response(data: Exported, row: Row) -> float:
    known = data.of_group(row["group"])["response"].dropna()
    complete = int((known == "complete").sum())
    return {"complete_response": complete, "response_known": len(known)}.get(
        row["kind"], per_cent(complete, len(known))
    )


@of("regrowth_answered", "no_regrowth_answered")
def regrowth(data: Exported, row: Row) -> float:
    rows = data.of_group("nom")
    rows = rows[rows["patient"].isin(data.expected(row["visit"], "nom"))]
    rows = rows[rows["regrowth_on"].notna() == (row["kind"] == "regrowth_answered")]
    return per_cent(int(rows["patient"].isin(set(data.people_at(row["visit"], "nom")["patient"])).sum()), len(rows))


@of("surgery_seen", "surgery_with_stoma", "months_since_operation")
def after_the_operation(data: Exported, row: Row) -> float:
    forms = data.people_at(row["visit"], "surgery").sort_values("study_day").drop_duplicates("patient", keep="last")
    forms = forms.set_index("patient")
    if row["kind"] == "surgery_seen":
        return len(forms)
    if row["kind"] == "surgery_with_stoma":
        return int((forms["stoma"] == "yes").sum())
    operated = pd.to_datetime(data.patients.set_index("patient")["resection_on"]).reindex(forms.index)
    days = (pd.to_datetime(forms["on_date"]) - operated).dt.days.dropna()
    return float(days[days >= 0].median()) / 30.4375


@of("died")
def died(data: Exported, row: Row) -> float:
    dead = set(data.events.loc[data.events["event"] == "death", "patient"])
    return len(dead & set(data.of_group(row["group"])["patient"]))


# How many scales tell the groups apart


@of("compared_scales", "scales_more")
def first_page(data: Exported, row: Row) -> float:
    """Among the scales in the figure of page 1; for `scales_more` those of one sentence, the lead left out."""
    rows = data.forest
    if row["kind"] == "compared_scales":
        return sum(tells(data, one) is not None for one in rows)
    for verdict in {_verdict(data, one) for one in rows}:
        names = [one["name"] for one in rows[1:] if _verdict(data, one) == verdict]
        if names and names[0].lower() == row["item"].lower():
            return len(names) - 1
    raise AssertionError(f"no sentence begins with {row['item']}")


def _verdict(data: Exported, row: Row) -> str:
    told = tells(data, row)
    if not told:
        return "too few" if told is None else "cannot tell"
    higher = welch(*(values(data, row, group) for group in data.groups))["difference"] > 0
    better = str(data.scales[row["instrument"], row["scale"]]["higher_means"]).startswith("better")
    return data.groups[0] if higher == better else data.groups[1]


@of("scales_apart", "scales_shown", "scales_not_apart")
def by_visit(data: Exported, row: Row) -> float:
    """Among the scales drawn on a section's page, at the visits after the baselines."""
    after = [visit for visit in data.visits["visit"].unique() if visit not in BASELINES]
    drawn = data.drawn[row["item"]]
    apart = sum(any(tells(data, one | {"visit": visit}) for visit in after) for one in drawn)
    return {"scales_apart": apart, "scales_shown": len(drawn), "scales_not_apart": len(drawn) - apart}[row["kind"]]


# One patient's page


def own_forms(data: Exported, row: Row) -> pd.DataFrame:
    """A patient's answered forms at a visit (or of an assessment, where the visit has no id), last attempts."""
    rows = data.by_patient[row["patient"]]
    rows = rows[(rows["visit"] == row["visit"]) | (rows["assessment"] == row["visit"])]
    return rows.sort_values("attempt").drop_duplicates(["assessment", "instrument"], keep="last")


def own_value(data: Exported, row: Row, visit: str) -> float:
    forms = own_forms(data, row | {"visit": visit})
    forms = forms[forms["instrument"] == row["instrument"]]
    rows = pd.concat([data.by_form.get(form, data.scores.iloc[:0]) for form in forms["form"]])
    rows = rows[rows["scale"] == row["scale"]]
    assert len(rows) == 1, f"{len(rows)} scores of {row['scale']} at {visit}"
    return float(rows["value"].iloc[0])


@of("own_score", "own_change")
def own(data: Exported, row: Row) -> float:
    now = own_value(data, row, row["visit"])
    return now if row["kind"] == "own_score" else now - own_value(data, row, row["stratum"])


@of("own_clock", "own_since_decision")
def clocks(data: Exported, row: Row) -> float:
    form = own_forms(data, row).iloc[0]
    if row["kind"] == "own_clock":
        months = data.visits["visit_label"].str.contains("Month").any()
        return float(form["months"] if months else form["study_day"])
    events = data.events[(data.events["patient"] == row["patient"]) & (data.events["event"] == "decision")]
    return (pd.Timestamp(form["on_date"]) - pd.Timestamp(min(events["on"]))).days / 30.4375


@of("own_asked", "own_given", "own_skipped")
def complete(data: Exported, row: Row) -> float:
    rows = data.items[data.items["form"].isin(own_forms(data, row)["form"])]
    closed = ~pd.MultiIndex.from_frame(rows[["instrument", "item"]]).isin(list(data.free_text))
    states = rows.loc[closed & (rows["state"] != "not_applicable"), "state"]
    given = int(states.isin(["answered", "chosen_not_applicable"]).sum())
    return {"own_asked": len(states), "own_given": given}.get(row["kind"], len(states) - given)


def documented() -> set[str]:
    """The kinds that the page about reports explains."""
    from tests.journeys.conftest import ROOT

    page = (ROOT / "docs" / "reports.md").read_text().partition("\n## What holds for every report")[2]
    table = [line for line in page.splitlines() if line.startswith("| `")]
    cells = [re.sub(r"\(.*?\)", "", line.split("|")[1]) for line in table if line.count("|") == 4]
    return {kind for cell in cells for kind in re.findall(r"`(\w+)`", cell)}
