"""The title and the three sentences of page 1, and the sentence that opens each page: written from the data."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from qol.analysis.by_visit import ScaleAtVisit, ScaleByVisit
from qol.analysis.difference import Difference
from qol.analysis.weighting.adjusted import Adjusted
from qol.reports._comparison import declared_words, living_words
from qol.reports._comparison.case import Case
from qol.reports._comparison.differences import Cells, label
from qol.reports._comparison.living_words import Living
from qol.reports._comparison.people import People
from qol.reports._comparison.selection import LEADS, OWN, Wanted
from qol.reports._comparison.weighted import Weighted
from qol.reports._visits import Occasion
from qol.reports._words import ends, listed, lower_first

CAUTION = {True: "Not randomised, unadjusted", False: "Allocation unknown, read as not randomised; unadjusted"}
WEIGHTED = "Not randomised; weighted where said"
GROUPS = {
    True: "the group is the strategy at the decision, for good; salvage surgery stays in NOM",
    False: "arms of an imported study, nothing says what they were",
}
MORE = {(OWN, "TRT"): "More satisfied", ("qlq_c30", "QL2"): "Better global quality of life"}
SUBJECT = {(OWN, "TRT"): "Satisfaction"}


@dataclass(frozen=True)
class Answer:
    """Page 1 in words."""

    title: str
    answer: Markup
    else_: Markup
    caution: Markup


@dataclass(frozen=True)
class Told:
    """Scales at one visit, by whom they are better for."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    cannot: tuple[str, ...]
    few: tuple[str, ...]


def answer(case: Case, shown: tuple[Wanted, ...], people: People, composite: Markup) -> Answer:
    """Title and three sentences. `shown` are the scales of the forest; `composite` is its own sentence."""
    lead = leading(case)
    return Answer(
        _title(case, lead), _first(case, lead), _second(case, shown, lead, composite), _third(case, shown, people)
    )


def leading(case: Case) -> ScaleByVisit | None:
    """The scale that the title speaks of, or None where nothing was scored at the headline visit."""
    if case.headline is None:
        return None
    for want in LEADS:
        found = case.scale(want.instrument, want.scale)
        if found is not None and found.at(case.headline.id).asked:
            return found
    return None


def caution_head(case: Case) -> str:
    """What the head of every page says."""
    return WEIGHTED if declared_words.weighing(case) else CAUTION[case.strategies]


def caution_short(case: Case) -> str:
    """The same before the words that say what a group is."""
    return "Not randomised" if declared_words.weighing(case) else CAUTION[case.strategies]


def _weighted_title(case: Case, lead: Weighted) -> str:
    key, better = (lead.choice.instrument, lead.choice.scale), declared_words.favours(lead)
    if better is None:
        return f"{SUBJECT.get(key, lead.name)}, weighted: these data cannot tell"
    more = MORE.get(key, f"Better {lower_first(lead.name)}")
    winner = case.first if better == "first" else case.second
    return f"Weighted: {lower_first(more)} with {winner.inside}, not randomised"


def _living_title(case: Case, lead: Living) -> str:
    key = (lead.choice.instrument, lead.choice.scale)
    subject = SUBJECT.get(key, lead.name)
    if lead.at.difference is None:
        return f"{subject} among those alive: too few answers to compare the two groups"
    if lead.favours is None:
        return f"{subject} among those alive: these data cannot tell the two groups apart"
    more = MORE.get(key, f"Better {lower_first(lead.name)}")
    winner = case.first if lead.favours == "first" else case.second
    return f"Among those alive: {lower_first(more)} in {winner.people}, but not randomised"


def _title(case: Case, lead: ScaleByVisit | None) -> str:
    living = living_words.lead(case)
    if living is not None:
        return _living_title(case, living)
    weighted = declared_words.lead(case)
    if weighted is not None:
        return _weighted_title(case, weighted)
    if lead is None or case.headline is None:
        return f"{case.first.name} and {case.second.name}: no scores to compare yet"
    row, key = lead.at(case.headline.id), (lead.instrument, lead.scale.id)
    subject = SUBJECT.get(key, lead.scale.label)
    if not isinstance(row.compared, Difference):
        return f"{subject}: too few answers to compare the two groups"
    better = row.compared.favours(lead.scale.higher_means)
    if better is None:
        return f"{subject}: these data cannot tell the two groups apart"
    more = MORE.get(key, f"Better {lower_first(lead.scale.label)}")
    winner = case.first.people if better == "first" else case.second.people
    return f"{more} in {winner}{', but not randomised' if case.strategies else '; allocation unknown'}"


