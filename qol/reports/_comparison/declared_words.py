"""Page 1 where the declared comparison gives an adjusted number, and its words where it refuses one."""

from markupsafe import Markup

from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.declared import Compared
from qol.analysis.weighting.adjusted import Adjusted
from qol.reports._comparison.case import Case
from qol.reports._comparison.selection import LEADS, OWN
from qol.reports._comparison.weighted import Weighted
from qol.reports._words import lower_first

TREATMENT = Choice(OWN, "TRT")


def weighing(case: Case) -> Compared | None:
    """The declared comparison where page 1 speaks of it: the primary difference is given, at the visit of page 1.

    A copy for release does not: weighted numbers rest on weights of single people, and are not cleared.
    """
    compared = case.compared
    if compared is None or compared.declared == "none" or case.headline is None or case.ledger.released:
        return None
    here = case.headline.id == compared.cohort.plan.primary_visit
    return compared if here and isinstance(primary(case, compared).found, Adjusted) else None


def refused(case: Case) -> tuple[str, ...]:
    """Why there is no adjusted number; empty where there is one, or where the plan asks for none."""
    compared = case.compared
    if compared is None or compared.declared == "none":
        return ()
    found = primary(case, compared).found
    return () if isinstance(found, Adjusted) else found.why


def primary(case: Case, compared: Compared) -> Weighted:
    """The primary scale under the declared weights."""
    return Weighted(case, compared, next(iter(compared.family)))


def told(case: Case, instrument: str, scale: str, stoma: str | None = None) -> Weighted | None:
    """A scale of page 1 under the declared weights; None where page 1 is of observed differences."""
    compared = weighing(case)
    if compared is None:
        return None
    return Weighted(case, compared, Choice(instrument, scale, stoma))  # type: ignore[arg-type]


def favours(one: Weighted) -> str | None:
    """first, second, or None: cannot tell."""
    if not isinstance(one.found, Adjusted) or not one.found.tells:
        return None
    return "first" if (one.found.estimate > 0) == (one.scale.higher_means == "better") else "second"


def lead(case: Case) -> Weighted | None:
    """The scale of the title: satisfaction where it is weighted, else the primary one."""
    for want in LEADS:
        if want.instrument in case.data.instruments:
            one = told(case, want.instrument, want.scale)
            if one is not None and isinstance(one.found, Adjusted):
                return one
    compared = weighing(case)
    return primary(case, compared) if compared is not None else None


def first_sentence(case: Case, compared: Compared, at: str) -> Markup:
    """What was found: satisfaction in words first, then the primary scale, both weighted, each with its interval."""
    first, own = primary(case, compared), lead(case)
    parts = []
    if own is not None and own.choice != first.choice:
        parts.append(_said(own, Markup("; new, not validated, never tested")))
    parts.append(_said(first, Markup(", the primary outcome"), _status(case)))
    start = f"{at[:1].upper()}{at[1:]}, "
    return Markup("{}patients who chose {} against comparable patients who chose {}: {}.").format(
        start, case.first.inside, case.second.inside, Markup("; ").join(parts)
    )


def _said(one: Weighted, what: Markup, status: str = "") -> Markup:
    cannot = "" if favours(one) else ": cannot tell"
    name = lower_first(one.name)
    if one.choice.instrument == OWN:
        return Markup("<b>{} points of 100</b> on {} (95 % interval {}{}{})").format(
            one.estimate(), name, one.interval(), cannot, what
        )
    return Markup("<b>{}</b> on {}{} (95 % interval {}{}{})").format(
        one.estimate(), name, what, one.interval(), cannot, status
    )


def _status(case: Case) -> str:
    return "" if case.data.standing.confirmatory else "; exploratory"


def no_number(case: Case) -> Markup:
    """The refusal, before the observed numbers."""
    why = refused(case)
    if not why:
        return Markup()
    scored = any("have the outcome" in one for one in why)
    short = "too few people have the primary score" if scored else "too few people of the two groups are alike"
    return Markup("<b>No adjusted number:</b> {} (the page on weights says why). Observed, unadjusted: ").format(short)


def caution(case: Case, compared: Compared) -> Markup:
    """Why caution, where the number is weighted."""
    first = primary(case, compared)
    _, limit = first.e_values()
    if isinstance(first.found, Adjusted) and first.found.tells:
        cause = (
            f"a cause that nobody recorded, tied to choice and primary scale by risk ratios of {limit}, could "
            f"make its interval include zero."
        )
    else:
        cause = "weights reach only what was recorded, and the primary interval includes zero."
    return Markup("<b>Nobody was randomised:</b> {}").format(cause)


def family_note(case: Case, compared: Compared) -> str:
    """Declared or exploratory, for the third sentence."""
    size = len(compared.family)
    if case.data.standing.confirmatory:
        return f" Holm within the declared {size}; all else is exploratory. {case.data.standing.sentence}"
    return f" {case.data.standing.sentence}"
