"""An invented study as the tables that reports take: real instruments, protocol and scoring, answers from a seed."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from qol.analysis.study_data import FORM_COLUMNS, Group, StudyData
from qol.course.clocks import days_since, months
from qol.course.due import Progress, due
from qol.course.protocol import Protocol, load_protocols
from qol.course.state import facts_at, state_at
from qol.course.timeline import Event, EventKind, Timeline
from qol.course.windows import assign, windows
from qol.instruments.build_references import load_references
from qol.instruments.conditions import asked_items, facts_with_answers
from qol.instruments.definition import Instrument
from qol.instruments.hashes import scoring_hash
from qol.instruments.library import Library
from qol.instruments.references import References
from qol.scoring.paths import fact_codes
from qol.scoring.scores import score

ROOT = Path(__file__).parents[2]
CUT = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
NOTICES = {
    "treatment_satisfaction": "not validated (0.1)",
    "qlq_c30": "paraphrased wording, not the validated instrument",
    "qlq_cr29": "paraphrased wording, not the validated instrument",
    "lars": "paraphrased wording, not the validated instrument",
}
SHIFT = {"nom": 0.0, "surgery": 0.035}
"""How much worse a surgical patient answers on average, of 1."""


@cache
def library() -> Library:
    return Library(ROOT / "instruments")


@cache
def protocols() -> dict[str, Protocol]:
    return load_protocols(ROOT / "instruments" / "protocols", library())


@cache
def references() -> References:
    return load_references(ROOT / "instruments" / "references")


@dataclass
class Rows:
    """What is gathered before the frames are made."""

    patients: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    visits: list[dict[str, Any]] = field(default_factory=list)
    forms: list[dict[str, Any]] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, list[Any]] = field(default_factory=dict)


@cache
def study(people: int = 90, seed: int = 7, protocol: str = "stage_1_3", show: str = "as_illustration") -> StudyData:
    """Both groups, late deciders, regrowth, salvage, stomas, deaths, gaps."""
    rng = np.random.default_rng(seed)
    used = protocols()[protocol].model_copy(update={"show_thresholds": show})
    if used.plan is not None:
        used = used.model_copy(update={"plan": used.plan.model_copy(update={"bootstrap": 200})})
    rows = Rows()
    for number in range(people):
        one_patient(rows, used, f"P-{number:04d}", course(rng), rng)
    return frames(rows, used, [Group("nom", "Non-operative management"), Group("surgery", "Surgery")], "demo")


@cache
def arms(people: int = 40, seed: int = 3) -> StudyData:
    """An imported study: QLQ-C30 alone, two unexplained arms, days but no dates."""
    rng = np.random.default_rng(seed)
    used = protocols()["qlq_c30_only"]
    rows = Rows()
    for number in range(people):
        timeline = Timeline(enrolled=date(2000, 1, 1), events=())
        who = Person(f"P-A{number:03d}", timeline, None, "arm_1" if number % 2 else "arm_2", rng.normal(0.3, 0.15))
        for window in windows(used, timeline):
            if rng.random() < 0.75 - 0.05 * len(rows.forms) / people:
                day = window.due + timedelta(days=int(rng.integers(-5, 6)))
                if day >= timeline.enrolled:
                    assessment(rows, used, who, max(day, timeline.enrolled), {}, rng, arm=True)
        register(rows, used, who, known=False)
    return frames(rows, used, [Group("arm_1", "Arm 1"), Group("arm_2", "Arm 2")], "imported", dates_known=False)


@dataclass
class Person:
    id: str
    timeline: Timeline
    sex: str | None
    group: str
    burden: float
    done: dict[str, Progress] = field(default_factory=dict)


def course(rng: np.random.Generator) -> tuple[Timeline, str, str]:
    """A plausible timeline with its group and sex."""
    enrolled = date(2023, 9, 1) + timedelta(days=int(rng.integers(0, 900)))
    events: list[Event] = []

    def add(kind: EventKind, on: date, **details: str) -> date:
        events.append(Event(kind, on, "day", details))
        return on

    late = rng.random() < 0.15
    start = add(EventKind.NEOADJUVANT_START, enrolled + timedelta(days=-60 if late else 10))
    end = add(EventKind.NEOADJUVANT_END, start + timedelta(days=int(rng.integers(40, 130))))
    decided = end + timedelta(days=int(rng.integers(30, 75)))
    if decided >= CUT.date() or rng.random() < 0.06:
        return Timeline(enrolled, tuple(e for e in events if e.on < CUT.date())), "undecided", _sex(rng)
    complete = rng.random() < 0.5
    nom = rng.random() < (0.75 if complete else 0.35)
    add(EventKind.RESPONSE_ASSESSMENT, decided - timedelta(days=7), result="complete" if complete else "near_complete")
    strategy = "nom" if nom else "surgery"
    wish = strategy if rng.random() < 0.7 else "unsure"
    add(EventKind.DECISION, decided, strategy=strategy, offered="both", preferred=wish)
    if nom and rng.random() < 0.22:
        grown = add(EventKind.REGROWTH, decided + timedelta(days=int(rng.integers(90, 420))))
        operated = grown + timedelta(days=28)
        add(EventKind.LOCAL_EXCISION, operated) if rng.random() < 0.3 else _operate(rng, add, operated)
    if not nom:
        _operate(rng, add, decided + timedelta(days=int(rng.integers(14, 45))))
    if rng.random() < 0.05:
        add(EventKind.DEATH, decided + timedelta(days=int(rng.integers(200, 800))))
    elif rng.random() < 0.05:
        add(EventKind.WITHDRAWAL, decided + timedelta(days=int(rng.integers(100, 600))))
    kept = tuple(e for e in events if e.on <= CUT.date())
    return Timeline(enrolled, kept), strategy, _sex(rng)


def _sex(rng: np.random.Generator) -> str:
    return "female" if rng.random() < 0.4 else "male"


def _operate(rng: np.random.Generator, add: Any, on: date) -> None:
    low = rng.random() < 0.7
    add(EventKind.RESECTION, on, operation="lar" if low else "apr", leak="no")
    if not low:
        add(EventKind.STOMA_FORMED, on, intent="permanent")
    elif rng.random() < 0.6:
        add(EventKind.STOMA_FORMED, on, intent="temporary")
        if rng.random() < 0.8:
            add(EventKind.STOMA_CLOSED, on + timedelta(days=int(rng.integers(80, 240))))


def one_patient(
    rows: Rows, protocol: Protocol, code: str, who: tuple[Timeline, str, str], rng: np.random.Generator,
    answer_rate: float = 0.86,
) -> Person:  # fmt: skip
    timeline, group, sex = who
    person = Person(code, timeline, sex, group, float(rng.normal(0.28, 0.13)))
    for window in windows(protocol, timeline):
        if window.empty or window.opens > CUT.date() or rng.random() > answer_rate:
            continue
        on = min(window.due + timedelta(days=int(rng.integers(0, 9))), window.closes, CUT.date())
        on = max(on, window.opens)
        given = assign(protocol, timeline, on)
        if given.visit_id is None or given.visit_id in person.done or not state_at(timeline, on).alive:
            continue
        visit = protocol.visit_by_id[given.visit_id]
        facts = facts_at(timeline, on, sex, visit.occasion)
        also = next(iter(given.also_satisfies), None)
        assessment(rows, protocol, person, on, facts, rng, also=also)
    register(rows, protocol, person)
    return person


def assessment(
    rows: Rows, protocol: Protocol, person: Person, on: date, facts: dict[str, str], rng: np.random.Generator,
    also: str | None = None, arm: bool = False, answers: dict[str, dict[str, int]] | None = None,
) -> None:  # fmt: skip
    given = assign(protocol, person.timeline, on)
    visit = protocol.visit_by_id[given.visit_id] if given.visit_id else None
    day = days_since(person.timeline, protocol.study_clock, on)
    state = state_at(person.timeline, on)
    head = {
        "patient": person.id, "site": "Demonstration Hospital", "group": person.group, "sex": person.sex,
        "visit": visit.id if visit else None, "visit_label": visit.label if visit else None,
        "visit_order": [v.id for v in protocol.visits].index(visit.id) + 1 if visit else None,
        "scheduled": visit is not None, "on_date": None if arm else on.isoformat(), "study_day": day,
        "months": None if day is None else months(day), "assessment": f"{person.id}-{on}", "mode": "tablet",
        "language": "en", "strategy": None if arm else state.strategy, "rectum": facts.get("rectum"),
        "stoma": facts.get("stoma"), "stoma_intent": None if arm else state.stoma_intent,
        "organ_preserved": None if arm else state.organ_preserved, "also_visit": also,
    }  # fmt: skip
    for asked in visit.instruments if visit else ():
        if asked.ask_if and any(facts.get(k) not in v for k, v in asked.ask_if.items()):
            continue
        form(rows, head, library()[asked.id], facts, person, rng, (answers or {}).get(asked.id))
    if visit:
        person.done[visit.id] = Progress("completed", on)


def form(
    rows: Rows, head: dict[str, Any], instrument: Instrument, facts: dict[str, str], person: Person,
    rng: np.random.Generator, given: dict[str, int] | None,
) -> None:  # fmt: skip
    answers: dict[str, int | None] = dict(given or {})
    asked = asked_items(instrument, facts)
    if given is None:
        for item in asked:
            answers[item] = invent(instrument, item, facts, person, head, rng)
        asked = asked_items(instrument, facts_with_answers(instrument, facts, answers))
    head = head | {
        "form": f"{head['assessment']}-{instrument.id}", "attempt": 1, "status": "completed",
        "instrument": instrument.id, "edition": instrument.edition, "version": instrument.version,
        "scoring_hash": scoring_hash(instrument), "wording_kind": "paraphrase",
        "wording_notice": NOTICES[instrument.id],
    }  # fmt: skip
    rows.forms.append(head)
    for item in instrument.items.values():
        value = answers.get(item.id) if item.id in asked else None
        nine = value in instrument.answers_of(item.id).not_applicable_codes
        state = (
            "not_applicable" if item.id not in asked else "declined" if value is None
            else "chosen_not_applicable" if nine else "answered"
        )  # fmt: skip
        rows.items.append(
            head
            | {"item": item.id, "label": item.label, "value": value, "text": None, "state": state, "answer_version": 1}
        )
    rows.answers.setdefault(instrument.id, []).append((head, {i: v for i, v in answers.items() if i in asked}, facts))


def scored(rows: Rows) -> list[dict[str, Any]]:
    """All forms of an instrument in one pass."""
    out = []
    for name, given in rows.answers.items():
        instrument = library()[name]
        answers = {
            item: np.array([np.nan if v.get(item) is None else float(v[item]) for _, v, _ in given])
            for item in instrument.items if instrument.answers_of(item).kind != "text"
        }  # fmt: skip
        facts = {f: fact_codes([k.get(f) for _, _, k in given], values) for f, values in instrument.facts.items()}
        told = score(instrument, answers, facts, len(given))
        for scale in instrument.scales:
            outcome, reason, band = told.outcome_words(scale.id), told.reason_words(scale.id), told.band(scale.id)
            out.extend(
                head | {
                    "scale": scale.id, "label": scale.label, "value": told.values[scale.id][i], "outcome": outcome[i],
                    "reason": reason[i], "answered": told.answered[scale.id][i], "asked": told.asked[scale.id][i],
                    "band": band[i],
                }
                for i, (head, _, _) in enumerate(given)
            )  # fmt: skip
    return out


def invent(
    instrument: Instrument,
    item: str,
    facts: dict[str, str],
    person: Person,
    head: dict[str, Any],
    rng: np.random.Generator,
) -> int | None:
    offered = instrument.answers_of(item)
    if offered.kind == "text" or rng.random() < 0.03:
        return None
    if instrument.items[item].sets == "stoma":
        return 2 if facts.get("stoma") == "yes" else 1
    if offered.not_applicable_codes and rng.random() < 0.05:
        return offered.not_applicable_codes[0]
    codes = offered.scored_codes
    month = head["months"] or 0
    early = 0.07 if 0 < month < 5 and facts.get("rectum") == "removed" else 0.0
    grown = 0.12 if facts.get("rectum") == "regrowth" else 0.0
    shift = SHIFT.get(person.group, 0.0) if head["visit"] not in ("pre_treatment", "decision") else 0.0
    bad = float(np.clip(person.burden + shift + early + grown + rng.normal(0, 0.17), 0, 0.999))
    higher_is_worse = worse(instrument, item)
    order = codes if higher_is_worse else tuple(reversed(codes))
    return int(order[int(bad * len(order))])


def worse(instrument: Instrument, item: str) -> bool:
    for scale in instrument.scales:
        if item in scale.items:
            return (scale.higher_means == "worse") != scale.reversed
        if item in scale.points:
            return max(scale.points[item], key=lambda c: scale.points[item][c]) == max(scale.points[item])
    return False


def register(rows: Rows, protocol: Protocol, person: Person, known: bool = True) -> None:
    first = {kind: person.timeline.first(kind) for kind in EventKind}

    def on(kind: EventKind) -> str | None:
        event = first[kind]
        return event.on.isoformat() if event and known else None

    def told(kind: EventKind, key: str) -> str | None:
        event = first[kind]
        return event.details.get(key) if event else None

    rows.patients.append({
        "patient": person.id, "site": "Demonstration Hospital", "group": person.group, "arm": None, "sex": person.sex,
        "age_at_enrolment": 64 if known else None, "stage": "II" if known else None,
        "enrolled_on": person.timeline.enrolled.isoformat() if known else None,
        "decided_on": on(EventKind.DECISION), "neoadjuvant_end_on": on(EventKind.NEOADJUVANT_END),
        "regrowth_on": on(EventKind.REGROWTH), "resection_on": on(EventKind.RESECTION),
        "stoma_formed_on": on(EventKind.STOMA_FORMED), "stoma_closed_on": on(EventKind.STOMA_CLOSED),
        "metastasis_on": None, "died_on": on(EventKind.DEATH), "withdrawn_on": on(EventKind.WITHDRAWAL),
        "response": told(EventKind.RESPONSE_ASSESSMENT, "result"), "offered": told(EventKind.DECISION, "offered"),
        "preferred": told(EventKind.DECISION, "preferred"), "decision_reason": None,
        "operation": told(EventKind.RESECTION, "operation"), "source": "synthetic",
    })  # fmt: skip
    for event in person.timeline.events:
        rows.events.append({
            "patient": person.id, "event": str(event.kind), "on": event.on.isoformat(), "precision": event.precision,
            "day": (event.on - person.timeline.enrolled).days,
            "details": "; ".join(f"{k}: {v}" for k, v in sorted(event.details.items())),
        })  # fmt: skip
    rows.visits.extend(visit_rows(protocol, person, known))


ITEMS = ("item", "label", "value", "text", "state", "answer_version")
EVENTS = ("patient", "event", "on", "precision", "day", "details")
EXPECTED = {"due", "overdue", "in_progress", "partially_completed", "completed", "expired"}
REASONS = {"expired": "no form in the window", "due": "window still open", "overdue": "window still open",
           "withdrawn": "withdrawn before", "deceased": "died before", "not_applicable": "visit does not apply",
           "upcoming": "window not open yet"}  # fmt: skip


def visit_rows(protocol: Protocol, person: Person, known: bool) -> Iterable[dict[str, Any]]:
    order = {visit.id: number for number, visit in enumerate(protocol.visits, 1)}
    today = CUT.date() if known else person.timeline.enrolled + timedelta(days=600)
    for item in due(protocol, person.timeline, person.done, today):
        w = item.window if known else None
        yield {
            "patient": person.id, "group": person.group, "visit": item.visit.id, "visit_order": order[item.visit.id],
            "visit_label": item.visit.label, "opens": w.opens.isoformat() if w else None,
            "due": w.due.isoformat() if w else None, "overdue": w.overdue.isoformat() if w else None,
            "closes": w.closes.isoformat() if w else None, "status": str(item.state),
            "reason": REASONS.get(str(item.state), ""),
            "expected": str(item.state) in EXPECTED,
        }  # fmt: skip


def frames(rows: Rows, protocol: Protocol, groups: list[Group], name: str, dates_known: bool = True) -> StudyData:
    head = [*FORM_COLUMNS]
    types = {"visit_order": "Int64", "study_day": "Int64", "months": "float64", "attempt": "int64"}

    def table(data: list[dict[str, Any]], more: tuple[str, ...]) -> pd.DataFrame:
        return pd.DataFrame(data, columns=[*head, *more]).astype(types)

    used = {row["instrument"] for row in rows.forms}
    kept = {i: library()[i] for i in protocol.instrument_ids if i in used}
    return StudyData(
        study=name, title="Demonstration study" if dates_known else "Imported study", demonstration=dates_known,
        dates_known=dates_known, cut=CUT, groups=tuple(groups), protocol=protocol, instruments=kept,
        wording={i: NOTICES[i] for i in kept}, definitions={n: scoring_hash(i) for n, i in kept.items()},
        patients=pd.DataFrame(rows.patients), events=pd.DataFrame(rows.events, columns=list(EVENTS)),
        visits=pd.DataFrame(rows.visits), forms=table(rows.forms, ()),
        items=table(rows.items, ITEMS).astype({"value": "float64"}),
        scores=table(scored(rows), ("scale", "label", "value", "outcome", "reason", "answered", "asked", "band")),
        refused={},
    )  # fmt: skip


def few_scales(data: StudyData) -> StudyData:
    """The same study with the scores of a few scales, redrawn and imputed less often: each costs time."""
    kept = [("treatment_satisfaction", "TRT"), ("treatment_satisfaction", "DEC"), ("lars", "total")]
    kept += [("qlq_c30", scale) for scale in ("QL2", "PF2", "SF", "FA")] + [("qlq_cr29", "BI"), ("qlq_cr29", "FI")]
    keys = pd.MultiIndex.from_frame(data.scores[["instrument", "scale"]])
    data = replace(data, scores=data.scores[keys.isin(kept)])
    if data.protocol.plan is None:
        return data
    plan = data.protocol.plan.model_copy(update={"bootstrap": 200, "imputations": 4, "deltas": (-10.0,)})
    return replace(data, protocol=data.protocol.model_copy(update={"plan": plan}))


def only(data: StudyData, patient: str) -> StudyData:
    """The study as it is read for a report about one patient: this patient's rows alone."""
    parts = {name: getattr(data, name) for name in ("patients", "events", "visits", "forms", "items", "scores")}
    return replace(data, **{name: frame[frame["patient"] == patient] for name, frame in parts.items()})
