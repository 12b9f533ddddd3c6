"""A view as a table: one row a visit, every number of the page in full precision."""

from typing import Any

import pandas as pd

from qol.analysis.comparing.living import AliveAt
from qol.analysis.comparing.view import AtVisit, View
from qol.analysis.description import Description
from qol.analysis.difference import LEAST, Difference
from qol.analysis.weighting.adjusted import Adjusted, NotAdjusted


def table(view: View) -> pd.DataFrame:
    """One row a visit at which anybody has a score; empty where a number does not exist, `*_reason` then says why.

    Points of the scale. Differences first minus second group, 95 % intervals: Welch's (observed), percentile bootstrap
    (weighted), Student's t (means, of ten people or more; model and among those alive, Satterthwaite's degrees of
    freedom).
    """
    return pd.DataFrame([{**_asked(view), **_row(row)} for row in view.visits])


def _asked(view: View) -> dict[str, Any]:
    question, data = view.question, view.data
    return {
        "study": data.study,
        "data_cut": f"{data.cut:%Y-%m-%d %H:%M} UTC",
        "plan_hash": data.protocol.plan_hash or "",
        "declared": "yes" if view.is_declared else "no",
        "confirmatory": "yes" if view.is_declared and data.standing.confirmatory else "no",
        "population": question.population,
        "disease_set": data.speaks_of.chosen if data.speaks_of else "",
        "weights": question.method if view.weighed is not None else "none",
        "instrument": question.choice.instrument,
        "scale": question.choice.scale,
        "stoma": question.choice.stoma or "",
        "higher_means": view.scale.higher_means,
        "first": view.groups[0].id,
        "second": view.groups[1].id,
    }


def _row(row: AtVisit) -> dict[str, Any]:
    compared = row.told.compared
    welch = compared if isinstance(compared, Difference) else None
    return {
        "visit": row.visit.id,
        **_told("first", row.told.first),
        **_told("second", row.told.second),
        **_numbers(welch, difference="estimate", difference_lower="lower", difference_upper="upper"),
        **_numbers(welch, g="g", g_lower="g_lower", g_upper="g_upper"),
        "difference_reason": "" if welch else compared.sentence(),
        **_weighted(row.weighted),
        **_numbers(row.model, model="estimate", model_lower="lower", model_upper="upper"),
        **_pair("expected", row.expected),
        **_pair("died", row.died),
        **_alive(row.alive),
    }


def _told(side: str, told: Description) -> dict[str, Any]:
    enough = told.n >= LEAST
    return {
        f"n_{side}": told.n,
        f"mean_{side}": told.mean,
        f"mean_lower_{side}": told.lower if enough else None,
        f"mean_upper_{side}": told.upper if enough else None,
        f"sd_{side}": told.sd,
        f"median_{side}": told.median,
    }


def _weighted(found: Adjusted | NotAdjusted | None) -> dict[str, Any]:
    there = found if isinstance(found, Adjusted) else None
    return {
        **_numbers(there, weighted="estimate", weighted_lower="lower", weighted_upper="upper", weighted_p="p"),
        **_pair("effective", there.effective if there else None),
        **_numbers(there, bootstrap="replicates"),
        "weighted_reason": "; ".join(found.why) if isinstance(found, NotAdjusted) else "",
    }


def _alive(found: AliveAt | None) -> dict[str, Any]:
    """Scores among those alive, and who is; empty where they are not the headline."""
    difference = found.difference if found else None
    return {
        **_numbers(difference, among_alive="estimate", among_alive_lower="lower", among_alive_upper="upper"),
        **_pair("alive", (found.living[0].count, found.living[1].count) if found else None),
        **_pair("state_known", (found.living[0].of, found.living[1].of) if found else None),
        "among_alive_reason": "; ".join(found.why) if found else "",
    }


def _numbers(found: object, **columns: str) -> dict[str, Any]:
    """Column: attribute; empty where nothing was computed."""
    return {column: None if found is None else getattr(found, name) for column, name in columns.items()}


def _pair(name: str, values: tuple[float, float] | None) -> dict[str, Any]:
    first, second = values or (None, None)
    return {f"{name}_first": first, f"{name}_second": second}
