"""The primary scale at the primary visit under every other choice, in the order in which it is printed."""

from collections.abc import Iterator
from dataclasses import dataclass

from qol.analysis.comparing.declared import METHODS
from qol.analysis.comparing.models import Models
from qol.analysis.comparing.sensitivity.missing import WhatIf, what_if
from qol.analysis.comparing.sensitivity.other_people import by_the_future, other_people
from qol.analysis.comparing.sensitivity.variant import Id, Variant, of_adjusted, of_estimate


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """variants: the declared analysis first. missing: what was imputed."""

    variants: tuple[Variant, ...]
    missing: WhatIf


def sensitivity(models: Models) -> Sensitivity:
    """Every variant that the data allow, and of the others the reason; bootstrap as the plan declares it."""
    missing = what_if(models)
    compared = models.compared
    return Sensitivity(
        (*_weights(models), *_mixed(models), *other_people(compared), *missing.variants, *by_the_future(compared)),
        missing,
    )


def _weights(models: Models) -> Iterator[Variant]:
    compared, primary = models.compared, models.primary
    yield of_adjusted("declared", compared.difference(primary))
    for method in METHODS:
        if method != compared.declared:
            yield of_adjusted(method, compared.difference(primary, method))


def _mixed(models: Models) -> Iterator[Variant]:
    yield _of_model(models, "mmrm", weighted=False)
    yield _of_model(models, "mmrm_weighted", weighted=True)


def _of_model(models: Models, id_: Id, weighted: bool) -> Variant:
    course, visit = models.course(models.primary, weighted), models.compared.cohort.plan.primary_visit
    if course.model is None:
        return Variant(id_, why=course.why)
    found = {one.visit: one.difference for one in course.model.differences()}
    if visit not in found:
        return Variant(id_, why=("a group has no score at that visit, or all scores are the same",))
    counts = course.model.followed.counts()[:, course.model.followed.visits.index(visit)]
    return of_estimate(id_, (int(counts[1]), int(counts[0])), found[visit])
