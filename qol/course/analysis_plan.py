"""The analysis plan of a protocol: what a comparison declares before it is computed; hashed, and locked by a study."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from qol.course.characteristics import CHARACTERISTICS
from qol.course.event_details import DETAILS
from qol.course.events import EventKind
from qol.instruments.definition import Identifier, InstrumentId, Part, Text

VisitName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]

CODED: Mapping[str, tuple[str, ...]] = {
    "response": DETAILS[EventKind.RESPONSE_ASSESSMENT]["result"],
    "offered": DETAILS[EventKind.DECISION]["offered"],
    "sex": ("female", "male"),
    **{one.id: tuple(one.values) for one in CHARACTERISTICS if not one.is_number},
}
"""What a plan may restrict its analysis set to, with the codes of each."""

NUMBERS = ("age", "baseline", "decision_year", *(one.id for one in CHARACTERISTICS if one.is_number))
"""Covariates that are numbers. age: whole years at enrolment; baseline: the score at `model_baseline`."""

COVARIATES = ("response", "sex", "site", *NUMBERS, *(one.id for one in CHARACTERISTICS if not one.is_number))
"""What a plan may adjust for: all of it known before the decision."""


class ScaleName(Part):
    """A scale of an instrument, written `instrument.scale`."""

    instrument: InstrumentId
    scale: Identifier

    def __str__(self) -> str:
        return f"{self.instrument}.{self.scale}"


class AnalysisPlan(Part):
    """What a comparison declares: in words for readers, and in names and numbers for the computation.

    restricted_to: who is in the primary analysis set, by what was known at the decision; all must hold.
    family: the scales whose tests are adjusted together. covariates: of the propensity model, in its order.
    weights: overlap (the estimand is patients for whom both options were realistic), iptw, or none.
    least_effective_size: below it in either group no adjusted number is given. bootstrap, seed: how often patients
    are drawn again, with weights refitted each time. categorical_test: of LARS categories and the composite.
    deterioration: scale -> points that count as deterioration, the study's own choice where no value is confirmed.
    death_share: the share of deaths from which scores among those alive are the headline. deltas: points that are
    taken from imputed answers, answers missing not at random. imputations: 0 for none.
    confirmatory: no means that every comparison is printed as exploratory.
    """

    estimand: Text
    population: Text
    restricted_to: Mapping[Identifier, tuple[str, ...]] = Field(default_factory=dict)
    primary: ScaleName
    primary_visit: VisitName
    model_baseline: VisitName
    family: tuple[ScaleName, ...]
    covariates: tuple[Text, ...] = ()
    weights: Literal["overlap", "iptw", "none"] = "none"
    least_effective_size: float | None = Field(default=None, ge=2)
    bootstrap: int = Field(default=2000, ge=200, le=20000)
    seed: int = Field(default=1, ge=0)
    method: Text
    test: Text
    categorical_test: Literal["fisher", "chi_square"] = "fisher"
    deterioration: Mapping[str, float] = Field(default_factory=dict)
    deaths: Text
    death_share: float = Field(default=0.1, ge=0, le=1)
    missing_answers: Text
    deltas: tuple[float, ...] = ()
    imputations: int = Field(default=0, ge=0, le=200)
    confirmatory: bool = False
    note: Text | None = None


SINCE_FIRST = (
    "restricted_to", "weights", "least_effective_size", "bootstrap", "seed", "categorical_test", "deterioration",
    "death_share", "deltas", "imputations",
)  # fmt: skip
"""Keys that the first plans did not have; where they say nothing, they are not hashed, and old hashes stay."""


def body(plan: AnalysisPlan) -> dict[str, Any]:
    """A plan as plain data, for storage and hashing."""
    said = plan.model_dump(mode="json")
    silent = AnalysisPlan.model_fields
    return {
        name: value
        for name, value in said.items()
        if name not in SINCE_FIRST or value != _plain(silent[name].get_default(call_default_factory=True))
    }


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def declared(plan: AnalysisPlan) -> tuple[tuple[str, str], ...]:
    """Each key of a plan with what it says, as it would be written; keys that say nothing are left out."""
    said = {name: _written(value) for name, value in plan}
    return tuple((name, words) for name, words in said.items() if words)


def _written(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_written(one)}" for name, one in value.items())
    if isinstance(value, tuple):
        return ", ".join(_written(one) for one in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else "" if value is None else str(value)
