"""State and facts on a date."""

from datetime import date

from qol.course.state import facts_at, state_at
from qol.course.timeline import Event, EventKind, Timeline

COURSE = Timeline(
    date(2025, 1, 2),
    (
        Event(EventKind.DECISION, date(2025, 6, 10), "day", {"strategy": "nom"}),
        Event(EventKind.REGROWTH, date(2025, 9, 1)),
        Event(EventKind.LOCAL_EXCISION, date(2025, 9, 1)),
        Event(EventKind.REGROWTH, date(2026, 1, 10)),
    ),
)


def test_an_event_counts_from_its_own_day() -> None:
    assert state_at(COURSE, date(2025, 6, 9)).strategy == "undecided"
    assert state_at(COURSE, date(2025, 6, 10)).strategy == "nom"


def test_a_regrowth_excised_the_same_day_leaves_the_rectum_kept() -> None:
    assert state_at(COURSE, date(2025, 9, 1)).rectum == "kept"


def test_a_second_regrowth_counts_again() -> None:
    assert state_at(COURSE, date(2026, 1, 10)).rectum == "regrowth"


def test_days_since_count_from_the_latest_event_of_a_kind() -> None:
    since = state_at(COURSE, date(2026, 1, 12)).since
    assert since[EventKind.REGROWTH] == 2
    assert since[EventKind.LOCAL_EXCISION] == 133
    assert EventKind.RESECTION not in since


def test_facts_before_a_decision_say_undecided() -> None:
    assert facts_at(COURSE, date(2025, 1, 2), "male", "follow_up") == {
        "sex": "male",
        "strategy": "undecided",
        "rectum": "kept",
        "stoma": "no",
        "occasion": "follow_up",
    }


def test_a_fact_that_is_not_known_is_left_out() -> None:
    assert not {"sex", "occasion"} & set(facts_at(COURSE, date(2026, 1, 12), None, None))
