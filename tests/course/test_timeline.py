"""Sets of events: what is refused, what is asked back, and what only looks wrong."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qol.course.event_details import DETAIL_LABELS, DETAILS, LABELS, REQUIRED, VALUE_LABELS
from qol.course.timeline import Event, EventKind, Timeline, check
from qol.instruments.yaml_source import parse
from tests.course.story import event, plain

ENROLLED = date(2025, 1, 2)


def sets(name: str) -> list[dict[str, Any]]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    indented = "".join(f"  {line}" for line in text.splitlines(keepends=True))
    return list(plain(parse(f"sets:\n{indented}", name).root)["sets"])


def timeline(entries: list[dict[str, Any]]) -> Timeline:
    return Timeline(ENROLLED, tuple(event(entry) for entry in entries))


@pytest.mark.parametrize("case", sets("impossible.yaml"), ids=lambda case: case["set"])
def test_an_impossible_set_is_refused_in_a_sentence(case: dict[str, Any]) -> None:
    assert case["refused"] in check(timeline(case["events"])).refused


@pytest.mark.parametrize("case", sets("doubtful.yaml"), ids=lambda case: case["set"])
def test_a_doubtful_set_is_asked_back_and_not_refused(case: dict[str, Any]) -> None:
    findings = check(timeline(case["events"]))
    assert findings.doubtful == (case["doubtful"],)
    assert findings.refused == ()


def test_all_reasons_are_said_at_once() -> None:
    wrong = timeline([{"death": "2025-03-01"}, {"regrowth": "2025-04-01"}, {"stoma_closed": "2025-02-01"}])
    assert len(check(wrong).refused) == 2


def test_what_is_dated_after_today_is_refused() -> None:
    planned = timeline([{"decision": "2025-06-10", "strategy": "nom"}])
    assert check(planned, today=date(2025, 6, 10)).refused == ()
    assert check(planned, today=date(2025, 6, 9)).refused == (
        "Decision on 10 June 2025 is in the future; today is 9 June 2025.",
    )


def test_this_month_without_a_day_is_not_in_the_future() -> None:
    assert check(timeline([{"regrowth": "2025-06"}]), today=date(2025, 6, 3)).refused == ()


def test_a_patient_may_be_referred_after_everything_has_happened() -> None:
    before = timeline(
        [
            {"neoadjuvant_start": "2024-01-08"},
            {"neoadjuvant_end": "2024-03-01"},
            {"response_assessment": "2024-05-02", "result": "complete"},
            {"decision": "2024-05-10", "strategy": "nom", "offered": "both"},
        ]
    )
    assert check(before) == check(Timeline(ENROLLED))


def test_a_death_by_month_does_not_refuse_what_came_later_in_that_month() -> None:
    assert check(timeline([{"death": "2025-06"}, {"metastasis": "2025-06-20"}])).refused == ()


def test_a_stoma_may_be_formed_closed_and_formed_again() -> None:
    again = timeline([{"stoma_formed": "2025-02-01"}, {"stoma_closed": "2025-05-01"}, {"stoma_formed": "2025-09-01"}])
    assert check(again) == check(Timeline(ENROLLED))


def test_a_month_stands_on_its_fifteenth_and_reaches_over_the_month() -> None:
    february = Event(EventKind.REGROWTH, date(2024, 2, 29), "month")
    assert (february.on, february.earliest, february.latest) == (
        date(2024, 2, 15),
        date(2024, 2, 1),
        date(2024, 2, 29),
    )


def test_every_kind_detail_and_value_has_words() -> None:
    assert set(LABELS) == set(EventKind)
    for kind, details in DETAILS.items():
        assert set(REQUIRED.get(kind, ())) <= set(details)
        for key, values in details.items():
            assert DETAIL_LABELS[key]
            assert all(VALUE_LABELS[key, value] for value in values)


def test_a_death_after_a_withdrawal_is_not_asked_back() -> None:
    assert check(timeline([{"withdrawal": "2025-06-01"}, {"death": "2025-09-01"}])) == check(Timeline(ENROLLED))
