"""A date typed as day, month and year: no calendar to page through, and the day may be unknown."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from wtforms import Field

from qol.language import gettext

MONTH_ONLY = 15
"""The day from which a date is counted when only its month is known."""

PARTS = ("day", "month", "year")


class DateEntry(Field):
    """Three short text fields; `data` is a date or None, `precision` says whether the day is known."""

    data: date | None
    process_errors: list[str]

    def __init__(self, label: str, day_optional: bool = False, description: str = "", **options: Any) -> None:
        super().__init__(label, description=description, **options)
        self.day_optional = day_optional
        self.typed: dict[str, str] = dict.fromkeys(PARTS, "")
        self.precision: Literal["day", "month"] = "day"

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read the three parts from a posted form, else from the given date."""
        self.process_errors = []
        self.data = None
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part in PARTS):
            self.typed = {part: formdata.get(f"{self.name}-{part}", "").strip() for part in PARTS}
            self._read()
        elif isinstance(data, date):
            self._show(data, "day")

    def show(self, value: date, precision: str) -> None:
        """Fill the parts with a date that is already recorded."""
        self._show(value, "month" if precision == "month" else "day")

    @property
    def empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(self.typed.values())

    def _show(self, value: date, precision: Literal["day", "month"]) -> None:
        self.data, self.precision = value, precision
        day = "" if precision == "month" else str(value.day)
        self.typed = {"day": day, "month": str(value.month), "year": str(value.year)}

    def _read(self) -> None:
        if self.empty:
            return
        try:
            self.data, self.precision = read(self.typed, self.day_optional)
        except ValueError as fault:
            self.process_errors.append(str(fault))


def read(typed: Mapping[str, str], day_optional: bool) -> tuple[date, Literal["day", "month"]]:
    """The date that was typed; raises ValueError with what is wrong in the reader's words."""
    year, month = _number(typed["year"]), _number(typed["month"])
    if year is None or not 1900 <= year <= 2200:
        raise ValueError(gettext("Type the year with four digits, such as 1958."))
    if month is None or not 1 <= month <= 12:
        raise ValueError(gettext("Type the month as a number from 1 to 12."))
    if not typed["day"] and day_optional:
        return date(year, month, MONTH_ONLY), "month"
    day = _number(typed["day"])
    last = monthrange(year, month)[1]
    if day is None or not 1 <= day <= last:
        raise ValueError(gettext("Type the day as a number from 1 to {last}.").format(last=last))
    return date(year, month, day), "day"


def _number(text: str) -> int | None:
    """A whole number of at most four digits, in any script; None for anything else."""
    return int(text) if text.isdecimal() and len(text) <= 4 else None
