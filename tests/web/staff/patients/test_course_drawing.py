"""The geometry of the timeline: time to scale, markers apart, nothing outside the picture."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qol.web.staff.patients.course_drawing import ALONE, BESIDE, MARKER, Occurrence, Shown, draw

TODAY = date(2026, 3, 12)


def _shown(**changed: object) -> Shown:
    plain = {
        "occurrences": (), "decided": None, "clock": None, "rectum_until": None, "stomas": (), "signs": (),
        "windows": (), "first": date(2025, 3, 12), "today": TODAY,
    }  # fmt: skip
    return Shown(**{**plain, **changed})  # type: ignore[arg-type]


def _events(*days: date) -> tuple[Occurrence, ...]:
    return tuple(Occurrence(number, day, None, period=False) for number, day in enumerate(sorted(days), 1))


def test_equal_spans_of_time_are_equally_wide() -> None:
    drawing = draw(_shown(clock=date(2025, 6, 1)))
    gaps = [later.x - earlier.x for earlier, later in pairwise(drawing.study_ticks)]
    assert max(gaps) - min(gaps) < 1.5
    assert [tick.month for tick in drawing.study_ticks] == sorted(tick.month for tick in drawing.study_ticks)
    assert 0 in [tick.month for tick in drawing.study_ticks]


def test_the_clock_since_the_decision_has_no_month_before_it() -> None:
    drawing = draw(_shown(decided=date(2025, 9, 1), clock=date(2025, 6, 1)))
    assert min(tick.month for tick in drawing.decision_ticks) == 0
    assert drawing.group_from == drawing.decision_ticks[0].x


def test_without_a_clock_there_are_no_months() -> None:
    drawing = draw(_shown())
    assert drawing.study_ticks == ()
    assert drawing.decision_ticks == ()
    assert drawing.group_from is None


def test_a_stoma_that_was_never_closed_reaches_the_edge() -> None:
    (span,) = draw(_shown(stomas=((date(2026, 1, 1), None),))).stomas
    assert span.x + span.width == pytest.approx(BESIDE, abs=0.2)


def test_coming_windows_that_overlap_are_one_shape_and_the_open_one_stays_apart() -> None:
    windows = (
        (date(2026, 3, 1), date(2026, 4, 1), True),
        (date(2026, 5, 1), date(2026, 7, 1), False),
        (date(2026, 6, 1), date(2026, 8, 1), False),
        (date(2026, 9, 1), date(2026, 10, 1), False),
    )
    drawing = draw(_shown(windows=windows))
    assert len(drawing.open_windows) == 1
    assert len(drawing.coming_windows) == 2


def test_alone_the_drawing_is_wider() -> None:
    assert draw(_shown(width=ALONE)).today > draw(_shown()).today


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(min_value=-1500, max_value=0), max_size=20))
def test_events_never_cover_each_other_nor_leave_the_picture(ages: list[int]) -> None:
    drawing = draw(_shown(occurrences=_events(*(TODAY + timedelta(days=age) for age in ages))))
    places = [mark.x for mark in drawing.events]
    assert all(later - earlier >= MARKER - 0.11 for earlier, later in pairwise(places))
    assert all(8 <= x <= BESIDE - 8 for x in places)
    assert [mark.number for mark in drawing.events] == list(range(1, len(ages) + 1))
