"""Queries in words: what each kind is called, and what is in doubt, in a title and a sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from qol.course.event_details import LABELS
from qol.course.events import EventKind
from qol.language import gettext, month, number
from qol.study.queries.finding import Finding
from qol.study.queries.standing import Query
from qol.web.staff.instruments.condition_words import phrase
from qol.web.staff.words import short_date

KIND_WORDS: Mapping[str, Callable[[], str]] = {
    "answer_and_record": lambda: gettext("Answer and record differ"),
    "record_changed": lambda: gettext("The record was changed after the form"),
    "sex_specific": lambda: gettext("Questions for the other sex answered"),
    "answered_though_not_asked": lambda: gettext("Answered on paper though not asked"),
    "not_on_offer": lambda: gettext("A number that is no answer"),
    "twice_at_one_visit": lambda: gettext("Two forms for one visit"),
    "other_window": lambda: gettext("The day lies in another window"),
    "outside_every_window": lambda: gettext("Outside every window"),
    "before_its_event": lambda: gettext("Before the event that it follows"),
    "before_enrolment": lambda: gettext("Before the enrolment"),
    "after_leaving": lambda: gettext("After death or withdrawal"),
    "age": lambda: gettext("An unlikely age"),
    "no_decision": lambda: gettext("No decision recorded"),
    "doubtful": lambda: gettext("Is this right?"),
    "day_not_known": lambda: gettext("Day not known"),
    "typed_once": lambda: gettext("Typed by one person only"),
    "no_form": lambda: gettext("No form"),
}
"""Kind -> what it is called in lists and filters; a test holds it beside the rules."""
STATE_WORDS: Mapping[str, Callable[[], str]] = {
    "open": lambda: gettext("Still open"),
    "answered": lambda: gettext("Right as it is"),
    "settled": lambda: gettext("Settled"),
}


@dataclass(frozen=True)
class QuerySaid:
    """A query as a page shows it. english: the sentence comes from the timeline's own rules."""

    query: Query
    title: str
    sentence: str
    english: bool = False


def said(query: Query) -> QuerySaid:
    """Title and sentence; of a query whose doubt is gone the kind alone."""
    kind = KIND_WORDS[query.kind]() if query.kind in KIND_WORDS else query.kind
    finding = query.finding
    if finding is None:
        return QuerySaid(query, kind, "")
    if finding.kind == "doubtful":
        return QuerySaid(query, kind, finding.said["sentence"], english=True)
    title, sentence = SAID[finding.kind](finding)
    return QuerySaid(query, title or kind, sentence)


def _answer_and_record(one: Finding) -> tuple[str, str]:
    title = gettext("Answer and record differ: {label}").format(label=one.said["label"])
    sentence = gettext("{when}: {answered} by the answer, {recorded} by the record. The answer chose the questions.")
    return title, sentence.format(when=_when(one), answered=_fact(one, "answered"), recorded=_fact(one, "recorded"))


def _record_changed(one: Finding) -> tuple[str, str]:
    sentence = gettext("{when}: asked as for {asked}; by the record as it is now it was {recorded}.")
    return "", sentence.format(when=_when(one), asked=_fact(one, "asked"), recorded=_fact(one, "recorded"))


def _sex_specific(one: Finding) -> tuple[str, str]:
    sentence = gettext("{when}: {items}. The record says {sex}; the answers are kept and not scored.")
    sex = {"female": gettext("female"), "male": gettext("male")}.get(one.facts["sex"], one.facts["sex"])
    return "", sentence.format(when=_when(one), items=one.said["label"], sex=sex)


def _not_asked(one: Finding) -> tuple[str, str]:
    sentence = gettext("%(when)s: %(items)s. What was typed is kept; it is neither scored nor exported.")
    return "", sentence % {"when": _when(one), "items": one.said["label"]}


def _not_on_offer(one: Finding) -> tuple[str, str]:
    sentence = gettext("{when}: {label} holds {value}, which the question does not offer.")
    return "", sentence.format(when=_when(one), label=one.said["label"], value=one.facts["value"])


