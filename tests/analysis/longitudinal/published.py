"""Published data sets and what R printed for them; the figures stand in the tests, the data are read where they lie."""

import os
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from qol.analysis.longitudinal.followed import Covariate, Followed

DATA = Path(os.environ.get("QOL_SHARED_DATA", Path(__file__).parents[4] / "shared" / "data"))
FEV, BEAT_THE_BLUES = "mmrm_fev_data.csv", "hsaur3_BtheB.csv"


def data(name: str) -> Path:
    """The file, or a skipped test."""
    if not (DATA / name).exists():
        pytest.skip(f"{name} is not beside the project (QOL_SHARED_DATA says where it lies)")
    return DATA / name


@cache
def fev(weights: str | None = None) -> Followed:
    """R mmrm's example: FEV1 ~ RACE + SEX + ARMCD * AVISIT; weights: `row`, or `person` (that of the first row)."""
    table = pd.read_csv(data(FEV))
    person, visit = table["USUBJID"].astype("category").cat.codes.to_numpy(), table["VISITN"].to_numpy() - 1

    def wide(column: pd.Series) -> np.ndarray:
        placed = np.full((person.max() + 1, 4), np.nan)
        placed[person, visit] = column
        return placed

    def words(name: str) -> Covariate:
        coded = table[name].astype("category")
        return Covariate(name, wide(coded.cat.codes), tuple(coded.cat.categories))

    row = wide(table["WEIGHT"])
    return Followed(
        wide(table["FEV1"]),
        wide(table["ARMCD"] == "TRT")[:, 0].astype(int),
        ("PBO", "TRT"),
        ("VIS1", "VIS2", "VIS3", "VIS4"),
        (words("RACE"), words("SEX")),
        {"row": row, "person": row[:, 0], None: None}[weights],
    )


def invented(people: int, visits: int, seed: int, lost: float = 0.2) -> Followed:
    """Two groups with correlated scores, some visits missed, some people gone early, two covariates."""
    random = np.random.default_rng(seed)
    lags = np.abs(np.subtract.outer(np.arange(visits), np.arange(visits)))
    own = random.multivariate_normal(np.zeros(visits), 400 * (0.3 + 0.7 * 0.7**lags), people)
    group, age = random.integers(0, 2, people), random.normal(60, 10, people)
    outcome = 60 + own + group[:, None] * np.linspace(0, 6, visits) + 0.2 * (age[:, None] - 60)
    outcome[random.random((people, visits)) < lost] = np.nan
    outcome[np.arange(visits) >= random.integers(1, 3 * visits, people)[:, None]] = np.nan
    site = Covariate("site", random.integers(0, 3, people).astype(float), ("Alder", "Birch", "Cedar"))
    return Followed(
        outcome,
        group,
        ("nom", "surgery"),
        tuple(f"month {6 * v}" for v in range(visits)),
        (Covariate("age", age), site),
    )
