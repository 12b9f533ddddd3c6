"""Satisfaction, regret and worry by stratum, computed again from the exported tables."""

import numpy as np
from numpy.typing import NDArray

from tests.journeys.exported_tables import Exported, Row
from tests.journeys.recomputed import LEAST, of, welch

RECORDED = {
    "response": ("complete", "near_complete", "incomplete"),
    "clinical_t": ("1", "2", "3", "4"), "clinical_n": ("0", "1", "2"), "clinical_m": ("0", "1"),
    "offered": ("both", "one"),
}  # fmt: skip
"""Columns of `patients` with their words in order; the others of a column are not recorded."""
KINDS = (*RECORDED, "wish")
SCALES = (("treatment_satisfaction", "TRT"), ("treatment_satisfaction", "DEC"), ("treatment_satisfaction", "WOR"),
          ("decision_regret", "total"), ("cancer_worry", "total_6"), ("cancer_worry", "total_8"))  # fmt: skip
MET = {("nom", 2): "yes", ("surgery", 1): "yes", ("nom", 1): "no", ("surgery", 2): "no"}


def wishes(data: Exported) -> dict[str, str]:
    """Patient -> yes, no, open (both were fine) or unsure, by the first answer to d2."""
    rows = data.first_answers[data.first_answers["item"] == "d2"]
    return {
        str(patient): MET.get((group, int(value)), {3: "open", 4: "unsure"}.get(int(value), ""))
        for patient, group, value in zip(rows.index, rows["group"], rows["value"], strict=True)
    }


def words(data: Exported, kind: str) -> dict[str, str]:
    """Patient of either group -> the stratum."""
    mine = data.patients[data.patients["group"].isin(data.groups)]
    if kind == "wish":
        known = {patient: "open" if wish == "unsure" else wish for patient, wish in wishes(data).items()}
        return {patient: known.get(patient, "not_known") for patient in mine["patient"]}
    found = {}
    for patient, value in zip(mine["patient"], mine[kind], strict=True):
        text = str(int(value)) if isinstance(value, float) and value == value else str(value)
        text = "one" if kind == "offered" and text in ("nom", "surgery") else text
        found[str(patient)] = text if text in RECORDED[kind] else "not_known"
    return found


def order(data: Exported, kind: str) -> list[str]:
    """The strata of a kind in which anybody is; none where nothing is known of anybody."""
    there = set(words(data, kind).values())
    known = ("yes", "no", "open") if kind == "wish" else RECORDED[kind]
    return [w for w in (*known, "not_known") if w in there] if there - {"not_known"} else []


def people(data: Exported, row: Row, group: str) -> set[str]:
    mine = set(data.of_group(group)["patient"])
    if not row["stratum"]:
        return mine
    kind, _, word = row["stratum"].partition("=")
    return {patient for patient, said in words(data, kind).items() if said == word} & mine


def values(data: Exported, row: Row, group: str) -> NDArray[np.float64]:
    rows = data.scored(row["visit"], row["instrument"], row["scale"], group)
    return rows.loc[rows["patient"].isin(people(data, row, group)), "value"].to_numpy(float)


@of("stratum_people", "stratum_n", "stratum_mean")
def described(data: Exported, row: Row) -> float:
    if row["kind"] == "stratum_people":
        return len(people(data, row, row["group"]))
    found = values(data, row, row["group"])
    return len(found) if row["kind"] == "stratum_n" else float(found.mean())


@of("stratum_difference", "stratum_difference_lower", "stratum_difference_upper")
def apart(data: Exported, row: Row) -> float:
    first, second = (values(data, row, group) for group in data.groups)
    assert min(len(first), len(second)) >= LEAST, "a difference of fewer than ten"
    return welch(first, second)[row["kind"].removeprefix("stratum_").rpartition("_")[2]]


@of("strata_compared", "strata_apart")
def counted(data: Exported, row: Row) -> float:
    told = []
    for stratum in (f"{kind}={word}" for kind in KINDS for word in order(data, kind)):
        what = row | {"visit": data.headline, "stratum": stratum}
        first, second = (values(data, what, group) for group in data.groups)
        if min(len(first), len(second)) >= LEAST and np.ptp([*first, *second]) > 0:
            found = welch(first, second)
            told.append(found["lower"] > 0 or found["upper"] < 0)
    return len(told) if row["kind"] == "strata_compared" else sum(told)


@of("wished")
def wished(data: Exported, row: Row) -> float:
    mine = set(data.of_group(row["group"])["patient"])
    return sum(wish == row["answer"] and patient in mine for patient, wish in wishes(data).items())
