"""Which visits of an invented patient were answered, when, and how far: the missingness of the demonstration."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from qol.course.clocks import days_since, months
from qol.course.events import EventKind, Timeline
from qol.course.protocol import Protocol, Visit
from qol.course.state import facts_at, state_at
from qol.course.windows import Window, assign, windows
from qol.instruments.conditions import holds
from qol.instruments.definition import Instrument
from qol.study.collection import modes
from qol.study.demonstration.answers import Moment, invented_answers, levels
from qol.study.demonstration.patients import InventedPatient

NOT_ANSWERED: Mapping[str, Mapping[str, float]] = {
    "pre_treatment": {"nom": 0.18, "surgery": 0.20},
    "decision": {"nom": 0.08, "surgery": 0.10},
    "month_3": {"nom": 0.10, "surgery": 0.14},
    "month_6": {"nom": 0.12, "surgery": 0.15},
    "month_12": {"nom": 0.14, "surgery": 0.18},
    "month_18": {"nom": 0.24, "surgery": 0.27},
    "month_24": {"nom": 0.28, "surgery": 0.32},
}
"""Visit -> strategy -> share without a form; later visits and those added by events follow below."""
LATER = {"nom": 0.34, "surgery": 0.38}
ADDED = {"nom": 0.14, "surgery": 0.15}
AFTER_REGROWTH = 0.14
BROKEN_OFF = 0.02
OPEN_WINDOW = 0.5
"""Windows that are open today are answered with this share of the chance, so that somebody is always due."""

SIMULATED = "simulated"
BY_TELEPHONE, BY_PROXY = 0.03, 0.015
MODE_SHARES = (BY_TELEPHONE, BY_PROXY, 1 - BY_TELEPHONE - BY_PROXY)
"""Shares of visits that are answered by telephone, or by somebody in the patient's place; the rest are `simulated`."""

COMMENTS = (
    "The nurses always called back.", "Waiting for the scan results is the worst part.",
    "I would have liked to know more about food.", "Parking at the hospital is hard.",
    "I am glad that I was asked what I wanted.", "The tiredness lasted longer than I was told.",
)  # fmt: skip


@dataclass(frozen=True)
class InventedForm:
    """One instrument with its answers; status is completed, partial or not_done."""

    instrument: Instrument
    answers: Mapping[str, int | None]
    status: str
    comment: str | None = None


@dataclass(frozen=True)
class InventedVisit:
    """One visit that was answered."""

    visit: Visit
    on: date
    facts: Mapping[str, str]
    forms: tuple[InventedForm, ...]
    mode: str = SIMULATED

    @property
    def closed_as(self) -> str:
        """Completed, or partial where it was broken off."""
        asked = (form for form in self.forms if modes.allows(form.instrument, self.mode))
        return "completed" if all(form.status == "completed" for form in asked) else "partial"


def invented_visits(
    person: InventedPatient,
    protocol: Protocol,
    instruments: Mapping[str, Instrument],
    today: date,
    rng: np.random.Generator,
) -> Iterator[InventedVisit]:
    """The visits that this person answered, by the chances above."""
    if not person.timeline.events:
        return
    taken: set[date] = set()
    every = windows(protocol, person.timeline)
    for window in every:
        last = min(window.closes, today)
        if window.empty or window.opens > last or window.closes < person.timeline.enrolled:
            continue
        first = max(window.opens, person.timeline.enrolled, *_after_baselines(window, every))
        if first > last:
            continue
        on = _day(first, window.due, last, rng)
        chance = 1 - _missing(window.visit, person.timeline, on)
        if today <= window.closes:
            chance *= OPEN_WINDOW
        mine = assign(protocol, person.timeline, on).visit_id == window.visit.id
        if mine and on not in taken and rng.random() < chance:
            taken.add(on)
            yield _visit(person, protocol, window.visit, on, instruments, rng)


def _after_baselines(window: Window, every: tuple[Window, ...]) -> list[date]:
    """The first day after each baseline window that lies over this one: a baseline's days are its own."""
    if window.visit.kind == "baseline":
        return []
    over = (w for w in every if w.visit.kind == "baseline" and not w.empty and w.closes >= window.opens)
    return [w.closes + timedelta(days=1) for w in over if w.opens <= window.closes]


def _day(first: date, due: date, last: date, rng: np.random.Generator) -> date:
    """A day near the target day, inside the window."""
    wanted = due + timedelta(days=int(rng.normal(2, 9)))
    return min(max(wanted, first), last)


def _missing(visit: Visit, timeline: Timeline, on: date) -> float:
    """The share without a form."""
    later = next(iter(timeline.of(EventKind.DECISION)), None)
    strategy = later.details.get("strategy", "nom") if later else "nom"
    share = (ADDED if visit.kind == "event" else NOT_ANSWERED.get(visit.id, LATER))[strategy]
    known = timeline.first(EventKind.REGROWTH)
    return share + (AFTER_REGROWTH if known and known.on <= on else 0.0)


def _visit(
    person: InventedPatient,
    protocol: Protocol,
    visit: Visit,
    on: date,
    instruments: Mapping[str, Instrument],
    rng: np.random.Generator,
) -> InventedVisit:
    facts = facts_at(person.timeline, on, person.sex, visit.occasion)
    resected = days_since(person.timeline, "resection", on)
    clock = days_since(person.timeline, protocol.study_clock, on)
    moment = Moment(
        state=state_at(person.timeline, on),
        months=months(clock) if clock is not None else -6.0,
        since_resection=months(resected) if resected is not None and resected >= 0 else None,
    )
    level = levels(person.traits, moment)
    asked = [instruments[one.id] for one in visit.instruments if holds(one.ask_if, facts)]
    mode = str(rng.choice((modes.TELEPHONE, modes.PROXY, SIMULATED), p=MODE_SHARES))
    forms = [
        InventedForm(one, answers, "completed", _comment(answers, one, rng) if person.language == "en" else None)
        for one in asked
        if (answers := invented_answers(one, facts, level, rng))
    ]
    if rng.random() < BROKEN_OFF and len(forms) > 1:
        forms = _broken_off(forms, rng)
    forms = [one if modes.allows(one.instrument, mode) else replace(one, answers={}, status="not_done", comment=None)
             for one in forms]  # fmt: skip
    return InventedVisit(visit, on, facts, tuple(forms), mode)


def _comment(answers: Mapping[str, int | None], instrument: Instrument, rng: np.random.Generator) -> str | None:
    text = any(instrument.answers_of(item).kind == "text" for item in answers)
    return str(rng.choice(COMMENTS)) if text and rng.random() < 0.12 else None


def _broken_off(forms: list[InventedForm], rng: np.random.Generator) -> list[InventedForm]:
    """The same forms, ended in the middle of one of them."""
    at = int(rng.integers(1, len(forms)))
    kept = dict(list(forms[at].answers.items())[: max(1, len(forms[at].answers) // 3)])
    rest = [InventedForm(form.instrument, {}, "not_done") for form in forms[at + 1 :]]
    return [*forms[:at], InventedForm(forms[at].instrument, kept, "partial"), *rest]