def _first(case: Case, lead: ScaleByVisit | None) -> Markup:
    """What was found, with its interval."""
    if lead is None or case.headline is None:
        return Markup("Nobody in these two groups has a score at a visit yet.")
    if living_words.leads(case):
        if case.ledger.released:
            return living_words.RELEASED + _observed(case, lead, case.headline)
        return living_words.first_sentence(case)
    compared = declared_words.weighing(case)
    if compared is not None:
        return declared_words.first_sentence(case, compared, case.headline.inside)
    return declared_words.no_number(case) + _observed(case, lead, case.headline)


def _observed(case: Case, lead: ScaleByVisit, headline: Occasion) -> Markup:
    """The observed difference of the leading scale with its interval."""
    row = lead.at(headline.id)
    cells = Cells(case, lead, row)
    subject = lower_first(lead.scale.label)
    where = f"{_capital(headline.inside)}, {case.first.people} and {case.second.people}"
    if not case.ledger.shows("difference", instrument=lead.instrument, scale=lead.scale.id, visit=row.visit):
        return Markup("{} rated {}: too few people to be told in a copy for release.").format(where, subject)
    means = Markup("{} (n {}) against {} (n {})").format(cells.mean(0), cells.n(0), cells.mean(1), cells.n(1))
    if not isinstance(row.compared, Difference):
        return Markup("{} rated {}: {}. {}.").format(where, subject, means, _capital(row.compared.sentence()))
    decimals = max(1, lead.scale.decimals)
    number, what = case.ledger.number, {"instrument": lead.instrument, "scale": lead.scale.id, "visit": row.visit}
    interval = Markup("95 % interval {} to {}").format(
        number("difference_lower", row.compared.lower, decimals, **what),
        number("difference_upper", row.compared.upper, decimals, **what),
    )
    size = Markup("<b>{} points</b>").format(case.ledger.signed("difference", row.compared.estimate, decimals, **what))
    zero = "" if row.compared.tells else " The interval holds zero, so these data cannot tell."
    own = " New instrument, not validated." if lead.instrument == OWN else ""
    whole = (lead.scale.lowest, lead.scale.highest) == (0, 100)
    of = "of 100" if whole else f"on a scale of {ends(lead.scale)}"
    return Markup("{} scored {} on {}: {} {}, {}.{}{}").format(where, means, subject, size, of, interval, zero, own)


def _second(case: Case, shown: tuple[Wanted, ...], lead: ScaleByVisit | None, composite: Markup) -> Markup:
    """What else, and what stays open."""
    weighted = declared_words.lead(case)
    leading_scale = (lead.instrument, lead.scale.id) if lead else None
    if weighted is not None:
        leading_scale = (weighted.choice.instrument, weighted.choice.scale)
    told = tell(case, [want for want in shown if (want.instrument, want.scale) != leading_scale])
    without_death = living_words.without_death(case)
    parts = [part for part in (without_death, composite) if part]
    for side, names in ((case.first, told.first), (case.second, told.second)):
        if names:
            parts.append(Markup("Better in {}: {}.").format(side.people, _some(case, names, 1)))
    if told.cannot:
        parts.append(Markup("For {} these data cannot tell.").format(_some(case, told.cannot, 1)))
    if told.few:
        parts.append(Markup("Too few answers for {}.").format(_some(case, told.few, 1)))
    return Markup(" ").join(parts) if parts else Markup("Nothing else was scored.")


def _some(case: Case, names: tuple[str, ...], most: int = 3) -> str:
    """The first names, and how many more."""
    if len(names) <= most + 1:
        return listed(names)
    return f"{', '.join(names[:most])} and {case.ledger.count('scales_more', len(names) - most, item=names[0])} more"


def _third(case: Case, shown: tuple[Wanted, ...], people: People) -> Markup:
    """Why caution."""
    return _cautious(case, shown, people) + (living_words.CAUTION if living_words.leads(case) else "")


