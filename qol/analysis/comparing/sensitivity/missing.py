"""What if missing answers are not as the model thinks: multiple imputation, shifts, and the tipping point."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from qol.analysis.comparing.models import Models
from qol.analysis.comparing.sensitivity.variant import Id, Variant, of_estimate
from qol.analysis.longitudinal.imputation import Imputed, impute
from qol.analysis.longitudinal.what_if import TippingPoint, shifted, tipping_point
from qol.errors import AnalysisRefused

TIMES = 20
"""Imputations of this analysis where the plan has none."""
SIDES: tuple[tuple[Id, tuple[int, ...]], ...] = (("shift_first", (1,)), ("shift_second", (0,)), ("shift_both", (0, 1)))
"""Who gets a shift, as places in `Followed.groups`, where the second group of the comparison stands first."""


@dataclass(frozen=True, eq=False)
class WhatIf:
    """Variants with imputed answers, and how far one group's would have to fall for the interval to reach zero."""

    variants: tuple[Variant, ...]
    tipping: tuple[TippingPoint, ...] = ()
    imputed: Imputed | None = None


def what_if(models: Models) -> WhatIf:
    """The primary scale at the primary visit, analysed with the declared weights after imputation.

    Nobody's score is filled in where they had died, had withdrawn, or the visit had not opened. A shift is towards
    the worse end of the scale: points are taken where a higher score is better and added where it is worse.
    """
    cohort = models.compared.cohort
    why = models.refusals if models.compared.declared != "none" else ()
    visit = cohort.plan.primary_visit
    followed, _ = cohort.followed(models.primary, None if models.compared.declared == "none" else models.weights)
    if not why and visit not in followed.visits:
        why = ("a group has no score at that visit",)
    if why:
        return WhatIf((Variant("imputed", why=why),))
    living = cohort.alive[:, [cohort.visits.index(one) for one in followed.visits]] == 1
    try:
        imputed = impute(followed, cohort.plan.seed, cohort.plan.imputations or TIMES, living)
    except AnalysisRefused as no:
        return WhatIf((Variant("imputed", why=tuple(str(no).splitlines())),))
    place = followed.visits.index(visit)
    scale = cohort.data.instruments[models.primary.instrument].scale_by_id[models.primary.scale]
    most = float(scale.highest - scale.lowest)
    tipping = tuple(tipping_point(imputed, place, group, most) for group in (1, 0))
    worse = 1.0 if scale.higher_means == "better" else -1.0
    return WhatIf(tuple(_variants(imputed, place, [worse * one for one in cohort.plan.deltas])), tipping, imputed)


def _variants(imputed: Imputed, visit: int, deltas: list[float]) -> Iterator[Variant]:
    n = _people(imputed, visit)
    yield of_estimate("imputed", n, shifted(imputed, visit, {}).difference.value)
    for id_, groups in SIDES:
        for delta in deltas:
            found = shifted(imputed, visit, dict.fromkeys(groups, delta)).difference.value
            yield of_estimate(id_, n, found, delta)


def _people(imputed: Imputed, visit: int) -> tuple[int, int]:
    """First and second group with a score at the visit, seen or filled in."""
    followed = imputed.followed
    known = ~np.isnan(imputed.outcomes[0][:, visit]) & ~np.isnan(followed.design[:, visit]).any(axis=1)
    if followed.weights is not None:
        known &= followed.weights > 0
    return int((known & (followed.group == 1)).sum()), int((known & (followed.group == 0)).sum())