def _twice(one: Finding) -> tuple[str, str]:
    sentence = gettext("{form} was sent twice for {visit}. Mark the one that does not count as entered in error.")
    return "", sentence.format(form=one.said["form"], visit=one.said["visit"])


def _other_window(one: Finding) -> tuple[str, str]:
    if one.said["now"]:
        sentence = gettext("{when}: kept as {kept}; by the timeline as it is now the day belongs to {now}.")
    else:
        sentence = gettext("{when}: kept as {kept}; by the timeline as it is now the day lies in no window.")
    return "", sentence.format(when=_when(one), kept=one.said["kept"], now=one.said["now"])


def _outside(one: Finding) -> tuple[str, str]:
    return "", gettext("{form} of {when} is kept as unscheduled. Is the day right, and the timeline?").format(
        form=one.said["form"], when=_when(one)
    )


def _of_event(one: Finding) -> tuple[str, str]:
    sentence = gettext("{form} was completed on {when}; {event} is recorded for {day}.")
    event = gettext(LABELS[EventKind(one.facts["event"])])
    day = short_date(date.fromisoformat(one.facts["event_on"]))
    return "", sentence.format(form=one.said["form"], when=_when(one), event=event, day=day)


def _before_enrolment(one: Finding) -> tuple[str, str]:
    sentence = gettext("{form} was completed on {when}; the patient was enrolled on {day}.")
    day = short_date(date.fromisoformat(one.facts["enrolled"]))
    return "", sentence.format(form=one.said["form"], when=_when(one), day=day)


def _age(one: Finding) -> tuple[str, str]:
    sentence = gettext("By the date of birth the patient was {years} years old at enrolment.")
    return "", sentence.format(years=number(int(one.facts["years"])))


def _no_decision(one: Finding) -> tuple[str, str]:
    if "visit" in one.said:
        sentence = gettext("The window of {visit} is over. Without a decision the patient is in neither group.")
        return "", sentence.format(visit=one.said["visit"])
    return "", gettext("What follows a decision is recorded. Without a decision the patient is in neither group.")


def _day_not_known(one: Finding) -> tuple[str, str]:
    event = gettext(LABELS[EventKind(one.said["event"])])
    title = gettext("Day of: {event}").format(event=event)
    known = month(date.fromisoformat(f"{one.facts['month']}-15"))
    return title, f"{known}. {gettext('Only the month is known. Days are counted from the 15th.')}"


def _typed_once(one: Finding) -> tuple[str, str]:
    sentence = gettext("{form}: the protocol asks for a second entry by somebody else.")
    return "", sentence.format(form=one.said["form"])


def _no_form(one: Finding) -> tuple[str, str]:
    title = gettext("{visit}, no form").format(visit=one.said["visit"])
    closed = short_date(date.fromisoformat(one.said["closes"]))
    return title, gettext("The window closed on {day}.").format(day=closed)


SAID: Mapping[str, Callable[[Finding], tuple[str, str]]] = {
    "answer_and_record": _answer_and_record,
    "record_changed": _record_changed,
    "sex_specific": _sex_specific,
    "answered_though_not_asked": _not_asked,
    "not_on_offer": _not_on_offer,
    "twice_at_one_visit": _twice,
    "other_window": _other_window,
    "outside_every_window": _outside,
    "before_its_event": _of_event,
    "before_enrolment": _before_enrolment,
    "after_leaving": _of_event,
    "age": _age,
    "no_decision": _no_decision,
    "day_not_known": _day_not_known,
    "typed_once": _typed_once,
    "no_form": _no_form,
}
"""Kind -> title (empty: the kind's own) and sentence."""


def _fact(one: Finding, which: str) -> str:
    return phrase(one.facts["fact"], (one.facts[which],))


def _when(one: Finding) -> str:
    on = one.said.get("on")
    return short_date(date.fromisoformat(on)) if on else gettext("day not known")