def _cautious(case: Case, shown: tuple[Wanted, ...], people: People) -> Markup:
    compared = declared_words.weighing(case)
    if compared is not None:
        return Markup("{} {}{}").format(
            declared_words.caution(case, compared), missing(case, people), declared_words.family_note(case, compared)
        )
    why = (
        Markup("<b>Nobody was randomised, nothing is adjusted:</b> who chose which way may explain it all.")
        if case.strategies
        else Markup("<b>Unadjusted; how the arms were formed is not known here</b>, so read them as not randomised.")
    )
    gaps = missing(case, people)
    told = len(tell(case, shown).first + tell(case, shown).second + tell(case, shown).cannot)
    chance = f" All {told} differences are exploratory." if told > 1 else " Exploratory."
    case.ledger.count("compared_scales", told)
    if case.data.protocol.plan and case.strategies:
        chance += f" {case.data.standing.sentence.partition(';')[0]}."
    return why + Markup(" {}{}").format(gaps, chance)


def missing(case: Case, people: People) -> str:
    """How many of those expected at the headline visit gave no valid form."""
    row = next((row for row in people.rows if row.strong), None)
    if row is None:
        return ""
    if not row.expected:
        return "How many were expected is not known."
    visit = case.headline.id if case.headline else ""
    if case.ledger.released:
        return ""
    expected = case.ledger.count("expected", row.expected, visit=visit)
    gone = case.ledger.count("no_valid_form", row.gone, visit=visit)
    return f"{gone} of {expected} expected gave no valid form."


def tell(case: Case, wanted: Iterable[Wanted]) -> Told:
    """Sort scales at the headline visit by whom they are better for."""
    sorted_: dict[str, list[str]] = {"first": [], "second": [], "cannot": [], "few": []}
    for want in wanted:
        found = case.scale(want.instrument, want.scale, want.stoma)
        if found is None or case.headline is None or not found.at(case.headline.id).asked:
            continue
        row = found.at(case.headline.id)
        name = lower_first(label(found.scale, found.stoma if found.scale.separate_by else None)).replace(
            ", no stoma", ""
        )
        weighted = declared_words.told(case, want.instrument, want.scale, want.stoma)
        sorted_[_where(row, found) if weighted is None else _where_weighted(weighted)].append(name)
    return Told(*(tuple(sorted_[key]) for key in ("first", "second", "cannot", "few")))


def _where_weighted(weighted: Weighted) -> str:
    return (declared_words.favours(weighted) or "cannot") if isinstance(weighted.found, Adjusted) else "few"


def _where(row: ScaleAtVisit, found: ScaleByVisit) -> str:
    if not isinstance(row.compared, Difference):
        return "few"
    return row.compared.favours(found.scale.higher_means) or "cannot"


def by_visit(case: Case, subject: str, wanted: Iterable[Wanted]) -> str:
    """The sentence that opens a page of courses: which scales tell the groups apart after the baselines."""
    after = {visit.id for visit in case.visits if not visit.baseline}
    since = "after the baselines" if len(case.visits) - len(after) > 1 else "after the baseline"
    apart, not_apart = [], 0
    for want in wanted:
        found = case.scale(want.instrument, want.scale, want.stoma)
        if found is None:
            continue
        if any(row.compared.tells for row in found.visits if row.visit in after):
            apart.append(lower_first(found.scale.label))
        else:
            not_apart += 1
    if not apart:
        return f"{subject} by visit: at no visit {since} do these data tell the groups apart"
    rest = f", in {not_apart} other{'s' if not_apart > 1 else ''} at none" if not_apart else ""
    if not_apart:
        case.ledger.count("scales_not_apart", not_apart, item=subject)
    named = listed(apart)
    if len(apart) > 3:
        case.ledger.count("scales_apart", len(apart), item=subject)
        case.ledger.count("scales_shown", len(apart) + not_apart, item=subject)
        named, rest = (
            f"{len(apart)} of {len(apart) + not_apart} scales" if not_apart else f"each of {len(apart)} scales",
            "",
        )
    return f"{subject} by visit: the groups can be told apart at some visit {since} in {named}{rest}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def no_satisfaction(case: Case) -> str:
    """Why page 1 has no bars of satisfaction."""
    if case.instrument(OWN) is None and OWN in case.data.protocol.wording:
        return "The protocol asks about satisfaction, worry and burden; nobody has answered yet."
    if case.instrument(OWN) is None:
        return (
            "These data hold no satisfaction questionnaire: nobody was asked about satisfaction, worry or burden, and "
            "nothing else can stand for it. What follows is quality of life alone."
        )
    when = case.headline.inside if case.headline else "at any visit"
    return f"Nobody answered the satisfaction questionnaire {when}."
