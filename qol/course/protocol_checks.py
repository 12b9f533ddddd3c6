"""What a protocol must keep to beyond its form: disjoint windows, known instruments, declared wording."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from qol.course.analysis_plan_checks import check_plan
from qol.course.attention_checks import attention_faults
from qol.course.event_details import DETAILS
from qol.course.events import EventKind
from qol.course.protocol_parts import Protocol, ScaleName, Visit
from qol.instruments.definition import Instrument

FACTS = {
    "sex": ("female", "male"),
    "stoma": ("no", "yes"),
    "strategy": ("undecided", "nom", "surgery"),
    "rectum": ("kept", "regrowth", "removed"),
    "occasion": ("decision", "follow_up", "short"),
}
"""Facts that are known about every patient, with their values."""


Instruments = Mapping[str, Instrument]
"""Instruments by id; a library is one."""


@dataclass(frozen=True)
class Complaint:
    """What is wrong, and in which part of the protocol (`visits.month_3`, `wording.lars`, `plan.primary`)."""

    where: str
    message: str


Found = Iterator[Complaint]


def check_protocol(protocol: Protocol, instruments: Instruments) -> tuple[Complaint, ...]:
    """Everything that is wrong with a protocol, all at once; empty where it can be used."""
    found = [complaint for rule in RULES for complaint in rule(protocol, instruments)]
    return tuple(dict.fromkeys(found))


def offsets_in_order(protocol: Protocol, _: Instruments) -> Found:
    """A window opens, has its target day, becomes overdue and ends, in this order."""
    for visit in protocol.visits:
        named = {"start": visit.start, "due": visit.due, "overdue": visit.overdue, "expired": visit.expired}
        if visit.late:
            named["late"] = visit.late
        days = [offset.days for offset in named.values()]
        if days != sorted(days):
            words = ", ".join(f"{key} {offset}" for key, offset in named.items())
            yield _of(visit, f"visit {visit.id} must have {' <= '.join(named)}; here {words}")


def intent_of_the_metastatic(protocol: Protocol, _: Instruments) -> Found:
    """An intent for all is declared of metastatic disease alone."""
    if protocol.treatment_intent is not None and protocol.stage is None:
        yield Complaint("treatment_intent", "treatment_intent is of metastatic disease: add `stage: metastatic`")


def one_study_clock(protocol: Protocol, _: Instruments) -> Found:
    """Calendar visits run on the study clock alone, so that no patient leaves it."""
    for visit in protocol.visits:
        if visit.kind == "calendar" and visit.clock != protocol.study_clock:
            clock = f"the study clock is {protocol.study_clock}, and calendar visits run on it"
            yield _of(visit, f"visit {visit.id} runs on {visit.clock}: {clock}; or make it an event visit")
        if visit.kind == "event" and visit.clock == "enrolment":
            yield _of(visit, f"visit {visit.id} is an event visit; its clock must be a kind of event")


def windows_disjoint(protocol: Protocol, _: Instruments) -> Found:
    """Windows of one clock never share a day, or a date would belong to two visits."""
    for kind in ("calendar", "event"):
        clocks: dict[object, list[Visit]] = {}
        for visit in protocol.visits:
            if visit.kind == kind:
                clocks.setdefault((visit.clock, str(visit.clock_if)), []).append(visit)
        for visits in clocks.values():
            yield from _overlaps(visits)


def _overlaps(visits: Iterable[Visit]) -> Found:
    ordered = sorted(visits, key=lambda visit: visit.start.days)
    for before, after in pairwise(ordered):
        if after.start.days <= before.expired.days:
            yield _of(
                after,
                f"the windows of {before.id} (up to day {before.expired.days}) and {after.id} "
                f"(from day {after.start.days}) overlap; a date must belong to one visit",
            )


def clocks_say_details(protocol: Protocol, _: Instruments) -> Found:
    """A clock that waits for details asks for ones that its event can have."""
    for visit in protocol.visits:
        allowed = DETAILS.get(EventKind(visit.clock), {}) if visit.clock != "enrolment" else {}
        for key, values in visit.clock_if.items():
            wrong = [value for value in values if allowed.get(key) and value not in allowed[key]]
            if key not in allowed or wrong:
                possible = ", ".join(allowed.get(key, ()) or allowed) or "none"
                said = f"`{key}: {', '.join(values)}`"
                yield _of(visit, f"visit {visit.id}: {visit.clock} cannot have {said}; possible: {possible}")


def instruments_known(protocol: Protocol, instruments: Instruments) -> Found:
    """What is asked exists, once a visit, with conditions that can be known."""
    for visit in protocol.visits:
        if not visit.instruments:
            yield _of(visit, f"visit {visit.id} asks nothing")
        for asked in visit.instruments:
            if asked.id not in instruments:
                yield _of(visit, f"visit {visit.id} asks `{asked.id}`, and there is no such instrument")
            if visit.instrument_ids.count(asked.id) > 1:
                yield _of(visit, f"visit {visit.id} asks `{asked.id}` twice")
            for fact, values in asked.ask_if.items():
                wrong = [value for value in values if value not in FACTS.get(fact, ())]
                if fact not in FACTS or wrong:
                    possible = ", ".join(FACTS.get(fact, FACTS))
                    said = f"`{fact}: {', '.join(values)}`"
                    yield _of(visit, f"visit {visit.id}: {said} cannot be asked of a patient; possible: {possible}")


def wording_declared(protocol: Protocol, instruments: Instruments) -> Found:
    """Every instrument states which words are shown, and has them; there is no default."""
    for name in protocol.instrument_ids:
        if name not in protocol.wording:
            yield Complaint("wording", f"`wording` must say paraphrase or licensed for `{name}`; there is no default")
    for name, kind in protocol.wording.items():
        where = f"wording.{name}"
        if name not in protocol.instrument_ids:
            yield Complaint(where, f"`wording` names `{name}`, which no visit asks")
        elif kind == "paraphrase" and name in instruments and not instruments[name].servable:
            yield Complaint(where, f"`{name}` has items without words of ours: it can be scored, not shown")


def value_sets_named(protocol: Protocol, instruments: Instruments) -> Found:
    """A study says which value sets it uses of an instrument that has some, and these exist."""
    for name in protocol.instrument_ids:
        known = instruments[name].value_sets if name in instruments else ()
        if known and not protocol.value_sets.get(name):
            example = f"`value_sets: {{{name}: [{known[0]}]}}`"
            yield Complaint("wording", f"`{name}` has {len(known)} value sets; say which the study uses, as {example}")
    for name, named in protocol.value_sets.items():
        where, known = f"value_sets.{name}", instruments[name].value_sets if name in instruments else ()
        if name not in protocol.instrument_ids:
            yield Complaint(where, f"`value_sets` names `{name}`, which no visit asks")
        for one in named:
            if one not in known:
                possible = ", ".join(known) or "none"
                yield Complaint(where, f"`{name}` has no value set `{one}`; possible: {possible}")


def events_answer_the_calendar(protocol: Protocol, _: Instruments) -> Found:
    """An event visit asks at least what calendar visits ask, so that its form can stand for them."""
    calendar = [visit for visit in protocol.visits if visit.kind == "calendar"]
    for visit in protocol.visits:
        for other in calendar if visit.kind == "event" else ():
            lacking = [name for name in other.instrument_ids if name not in visit.instrument_ids]
            if lacking or visit.occasion != other.occasion:
                why = f"does not ask {', '.join(lacking)}" if lacking else f"has occasion {visit.occasion}"
                yield _of(visit, f"visit {visit.id} {why}, so its form cannot stand for {other.id} on the same day")
                break


def names_exist(protocol: Protocol, instruments: Instruments) -> Found:
    """Scales and visits that the plan, the reports and superseding name."""
    for part, names in protocol.report.items():
        yield from _scales(f"report.{part}", names, instruments)
    plan, visits = protocol.plan, protocol.visit_by_id
    if plan:
        yield from _scales("plan.primary", (plan.primary,), instruments)
        yield from _scales("plan.family", plan.family, instruments)
        for key, kind, name in (
            ("primary_visit", "calendar", plan.primary_visit),
            ("model_baseline", "baseline", plan.model_baseline),
        ):
            if name not in visits or visits[name].kind != kind:
                possible = ", ".join(visit.id for visit in protocol.visits if visit.kind == kind)
                yield Complaint(f"plan.{key}", f"`{key}` {name} is no {kind} visit; possible: {possible}")
        for key, message in check_plan(plan, instruments):
            yield Complaint(f"plan.{key}", message)
    for visit in protocol.visits:
        for name in visit.superseded_by:
            if name not in visits or name == visit.id:
                yield _of(visit, f"visit {visit.id} cannot be superseded by `{name}`: there is no such other visit")


def attention_is_looked_at(protocol: Protocol, instruments: Instruments) -> Found:
    """Marked answers have a reader and a day, and can be given."""
    for message in attention_faults(protocol, instruments):
        yield Complaint("attention", message)


def _scales(where: str, names: Iterable[ScaleName], instruments: Instruments) -> Found:
    for name in names:
        if name.instrument not in instruments:
            yield Complaint(where, f"`{name}`: there is no instrument `{name.instrument}`")
        elif name.scale not in instruments[name.instrument].scale_by_id:
            possible = ", ".join(instruments[name.instrument].scale_by_id)
            yield Complaint(where, f"`{name}`: {name.instrument} has no scale `{name.scale}`; possible: {possible}")


def _of(visit: Visit, message: str) -> Complaint:
    return Complaint(f"visits.{visit.id}", message)


RULES: tuple[Callable[[Protocol, Instruments], Found], ...] = (
    offsets_in_order,
    one_study_clock,
    windows_disjoint,
    clocks_say_details,
    instruments_known,
    wording_declared,
    value_sets_named,
    events_answer_the_calendar,
    names_exist,
    attention_is_looked_at,
    intent_of_the_metastatic,
)
