"""Dates as people type them."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from qol.web.staff.date_entry import DateEntry


class Whole(Form):
    on = DateEntry("Date")


class MonthWillDo(Form):
    on = DateEntry("Date", day_optional=True)


def _typed(day: str, month: str, year: str) -> MultiDict[str, str]:
    return MultiDict({"on-day": day, "on-month": month, "on-year": year})


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("17", "11", "1949"), date(1949, 11, 17)),
        ((" 7 ", "01", "2026"), date(2026, 1, 7)),
        (("۱۷", "۱۱", "۱۹۴۹"), date(1949, 11, 17)),
        (("29", "2", "2024"), date(2024, 2, 29)),
    ],
)
def test_a_date_is_read_in_any_digits(typed: tuple[str, str, str], expected: date) -> None:
    form = Whole(_typed(*typed))
    assert form.validate()
    assert form.on.data == expected


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (("29", "2", "2025"), "from 1 to 28"),
        (("31", "4", "2025"), "from 1 to 30"),
        (("1", "0", "2025"), "from 1 to 12"),
        (("1", "1", "25"), "four digits"),
        (("1", "1", "12345"), "four digits"),
        (("x", "1", "2025"), "from 1 to 31"),
        (("", "1", "2025"), "from 1 to 31"),
    ],
)
def test_what_cannot_be_a_date_says_which_part_is_wrong(typed: tuple[str, str, str], fault: str) -> None:
    form = Whole(_typed(*typed))
    assert not form.validate()
    assert fault in form.on.errors[0]
    assert form.on.typed["year"] == typed[2].strip()


def test_a_month_alone_is_counted_from_the_fifteenth_and_marked() -> None:
    form = MonthWillDo(_typed("", "9", "2025"))
    assert form.validate()
    assert (form.on.data, form.on.precision) == (date(2025, 9, 15), "month")


def test_nothing_typed_is_no_date_and_no_fault() -> None:
    form = Whole(_typed("", "", ""))
    assert form.validate()
    assert form.on.data is None
    assert form.on.empty


def test_a_recorded_month_is_shown_without_a_day() -> None:
    form = MonthWillDo()
    form.on.show(date(2025, 9, 15), "month")
    assert form.on.typed == {"day": "", "month": "9", "year": "2025"}
