"""Every rule finds its doubt, and a record without doubts has no query."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from qol.course.due import Progress, due
from qol.course.events import Event, EventKind, Timeline
from qol.course.protocol import Protocol, load_protocols
from qol.course.timeline import check
from qol.instruments.library import Library
from qol.study.queries.case import CameForm, DatedEvent, QueryCase
from qol.study.queries.finding import Finding
from qol.study.queries.rules import KINDS, findings
from qol.web.staff.checking.query_words import KIND_WORDS, SAID

FOLDER = Path(__file__).parents[3] / "instruments"
LIBRARY = Library(FOLDER)
PROTOCOL: Protocol = load_protocols(FOLDER / "protocols", LIBRARY)["stage_1_3"]
ENROLLED = date(2025, 1, 6)
ENDED = date(2025, 3, 3)
MONTH_12 = ENDED + timedelta(days=365)
TODAY = MONTH_12 + timedelta(days=14)
KEPT = {"sex": "male", "stoma": "no", "strategy": "nom", "rectum": "kept", "occasion": "follow_up"}
USUAL = (
    Event(EventKind.NEOADJUVANT_END, ENDED),
    Event(EventKind.DECISION, ENDED + timedelta(days=60), "day", {"strategy": "nom", "offered": "both"}),
)


def form(
    name: str = "qlq_cr29", on: date = MONTH_12, visit: str | None = "month_12", key: str = "f1",
    values: Mapping[str, int] | None = None, **changes: object,
) -> CameForm:  # fmt: skip
    made = CameForm(key, f"a-{key}", LIBRARY[name], visit, on, on, KEPT, values or {"q48": 1}, False, False, False)
    return replace(made, **changes)


def case(*forms: CameForm, events: tuple[Event, ...] = USUAL, today: date = TODAY, **changes: object) -> QueryCase:
    """A man under watch and wait who answered every visit."""
    timeline = Timeline(ENROLLED, events)
    everything = {visit.id: Progress("completed", MONTH_12) for visit in PROTOCOL.visits if visit.kind != "event"}
    made = QueryCase(
        protocol=PROTOCOL, timeline=timeline, doubtful=check(timeline, today).doubtful,
        events=tuple(DatedEvent(f"e{n}", event, event.on) for n, event in enumerate(timeline.events)),
        visits=due(PROTOCOL, timeline, everything, today), forms=forms, born=date(1950, 5, 17), sex="male", arm=None,
        dates_known=True, today=today,
    )  # fmt: skip
    return replace(made, **changes)


def with_stoma(on: date) -> tuple[Event, ...]:
    return (*USUAL, Event(EventKind.STOMA_FORMED, on, "day", {"intent": "temporary"}))


OUTSIDE = ENDED + timedelta(days=272)
"""Between the windows of month 6 and month 12."""

CASES: dict[str, tuple[QueryCase, dict[str, str]]] = {
    "answer_and_record": (
        case(form(values={"q48": 2})), {"fact": "stoma", "answered": "yes", "recorded": "no"}
    ),
    "record_changed": (
        case(form("lars", values={"q1": 1}), events=with_stoma(MONTH_12 - timedelta(days=30))),
        {"fact": "stoma", "asked": "no", "recorded": "yes"},
    ),
    "sex_specific": (case(form(values={"q48": 1, "q58": 2})), {"items": "q58", "sex": "male"}),
    "answered_though_not_asked": (case(form(values={"q48": 1, "q55": 3}, typed=True)), {"items": "q55"}),
    "not_on_offer": (case(form(values={"q48": 1, "q31": 7})), {"value": "7"}),
    "twice_at_one_visit": (case(form(), form(key="f2")), {"forms": "f1 f2"}),
    "other_window": (
        case(form(on=ENDED + timedelta(days=182))),
        {"on": (ENDED + timedelta(days=182)).isoformat(), "kept": "month_12", "now": "month_6"},
    ),
    "outside_every_window": (case(form(on=OUTSIDE, visit=None)), {"on": OUTSIDE.isoformat()}),
    "before_its_event": (
        case(
            form(visit="resection_3m", on=MONTH_12 - timedelta(days=9)),
            events=(*USUAL, Event(EventKind.REGROWTH, MONTH_12 - timedelta(days=40)),
                    Event(EventKind.RESECTION, MONTH_12, "day", {"operation": "lar"})),
        ),
        {"event": "resection", "event_on": MONTH_12.isoformat(), "on": (MONTH_12 - timedelta(days=9)).isoformat()},
    ),
    "before_enrolment": (
        case(form(on=ENROLLED - timedelta(days=1), visit=None)),
        {"on": (ENROLLED - timedelta(days=1)).isoformat(), "enrolled": ENROLLED.isoformat()},
    ),
    "after_leaving": (
        case(form(), events=(*USUAL, Event(EventKind.WITHDRAWAL, MONTH_12 - timedelta(days=1)))),
        {"on": MONTH_12.isoformat(), "event": "withdrawal", "event_on": (MONTH_12 - timedelta(days=1)).isoformat()},
    ),
    "age": (case(born=date(2015, 5, 17)), {"years": "9"}),
    "no_decision": (case(events=USUAL[:1]), {"because": "month_3"}),
    "doubtful": (
        case(events=(*with_stoma(MONTH_12 - timedelta(days=60)), *with_stoma(MONTH_12 - timedelta(days=30))[2:])),
        {},
    ),
    "day_not_known": (
        case(events=(*USUAL, Event(EventKind.REGROWTH, MONTH_12 - timedelta(days=40), "month"))), {"month": "2026-01"}
    ),
    "typed_once": (
        case(form(typed=True), protocol=PROTOCOL.model_copy(update={"second_entry": "yes"})), {}
    ),
    "no_form": (case(visits=due(PROTOCOL, Timeline(ENROLLED, USUAL), {}, TODAY)), {}),
}  # fmt: skip


def of_kind(found: tuple[Finding, ...], kind: str) -> list[Finding]:
    return [one for one in found if one.kind == kind]


def test_a_record_without_doubts_has_no_query() -> None:
    assert findings(case(form(), form("lars", key="f3", values={"q1": 1}))) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_finds_its_doubt_and_says_on_which_facts(kind: str) -> None:
    doubted, facts = CASES[kind]
    found = of_kind(findings(doubted), kind)
    assert found, kind
    assert facts.items() <= found[0].facts.items()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_words_on_the_page(kind: str) -> None:
    assert KIND_WORDS[kind]()
    assert kind == "doubtful" or SAID[kind](of_kind(findings(CASES[kind][0]), kind)[0])[1]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_doubt_is_the_same_query_on_another_day(kind: str) -> None:
    doubted = CASES[kind][0]
    later = replace(doubted, today=doubted.today + timedelta(days=5))
    (first, *_), (second, *_) = of_kind(findings(doubted), kind), of_kind(findings(later), kind)
    assert (first.id("p"), first.fingerprint) == (second.id("p"), second.fingerprint)
    assert first.id("p") != first.id("another patient")


def test_a_second_stoma_while_the_first_is_there_is_one_of_the_doubtful_sets() -> None:
    sentences = [one.said["sentence"] for one in of_kind(findings(CASES["doubtful"][0]), "doubtful")]
    assert any("is a second stoma" in sentence for sentence in sentences)


def test_the_timelines_agreement_with_the_patient_ends_the_query() -> None:
    said_yes = form(values={"q48": 2})
    assert of_kind(findings(case(said_yes)), "answer_and_record")
    formed = case(said_yes, events=with_stoma(MONTH_12 - timedelta(days=30)))
    assert not of_kind(findings(formed), "answer_and_record")
    assert not of_kind(findings(formed), "record_changed"), "the patient's own answer asked the right questions"


def test_imported_forms_are_judged_by_the_facts_that_came_with_them() -> None:
    imported = form(values={"q48": 2}, imported=True, facts={**KEPT, "stoma": "yes"}, visit=None, on=OUTSIDE)
    assert findings(case(imported)) == ()


def test_a_study_without_dates_has_no_queries_about_days() -> None:
    found = findings(replace(CASES["no_form"][0], dates_known=False, forms=(form(on=OUTSIDE, visit=None),)))
    assert found == ()


def test_a_patient_whose_decision_is_still_to_come_is_not_asked_about() -> None:
    early = case(events=USUAL[:1], today=ENDED + timedelta(days=20), visits=())
    assert findings(early) == ()
