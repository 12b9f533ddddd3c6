"""The declared analysis set and its overlap weights, computed again from exported tables and the protocol's text."""

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import yaml
from numpy.typing import NDArray

from tests.journeys.conftest import ROOT
from tests.journeys.exported_tables import Exported

Floats = NDArray[np.float64]
COLUMNS = {"age": "age_at_enrolment", "baseline": "baseline", "decision_year": "decision_year"}
NUMBERS = {"age", "baseline", "decision_year", "tumour_height"}


@cache
def plan() -> dict[str, Any]:
    """The plan of the demonstration's protocol, as it is written."""
    text = (ROOT / "instruments" / "protocols" / "stage_1_3.yaml").read_text()
    return dict(yaml.load(text, yaml.BaseLoader)["plan"])


@cache
def in_set(data: Exported) -> pd.DataFrame:
    """The patients whom the plan's restrictions leave in, by pseudonym, with what is known before the decision."""
    rows = data.patients[data.patients["group"].isin(data.groups)].sort_values("patient").set_index("patient")
    for name, values in plan()["restricted_to"].items():
        rows = rows[rows[name].isin([values] if isinstance(values, str) else values)]
    instrument, scale = plan()["primary"].split(".")
    before = pd.concat([data.scored(plan()["model_baseline"], instrument, scale, group) for group in data.groups])
    scores = before.set_index("patient")["value"].astype(float)
    return rows.assign(
        baseline=scores.reindex(rows.index), decision_year=pd.to_datetime(rows["decided_on"]).dt.year.astype(float)
    )


@cache
def overlap_weights(data: Exported) -> pd.Series:
    """Patient -> the propensity of the other group, from Firth's or plain logistic regression."""
    rows = in_set(data)
    first = (rows["group"] == data.groups[0]).to_numpy(float)
    parts: list[Floats] = [np.ones(len(rows))]
    for name in plan()["covariates"]:
        column = rows.get(COLUMNS.get(name, name), pd.Series(np.nan, index=rows.index))
        parts += numbers(column) if name in NUMBERS else words(column)
    table = np.column_stack(parts)
    left, size, _ = np.linalg.svd(table / np.linalg.norm(table, axis=0).clip(1e-300), full_matrices=False)
    basis = left[:, size > 1e-9 * size[0]] * np.sqrt(len(rows))
    few = min(first.sum(), len(rows) - first.sum()) < 10 * (basis.shape[1] - 1)
    share = logistic(basis, first, few)
    return pd.Series(np.where(first == 1, 1 - share, share), index=rows.index)


def numbers(column: pd.Series) -> list[Floats]:
    """Unknown numbers at the mean, and a column that says so."""
    values = pd.to_numeric(column).astype(float)
    unknown = values.isna()
    return [values.fillna(values.mean() if (~unknown).any() else 0).to_numpy(), unknown.to_numpy(float)]


def words(column: pd.Series) -> list[Floats]:
    """A column for each word, unknown among them."""
    said = [str(word) for word in column]
    return [np.array([one == word for one in said], dtype=float) for word in sorted(set(said))]


def logistic(basis: Floats, first: Floats, firth: bool) -> Floats:
    """Fitted shares; the same for any columns that span the same space, Firth's penalty included."""
    beta = np.zeros(basis.shape[1])
    for _ in range(200):
        share = 1 / (1 + np.exp(-basis @ beta))
        weight = share * (1 - share)
        inverse = np.linalg.inv(basis.T @ (basis * weight[:, None]))
        left = first - share
        if firth:
            left = left + weight * np.einsum("ij,jk,ik->i", basis, inverse, basis) * (0.5 - share)
        step = inverse @ (basis.T @ left)
        beta = beta + step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < 1e-12:
            break
    return np.asarray(1 / (1 + np.exp(-basis @ beta)))
