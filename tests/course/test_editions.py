"""A new protocol version while patients are followed: what was begun stays, what comes is new."""

import json
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given

from qol.course.due import Progress, due
from qol.course.editions import Edition, Editions
from qol.course.events import Event, EventKind, Timeline
from qol.course.protocol import Protocol, from_canonical
from qol.course.windows import windows
from tests.course.test_laws import QUICK, courses, days

END = date(2025, 1, 1)
CHANGES = date(2025, 10, 20)  # month 9.6: month 6 is over, month 12 has not opened
WATCHED = Timeline(date(2024, 9, 1), (
    Event(EventKind.NEOADJUVANT_END, END), Event(EventKind.DECISION, date(2025, 2, 3), details={"strategy": "nom"}),
))  # fmt: skip


def second(first: Protocol, **dates: dict[str, object]) -> Protocol:
    """Version 2.0: visits with other dates; a visit that is given none is dropped, an unknown one is new."""
    body = first.model_dump(mode="json")
    visits = {visit["id"]: visit for visit in body["visits"]}
    for name, changed in dates.items():
        if not changed:
            del visits[name]
        else:
            visits[name] = {**visits.get(name, visits["month_12"]), "id": name, **changed}
    return from_canonical(json.dumps({**body, "version": "2.0", "visits": list(visits.values())}))


def months(start: float, due: float, overdue: float, expired: float) -> dict[str, object]:
    names = {"start": start, "due": due, "overdue": overdue, "expired": expired}
    return {name: {"amount": amount, "unit": "months"} for name, amount in names.items()}


@pytest.fixture
def changed(stage_1_3: Protocol) -> Editions:
    """Month 6 is dropped, months 9 and 15 are new, month 12 closes earlier."""
    new = second(
        stage_1_3, month_6={}, month_9=months(8, 9, 9.5, 10), month_12=months(11, 12, 12.5, 13),
        month_15=months(13.5, 15, 15.5, 15.9),
    )  # fmt: skip
    return Editions((Edition(stage_1_3, date(2024, 1, 1)), Edition(new, CHANGES)))


def test_one_version_is_followed_as_it_is(stage_1_3: Protocol) -> None:
    alone = Editions((Edition(stage_1_3, CHANGES),))
    assert alone.of(WATCHED) is stage_1_3
    assert alone.together is stage_1_3


def test_visits_that_were_over_stay_and_later_ones_are_new(changed: Editions, stage_1_3: Protocol) -> None:
    mine = changed.of(WATCHED)
    assert mine.visit_by_id["month_6"] == stage_1_3.visit_by_id["month_6"]
    assert mine.visit_by_id["month_12"] == changed.current.visit_by_id["month_12"]
    assert [v.id for v in mine.visits if v.kind == "calendar"][:6] == [
        "month_3", "month_6", "month_9", "month_12", "month_15", "month_18",
    ]  # fmt: skip
    listed = {item.visit.id: str(item.state) for item in due(mine, WATCHED, {}, date(2026, 1, 2))}
    assert listed["month_6"] == "expired"
    assert listed["month_12"] == "due"


def test_a_new_window_opens_on_the_day_of_the_new_version(changed: Editions) -> None:
    window = next(w for w in windows(changed.of(WATCHED), WATCHED) if w.visit.id == "month_9")
    assert (window.opens, window.closes) == (CHANGES, END + timedelta(days=304))


def test_a_window_that_was_open_keeps_its_dates_and_shares_no_day_with_a_new_one(stage_1_3: Protocol) -> None:
    open_day = date(2025, 11, 20)  # month 12 opened on 31 October
    new = second(stage_1_3, month_12=months(11, 12, 12.5, 13), month_14=months(13.1, 14, 14.5, 15.5))
    mine = Editions((Edition(stage_1_3, END), Edition(new, open_day))).of(WATCHED)
    found = {w.visit.id: w for w in windows(mine, WATCHED)}
    assert mine.visit_by_id["month_12"] == stage_1_3.visit_by_id["month_12"]
    assert found["month_14"].opens == found["month_12"].closes + timedelta(days=1)


def test_a_new_visit_whose_window_was_over_is_asked_of_nobody(stage_1_3: Protocol) -> None:
    new = second(stage_1_3, month_5=months(4.1, 4.5, 4.6, 4.9))
    assert "month_5" not in Editions((Edition(stage_1_3, END), Edition(new, CHANGES))).of(WATCHED).visit_by_id


def test_who_is_enrolled_later_follows_the_new_version_alone(changed: Editions) -> None:
    assert changed.of(Timeline(CHANGES, WATCHED.events)) is changed.current


def test_what_was_answered_stays_though_the_new_version_does_not_ask_it(changed: Editions) -> None:
    nothing_known = Timeline(date(2024, 9, 1))
    done = {"month_6": Progress("completed", date(2025, 6, 30))}
    assert "month_6" not in changed.of(nothing_known).visit_by_id
    assert "month_6" in changed.of(nothing_known, done).visit_by_id


def test_a_study_reads_the_visits_of_all_versions_under_the_hash_of_the_one_in_force(changed: Editions) -> None:
    assert {"month_6", "month_9", "month_15"} <= set(changed.together.visit_by_id)
    assert changed.together.hash == changed.current.hash
    assert changed.together.plan_hash == changed.current.plan_hash


def test_a_visit_says_the_version_that_words_it(changed: Editions, stage_1_3: Protocol) -> None:
    mine = changed.of(WATCHED)
    versions = {name: changed.version_of(mine.visit_by_id[name]) for name in ("month_6", "month_9", "month_12")}
    assert versions == {"month_6": stage_1_3.version, "month_9": "2.0", "month_12": "2.0"}


def test_an_instrument_of_an_old_visit_keeps_its_wording(stage_1_3: Protocol) -> None:
    body = stage_1_3.model_dump(mode="json")
    for visit in body["visits"]:
        visit["instruments"] = [asked for asked in visit["instruments"] if asked["id"] != "qlq_cr29"]
    del body["wording"]["qlq_cr29"]
    new = from_canonical(json.dumps({**body, "version": "2.0"}))
    both = Editions((Edition(stage_1_3, END), Edition(new, CHANGES)))
    assert both.of(WATCHED).wording["qlq_cr29"] == "paraphrase"
    assert "qlq_cr29" not in both.current.wording


@QUICK
@given(course=courses(), day=days)
def test_whatever_the_course_no_two_calendar_windows_share_a_day(
    course: Timeline, day: date, stage_1_3: Protocol
) -> None:
    new = second(stage_1_3, month_12=months(9, 10, 11, 13), month_14=months(13.1, 14, 15, 15.5), month_36={})
    mine = Editions((Edition(stage_1_3, date(2024, 1, 1)), Edition(new, day))).of(course)
    held = sorted((w.opens, w.closes) for w in windows(mine, course) if w.visit.kind == "calendar" and not w.empty)
    assert all(before[1] < after[0] for before, after in pairwise(held))


@QUICK
@given(course=courses(), day=days)
def test_windows_that_opened_before_a_new_version_are_as_they_were(
    course: Timeline, day: date, stage_1_3: Protocol
) -> None:
    new = second(stage_1_3, month_12=months(9, 10, 11, 13), month_36={}, regrowth={})
    mine = Editions((Edition(stage_1_3, date(2024, 1, 1)), Edition(new, day))).of(course)
    if course.enrolled < day:
        before = {w.visit.id: w for w in windows(stage_1_3, course) if w.opens < day}
        after = {w.visit.id: w for w in windows(mine, course)}
        assert {name: after[name] for name in before} == before
