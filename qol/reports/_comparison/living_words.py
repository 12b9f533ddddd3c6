"""Page 1 where scores among those alive are the answer: they first with the share alive, then a world without death."""

from dataclasses import dataclass

from markupsafe import Markup

from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.living import AliveAt, alive_at
from qol.analysis.comparing.models import Models
from qol.analysis.longitudinal.among_alive import AmongAlive
from qol.analysis.weighting.weights import WORDS
from qol.reports._comparison import declared_words
from qol.reports._comparison.case import Case
from qol.reports._comparison.modelled_cells import ModelCells
from qol.reports._comparison.selection import OWN
from qol.reports._visits import Occasion
from qol.reports._words import lower_first

TREATMENT = Choice(OWN, "TRT")
CAUTION = " Who lived to answer was decided after the choice, so those alive need not be alike in both groups."
RELEASED = Markup(
    "Scores are of those alive who answered; how many are alive stands in the internal copy, and the answer is read "
    "beside it. "
)


@dataclass(frozen=True)
class Living:
    """A scale among those alive at the visit of page 1. favours: first, second, or None: cannot tell."""

    choice: Choice
    name: str
    at: AliveAt
    favours: str | None


def leads(case: Case) -> bool:
    """Whether the answer is of those alive."""
    return case.models is not None and case.headline is not None and case.models.deaths.lead


def lead(case: Case) -> Living | None:
    """The scale of the title: satisfaction where it can be told among those alive, else the primary one."""
    if not leads(case) or case.ledger.released:
        return None
    assert case.models is not None and case.headline is not None  # noqa: S101  # `leads` says so
    told = _of(case, case.models, TREATMENT, case.headline)
    return told if told and told.at.difference else _of(case, case.models, case.models.primary, case.headline)


def _of(case: Case, models: Models, choice: Choice, headline: Occasion) -> Living | None:
    """None where the study does not have the scale, or nobody answered at the visit."""
    instrument = case.instrument(choice.instrument)
    if instrument is None or headline.id not in models.compared.cohort.visits:
        return None
    scale = instrument.scale_by_id[choice.scale]
    at = alive_at(models.compared.cohort, models.alive(_weighted(models), choice), headline.id)
    better = None
    if at.difference is not None and at.difference.tells:
        better = "first" if (at.difference.estimate > 0) == (scale.higher_means == "better") else "second"
    return Living(choice, scale.label, at, better)


def _weighted(models: Models) -> bool:
    """Whether the plan weights, and may."""
    return not models.refusals


def first_sentence(case: Case) -> Markup:
    """What was found among those alive, how many are, and how it was estimated."""
    models, headline = case.models, case.headline
    assert models is not None and headline is not None  # noqa: S101  # asked only where those alive lead
    found = [_of(case, models, choice, headline) for choice in dict.fromkeys((TREATMENT, models.primary))]
    told = [one for one in found if one is not None]
    start = f"{headline.inside[:1].upper()}{headline.inside[1:]}"
    if not told:
        return Markup("{} nobody of the declared set has answered, so nothing can be said of those alive.").format(
            start
        )
    said = [_said(case, models, one) for one in told if one.at.difference or one.choice == models.primary]
    how = f"under {WORDS[models.compared.declared]}" if told[-1].at.weighted else "not weighted"
    return Markup("{}, among those alive, {} against {}: {}; {}. {}").format(
        start, case.first.inside, case.second.inside, Markup("; ").join(said), how, _alive(case, told[-1].at, headline)
    )


def _said(case: Case, models: Models, one: Living) -> Markup:
    primary = one.choice == models.primary
    what = ", the primary outcome" if primary else ""
    status = "" if not primary or case.data.standing.confirmatory else ", exploratory"
    found = models.alive(_weighted(models), one.choice)
    assert case.headline is not None  # noqa: S101  # asked only at a visit
    if not isinstance(found, AmongAlive) or one.at.difference is None:
        return Markup("too few people alive have {} for a number{}").format(lower_first(one.name), what)
    cells = ModelCells(case, one.choice, found.cells, "alive", one.at.weighted)
    estimate, interval = cells.parts(case.headline.id)
    n = cells.n(case.headline.id)
    cannot = "" if one.favours else ": cannot tell"
    return Markup("<b>{} points</b> on {}{} (95 % interval {}{}; scores {} and {}{})").format(
        estimate, lower_first(one.name), what, interval, cannot, n[0], n[1], status
    )


def _alive(case: Case, at: AliveAt, headline: Occasion) -> Markup:
    parts = []
    for side, known in zip(case.sides, at.living, strict=True):
        what = {"visit": headline.id, "group": side.group.id}
        shown = case.ledger.per_cent("alive_share", known.share, **what)
        parts.append(f"{shown} % of {case.ledger.count('alive_known', known.of, **what)} in {side.people}")
    return Markup("<b>Alive then: {} and {}</b>, of those whose state is known.").format(*parts)


def without_death(case: Case) -> Markup:
    """The mixed model, and the weighted difference where there is one, with what they describe."""
    models, headline = case.models, case.headline
    if not leads(case) or models is None or headline is None or case.ledger.released:
        return Markup()
    weighted = _weighted(models) and models.course(models.primary, weighted=True).model is not None
    course = models.course(models.primary, weighted)
    parts = []
    compared = declared_words.weighing(case)
    if compared is not None:
        parts.append(f"weighted difference {declared_words.primary(case, compared).difference()}")
    if course.model is not None and headline.id in course.model.followed.visits:
        cells = ModelCells.of_course(case, course, course.model)
        if cells.enough(headline.id):
            name = "weighted mixed model" if weighted else "mixed model"
            parts.append(f"{name} {cells.difference(headline.id)}")
    if not parts:
        return Markup()
    verb, numbers = ("describe", "These numbers") if len(parts) > 1 else ("describes", "This number")
    said = " and ".join(parts)
    return Markup("{}{}. {} {} a world without death.").format(said[:1].upper(), said[1:], numbers, verb)
