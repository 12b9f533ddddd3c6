"""Which file of `vectors/` belongs to which instrument, and how its names map to ours: one row a file.

A file holds cases of answers (by item number), facts and expected scores. Most were made by another program, which
the file names; those that end in `.derived` follow the published rule only and are no independent check.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

VECTORS = Path(__file__).parent / "vectors"


@dataclass(frozen=True)
class Vectors:
    """Names of a file.

    scales: its name of a score -> our scale. bands: its name of a category -> our scale and its word for each band.
    option: the way of scoring that it follows. left_out: scores that the product does not give. prefix: before its
    item numbers in the names of our items.
    """

    instrument: str
    scales: Mapping[str, str] = field(default_factory=dict)
    bands: Mapping[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)
    option: str | None = None
    left_out: tuple[str, ...] = ()
    prefix: str = "q"

    @property
    def options(self) -> tuple[str, ...]:
        """What `qol score` is told."""
        return () if self.option is None else ("--option", self.option)

    def scale(self, name: str) -> str:
        """Our scale for a score of the file."""
        return self.scales.get(name, name)


ERECTILE = {
    "severe": "severe",
    "moderate": "moderate",
    "mild to moderate": "mild_to_moderate",
    "mild": "mild",
    "none": "none",
}
INDEPENDENT = {
    "qlq_c30": Vectors("qlq_c30", {"QL": "QL2", "PF": "PF2", "RF": "RF2"}),  # the manual's names of version 3
    "qlq_cr29": Vectors("qlq_cr29"),
    "lars": Vectors("lars"),
    "wexner": Vectors("wexner"),
    "ipss": Vectors(
        "ipss", bands={"severity": ("total", {"Mild": "mild", "Moderate": "moderate", "Severe": "severe"})}
    ),
    "iief5": Vectors(
        "iief5",
        bands={
            "severity": (
                "total",
                {
                    "Severe erectile dysfunction": "severe",
                    "Moderate erectile dysfunction": "moderate",
                    "Mild to moderate erectile dysfunction": "mild_to_moderate",
                    "Mild erectile dysfunction": "mild",
                    "No erectile dysfunction": "none",
                },
            )
        },
    ),
    "in_patsat32": Vectors("in_patsat32"),
    "fsfi.strict": Vectors("fsfi"),
    "fsfi": Vectors("fsfi", option="half_rule"),
    "eq5d5l": Vectors("eq5d5l", left_out=("UK_crosswalk3L",), prefix=""),  # no coefficients of the 3L crosswalk
    "promis_global10": Vectors("promis_global10"),
    "rand36": Vectors("rand36"),
}
DERIVED = {
    "lars.derived": Vectors(
        "lars", bands={"category": ("total", {"no LARS": "none", "minor LARS": "minor", "major LARS": "major"})}
    ),
    "vaizey.derived": Vectors("vaizey"),
    "fisi.derived": Vectors("fisi"),
    "iief.derived": Vectors("iief", bands={"ef_severity": ("erectile_function", ERECTILE)}),
    "qlq_cipn20.derived": Vectors("qlq_cipn20"),
    "cancer_worry_6.derived": Vectors("cancer_worry", {"total": "total_6"}),
    "cancer_worry_8.derived": Vectors("cancer_worry", {"total": "total_8"}),
    "fiql.derived": Vectors("fiql"),
    "decision_regret.derived": Vectors("decision_regret", {"score": "total"}),
    "mskcc_bfi.derived": Vectors("mskcc_bfi"),
}
DOES_NOT_APPLY = 9
"""Our code for what the FIQL's file calls NA."""
EXACT = 1e-9
"""Tolerance where a derived file names none: fractions are written with ten decimals."""


def read(name: str) -> dict[str, Any]:
    """A file of vectors."""
    found: dict[str, Any] = json.loads((VECTORS / f"{name}.json").read_text())
    return found


def as_table(cases: list[dict[str, Any]], names: Vectors) -> pd.DataFrame:
    """One row a case: items as q1, q2, ..., facts in words; an absent answer is an empty cell."""
    codes = [{k: DOES_NOT_APPLY if v == "NA" else v for k, v in case["responses"].items()} for case in cases]
    answers = pd.DataFrame(codes).astype("Int64").rename(columns=str.lower).add_prefix(names.prefix)
    facts = pd.DataFrame([case.get("context", {}) for case in cases], index=answers.index)
    if "stoma" in facts:
        facts["stoma"] = facts["stoma"].map({True: "yes", False: "no"})
    return pd.concat([pd.Series([case.get("id") for case in cases], name="case"), facts, answers], axis=1)


def differences(scores: pd.DataFrame, cases: list[dict[str, Any]], names: Vectors, tolerance: float) -> list[str]:
    """Every expected score that did not come out, said in a line; categories are not compared here."""
    found = []
    for (_, row), case in zip(scores.iterrows(), cases, strict=True):
        for name, expected in case["expected"].items():
            if name in names.bands or name in names.left_out:
                continue
            got = row[names.scale(name)]
            same = pd.isna(got) if expected is None else abs(got - expected) <= tolerance
            if not same:
                found.append(f"{case['id']} {name}: {got} instead of {expected}")
    return found


def band_differences(long: pd.DataFrame, cases: list[dict[str, Any]], names: Vectors) -> list[str]:
    """Every expected category that did not come out as the band it maps to."""
    found = []
    for name, (scale, words) in names.bands.items():
        bands = long[long["scale"] == scale].set_index("case")["band"]
        for case in cases:
            said = case["expected"][name]
            expected, got = words[said] if said is not None else None, bands[case["id"]]
            if (None if pd.isna(got) or got == "" else got) != expected:
                found.append(f"{case['id']} {name}: {got} instead of {expected}")
    return found
