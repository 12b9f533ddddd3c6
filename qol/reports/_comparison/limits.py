"""What limits the comparison and which way it pushes, all from the data; methods and how to check them."""

import pandas as pd
from markupsafe import Markup

from qol.analysis.decision import how_decided
from qol.analysis.difference import LEAST
from qol.analysis.weighting.weights import WORDS
from qol.reports._comparison import declared_words
from qol.reports._comparison.case import Case
from qol.reports._comparison.gaps import gaps
from qol.reports._comparison.selection import OWN
from qol.reports._released import DAGGER
from qol.reports._visits import clock_words
from qol.reports._words import listed, lower_first

LEFT_OUT = Markup(
    "<b>Release copy.</b> Further limits are stated in numbers that may not leave the team; the internal copy has them."
)


def limits(case: Case) -> tuple[Markup, ...]:
    """Every limit that these data show."""
    found = [
        _allocation(case),
        _response(case),
        _wishes(case),
        _regrowth(case),
        _own(case),
        *_provisional(case),
        _clocks(case),
        _deaths(case),
        _many(case),
    ]
    told = tuple(limit for limit in found if limit and DAGGER not in limit)
    left_out = sum(1 for limit in found if limit and DAGGER in limit)
    return (*told, LEFT_OUT) if left_out else told


def _allocation(case: Case) -> Markup:
    if declared_words.weighing(case) is not None:
        return Markup(
            "<b>Not randomised.</b> Weighted differences leave out what the model knows; whatever decided the choice "
            "and was not recorded still pushes them, either way, and balance cannot show it: only the E-value says how "
            "strong it would have to be. Every other difference is observed and mixes what was done with who chose it."
        )
    if case.strategies:
        return Markup(
            "<b>Not randomised and not adjusted.</b> Groups that differ before the decision also differ after it; "
            "every difference here mixes what was done with who chose it. It may be larger or smaller than the "
            "effect, or the reverse."
        )
    return Markup(
        "<b>How the arms were formed is not known, and nothing is adjusted.</b> Read every difference as an "
        "observation, "
        "as if not randomised."
    )


def _response(case: Case) -> Markup:
    """Complete response by group, where it was recorded: the strongest reason for the choice."""
    patients = case.data.patients
    if "response" not in patients or not case.strategies:
        return Markup()
    said = []
    for side in case.sides:
        known = patients.loc[(patients["group"] == side.group.id) & patients["response"].notna(), "response"]
        if known.empty:
            return Markup()
        share = float((known == "complete").mean())
        shown = case.ledger.per_cent("complete_response_share", share, group=side.group.id)
        said.append(Markup("{} % ({} of {}) in {}").format(
            shown, case.ledger.count("complete_response", int((known == "complete").sum()), group=side.group.id),
            case.ledger.count("response_known", len(known), group=side.group.id), side.people,
        ))  # fmt: skip
    return Markup("<b>Choice followed response.</b> A complete clinical response was recorded for {}, {}.").format(
        *said
    )


def _wishes(case: Case) -> Markup:
    told = [how_decided(case.items, case.data.patients, side.group) for side in case.sides]
    if not all(t.told_wish for t in told):
        return Markup()
    shares = [case.ledger.per_cent("wish_met_share", t.wish["yes"] / t.told_wish, group=t.group) for t in told]
    return Markup(
        "<b>People like what they wanted.</b> {} % in {} and {} % in {} had wanted what they got. "
        "The group with more wishes met looks more satisfied than its treatment makes it."
    ).format(shares[0], case.first.people, shares[1], case.second.people)


def _regrowth(case: Case) -> Markup:
    """Whether people with regrowth answered as often as the others, among those expected at the visit."""
    if not case.strategies or case.headline is None:
        return Markup()
    visits = case.data.visits
    expected = visits.loc[(visits["visit"] == case.headline.id) & visits["expected"].astype(bool), "patient"]
    nom = case.data.patients[(case.data.patients["group"] == "nom") & case.data.patients["patient"].isin(expected)]
    grown = nom["regrowth_on"].notna()
    answered = nom["patient"].isin(case.forms.loc[case.forms["visit"] == case.headline.id, "patient"])
    if not grown.any() or grown.all():
        return Markup()
    what = {"group": "nom", "visit": case.headline.id}
    shares = [float(answered[grown].mean()), float(answered[~grown].mean())]
    shown = [
        case.ledger.per_cent(kind, share, **what)
        for kind, share in zip(("regrowth_answered", "no_regrowth_answered"), shares, strict=True)
    ]
    push = (
        "If they are worse off, scores under NOM look too good." if shares[0] < shares[1]
        else "Their answers are in the NOM group."
    )  # fmt: skip
    return Markup(
        "<b>Regrowth stays in the NOM group</b>, salvage surgery included. Of those expected {}, {} % of the people "
        "with regrowth so far answered, {} % of the others. {}"
    ).format(case.headline.inside, shown[0], shown[1], push)


def _own(case: Case) -> Markup:
    if case.instrument(OWN) is None:
        return Markup()
    crowded = []
    for scale in ("DEC", "TRT", "FUP", "BUR", "WOR"):
        found = case.scale(OWN, scale)
        if found is not None and case.headline is not None:
            row = found.at(case.headline.id)
            if any(d.n and d.crowded for d in (row.first, row.second)):
                crowded.append(lower_first(found.scale.label))
    ends = (
        Markup(" More than 15 % stand at one end for {}, so a difference there is understated.").format(listed(crowded))
        if crowded
        else ""
    )
    return Markup(
        "<b>The satisfaction instrument is ours (0.1) and not validated.</b> It describes and proves nothing; "
        "there is no total, "
        "no threshold and no important difference.{} Satisfied people may also answer more readily."
    ).format(ends)


