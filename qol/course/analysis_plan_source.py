"""Reads the analysis plan of a protocol's file."""

from collections.abc import Callable

from qol.course.analysis_plan import AnalysisPlan, ScaleName
from qol.instruments.reading import Entries, Problems, number
from qol.instruments.yaml_source import Node

TEXTS = (
    "estimand", "population", "primary_visit", "model_baseline", "weights", "method", "test", "categorical_test",
    "deaths", "missing_answers", "note",
)  # fmt: skip
WHOLE = ("bootstrap", "seed", "imputations")
NUMBERS = ("least_effective_size", "death_share")
KEYS = (*TEXTS, *WHOLE, *NUMBERS, "restricted_to", "primary", "family", "covariates", "deterioration", "deltas",
        "confirmatory")  # fmt: skip


def read_plan(
    node: Node, scale: Callable[[Node], ScaleName | None], problems: Problems
) -> tuple[AnalysisPlan | None, dict[str, int]]:
    """The plan, None where its form makes one impossible, and the line of each of its keys."""
    entries = Entries(node, "the plan", KEYS, problems)
    plan = entries.make(
        AnalysisPlan,
        **{key: entries.text(key) for key in TEXTS},
        **{key: entries.whole(key) for key in WHOLE},
        **{key: entries.number(key) for key in NUMBERS},
        primary=scale(entries.values["primary"]) if entries.has("primary") else None,
        family=entries.each("family", scale, needed=True),
        covariates=entries.texts("covariates"),
        restricted_to=entries.condition("restricted_to"),
        deterioration=_points(entries, problems),
        deltas=entries.each("deltas", lambda one: number(one, "a delta of the plan", problems)),
        confirmatory=entries.truth("confirmatory"),
    )
    return plan, {key: entries.line_of(key) for key in entries.values}


def _points(entries: Entries, problems: Problems) -> dict[str, float]:
    read = {name: number(node, f"{name} in deterioration", problems) for name, node in
            entries.pairs("deterioration").items()}  # fmt: skip
    return {name: points for name, points in read.items() if points is not None}
