"""What an analysis plan must keep to beyond its form: scales, visits, covariates and numbers that there are."""

from collections.abc import Iterator, Mapping

from qol.course.analysis_plan import CODED, COVARIATES, AnalysisPlan
from qol.instruments.definition import Instrument

Found = Iterator[tuple[str, str]]
"""Key of the plan, and what is wrong there."""


def check_plan(plan: AnalysisPlan, instruments: Mapping[str, Instrument]) -> Found:
    """Everything that is wrong with a plan whose visits were looked at already."""
    yield from _covariates(plan)
    yield from _restrictions(plan)
    yield from _weights(plan)
    yield from _points(plan, instruments)
    if len(set(plan.deltas)) < len(plan.deltas):
        yield "deltas", "`deltas` names the same number twice"
    if plan.primary not in plan.family:
        yield "family", f"`family` must name the primary scale {plan.primary} too, for its test belongs to it"


def _covariates(plan: AnalysisPlan) -> Found:
    for name in dict.fromkeys(plan.covariates):
        if name not in COVARIATES:
            yield "covariates", f"`{name}` is no covariate; possible: {', '.join(COVARIATES)}"
        if plan.covariates.count(name) > 1:
            yield "covariates", f"`covariates` names {name} twice"


def _restrictions(plan: AnalysisPlan) -> Found:
    for name, values in plan.restricted_to.items():
        if name not in CODED:
            yield "restricted_to", f"nobody can be chosen by `{name}`; possible: {', '.join(CODED)}"
        else:
            for value in values:
                if value not in CODED[name]:
                    yield "restricted_to", f"{name} cannot be `{value}`; possible: {', '.join(CODED[name])}"


def _weights(plan: AnalysisPlan) -> Found:
    if plan.weights != "none" and not plan.covariates:
        yield "weights", f"`weights: {plan.weights}` needs `covariates` to weight by"
    if plan.weights != "none" and plan.least_effective_size is None:
        yield "weights", f"`weights: {plan.weights}` needs `least_effective_size`: below it no adjusted number is given"


def _points(plan: AnalysisPlan, instruments: Mapping[str, Instrument]) -> Found:
    for name, points in plan.deterioration.items():
        instrument, _, scale = name.partition(".")
        found = instruments[instrument].scale_by_id.get(scale) if instrument in instruments else None
        if found is None:
            yield "deterioration", f"`{name}`: there is no such scale; write it instrument.scale, e.g. `qlq_c30.QL2`"
        elif not 0 < points <= found.highest - found.lowest:
            most = found.highest - found.lowest
            yield "deterioration", f"{name}: {points:g} points is not above 0 and at most {most:g}"