def _provisional(case: Case) -> tuple[Markup, ...]:
    """Instruments whose scoring is not settled, each with the reason."""
    used = [one for one in case.data.instruments.values() if one.status == "provisional"]
    return tuple(Markup("<b>{} is provisional.</b> {}").format(one.short_title, one.status_reason) for one in used)


def _clocks(case: Case) -> Markup:
    """How long after the operation the surgical group was at the headline visit."""
    if not case.strategies or case.headline is None or not case.data.dates_known:
        return Markup()
    here = case.forms[(case.forms["visit"] == case.headline.id) & (case.forms["group"] == "surgery")]
    forms = here.sort_values("study_day", kind="stable").drop_duplicates("patient", keep="last").set_index("patient")
    operated = case.data.patients.set_index("patient")["resection_on"].reindex(forms.index)
    days = (pd.to_datetime(forms["on_date"]) - pd.to_datetime(operated)).dt.days.dropna()
    days = days[days >= 0]
    if days.empty:
        return Markup()
    months = float(days.median()) / 30.4375
    stoma = int((forms["stoma"] == "yes").sum())
    return Markup("<b>Clocks.</b> {}, counted from {}, surgical patients were a median of {} months after the "
                  "operation, {} of {} with a stoma.").format(
        _capital(case.headline.inside), clock_words(case.data),
        case.ledger.number("months_since_operation", months, 1, visit=case.headline.id),
        case.ledger.count("surgery_with_stoma", stoma, visit=case.headline.id),
        case.ledger.count("surgery_seen", len(forms), visit=case.headline.id),
    )  # fmt: skip


def _deaths(case: Case) -> Markup:
    """From the events: an imported study knows of deaths though it has no dates."""
    patients, events = case.data.patients, case.data.events
    died = patients[patients["patient"].isin(events.loc[events["event"] == "death", "patient"])]
    dead = {side.group.id: int((died["group"] == side.group.id).sum()) for side in case.sides}
    if not sum(dead.values()):
        return Markup()
    counts = [case.ledger.count("died", dead[side.group.id], group=side.group.id) for side in case.sides]
    return Markup("<b>Death is an event, not a gap.</b> Scores describe those alive; {} died in {}, {} in {}.").format(
        counts[0], case.first.people, counts[1], case.second.people
    )


def _many(case: Case) -> Markup:
    if case.data.standing.confirmatory:
        return Markup(
            "<b>Many comparisons.</b> Only the declared family is tested, with Holm’s rule; of twenty other intervals "
            "one leaves zero out by chance alone."
        )
    why = (
        "The protocol holds no plan"
        if case.data.protocol.plan is None
        else case.data.standing.sentence.partition(";")[0]
    )
    return Markup(
        "<b>Many comparisons, none confirmatory.</b> {}, so everything is exploratory; of twenty intervals one leaves "
        "zero out by chance alone."
    ).format(why)


def words(case: Case) -> dict[str, object]:
    """The last page."""
    found = limits(case)
    adjusted = "nothing is adjusted" if declared_words.weighing(case) is None else "weights reach what was recorded"
    push = "the groups chose themselves" if case.strategies else "nobody knows how the arms were formed"
    return {
        "limits_opening": f"No difference here is the effect of a treatment: {push}, and {adjusted}",
        "limits": found, "gaps": gaps(case),
        "check": "Every number on these pages is in the numbers file that the report writes beside the PDF "
                 "(--numbers), in full "
        "precision, named by instrument, scale or question, group and visit. Each can be computed again from the "
        "exported tables "
        "scores_long, items_long, patients and visits; docs/reports.md says how, kind by kind.",
        "methods": _methods(case),
    }  # fmt: skip


def _methods(case: Case) -> str:
    """How the numbers were made; only what these data have is named."""
    events = any(visit.kind == "event" for visit in case.data.protocol.visits)
    said = [
        "Scores as published, nothing imputed. One form a patient, visit and instrument; of several attempts the last.",
        "A form of an event visit (regrowth, resection, stoma closure) also stands for the calendar visit that it "
        "falls into." if events else "",
        "Differences: Welch’s t interval. Effect size: Hedges’ g, interval from its large-sample variance.",
        "Shares: Wilson; their difference: Newcombe’s hybrid score interval." if case.instrument("lars") else "",
        f"Fewer than {LEAST} people in a group: no difference, no point. {_tests(case)}",
        f"Page 1 speaks of {case.chosen}.",
    ]  # fmt: skip
    return " ".join(part for part in said if part)


def _tests(case: Case) -> str:
    compared = declared_words.weighing(case)
    if compared is not None:
        return (
            f"Weighted differences: {WORDS[compared.declared]} from a logistic model, refitted in each bootstrap "
            "sample; p from the sandwich of model and means, Holm within the family. Observed ones are not tested."
        )
    if case.compared is None or case.ledger.released:
        return "No test, no p value."
    return "Observed differences are not tested; where a p value stands, its test is named beside it."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
