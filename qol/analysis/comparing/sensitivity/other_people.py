"""The declared difference among other people: some left out, others by what was done to them."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from qol.analysis.comparing.cohort import Cohort, of_people
from qol.analysis.comparing.declared import Compared, choice_of
from qol.analysis.comparing.sensitivity.variant import Id, Variant, of_adjusted
from qol.analysis.decision import flags
from qol.analysis.occasions import at, counted
from qol.errors import AnalysisRefused

FEWEST = 10
"""People of a group; with fewer nothing is weighed."""


def other_people(compared: Compared) -> Iterator[Variant]:
    """Both offered, complete response, the wish met, no proxy forms; weights and their bootstrap anew in each."""
    cohort = compared.cohort
    yield _both_offered(cohort)
    if "response" in cohort.plan.restricted_to or cohort.people["response"].notna().any():
        yield _among(cohort, "complete_response", cohort.people["response"] == "complete")
    yield _among(cohort, "wish_met", cohort.people["patient"].isin(_wish_met(cohort)))
    yield _without_proxy(cohort)


def by_the_future(compared: Compared) -> Iterator[Variant]:
    """By what happened after the decision: treatment received, regrowth left out, rectum kept. None is an answer."""
    cohort = compared.cohort
    if {group.id for group in cohort.groups} != {"nom", "surgery"}:
        return
    kept = _rectum_kept(cohort)
    known = cohort.people[cohort.people["patient"].isin(kept)]
    ids = known["patient"].map(kept).map({True: cohort.groups[0].id, False: cohort.groups[1].id})
    yield _compared(cohort, "received", known.assign(group=ids.to_numpy()))
    nom = cohort.people["group"] == cohort.groups[0].id
    grown = cohort.data.patients.loc[cohort.data.patients["regrowth_on"].notna(), "patient"]
    yield _among(cohort, "regrowth_out", ~nom | ~cohort.people["patient"].isin(grown))
    yield _among(cohort, "preserved", ~nom | cohort.people["patient"].map(kept).eq(True))


def _both_offered(cohort: Cohort) -> Variant:
    if cohort.plan.restricted_to.get("offered") == ("both",):
        return Variant("both_offered", why=("the declared set already holds nobody else",))
    return _among(cohort, "both_offered", cohort.people["offered"] == "both")


def _without_proxy(cohort: Cohort) -> Variant:
    by_others = cohort.scores["mode"] == "proxy"
    if not by_others.any():
        return Variant("without_proxy", why=("nobody filled in a form for somebody else",))
    return _difference("without_proxy", replace(cohort, scores=cohort.scores[~by_others]))


def _wish_met(cohort: Cohort) -> set[str]:
    mine = cohort.data.items[cohort.data.items["patient"].isin(cohort.people["patient"])]
    known = flags(counted(mine))
    return set() if known.empty else set(known.loc[known["wish_met"] == "yes", "patient"])


def _rectum_kept(cohort: Cohort) -> dict[str, bool]:
    """Patient -> whether the rectum was there at the form of the primary scale at the primary visit."""
    rows = at(cohort.scores, cohort.plan.primary_visit)
    rows = rows[(rows["instrument"] == cohort.plan.primary.instrument) & rows["organ_preserved"].notna()]
    return {str(p): bool(k) for p, k in zip(rows["patient"], rows["organ_preserved"], strict=True)}


def _among(cohort: Cohort, id_: Id, chosen: pd.Series) -> Variant:
    return _compared(cohort, id_, cohort.people[chosen.to_numpy(dtype=bool)])


def _compared(cohort: Cohort, id_: Id, people: pd.DataFrame) -> Variant:
    sizes = tuple(int((people["group"] == group.id).sum()) for group in cohort.groups)
    if min(sizes) < FEWEST:
        told = " and ".join(f"{n} of {label}" for n, label in zip(sizes, cohort.labels, strict=True))
        return Variant(id_, (sizes[0], sizes[1]), why=(f"there are {told}, {FEWEST} in each are needed",))
    return _difference(id_, of_people(cohort.data, cohort.groups, cohort.plan, cohort.chosen, people))


def _difference(id_: Id, cohort: Cohort) -> Variant:
    try:
        return of_adjusted(id_, Compared(cohort).difference(choice_of(cohort, cohort.plan.primary)))
    except AnalysisRefused as no:
        return Variant(id_, why=tuple(str(no).splitlines()))
