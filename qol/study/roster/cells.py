"""Single cells: dates as spreadsheets write them, numbers that a spreadsheet spoiled."""

import re
from datetime import date
from typing import Literal

from qol.course.events import Precision
from qol.language import gettext

MONTH_ONLY = 15
"""The day from which a date is counted when only its month is known."""
ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?: 00:00(?::00)?)?")
DOTTED = re.compile(r"(?:(\d{1,2})\. ?)?(\d{1,2})\. ?(\d{4})")
SERIAL = re.compile(r"\d{5}(?:[.,]0+)?")
SPOILED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)

Sex = Literal["female", "male"]


def read_date(text: str, month_only: bool) -> tuple[date, Precision]:
    """The date of a cell; raises ValueError with what would be right. month_only: whether 2025-12 is enough."""
    if SERIAL.fullmatch(text):
        raise ValueError(gettext("A spreadsheet has turned this date into a number. Format the column as 2025-12-31."))
    iso, dotted = ISO.fullmatch(text), DOTTED.fullmatch(text)
    if iso:
        year, month, day = iso.groups()
    elif dotted:
        day, month, year = dotted.groups()
    else:
        raise ValueError(gettext("Write the date as 2025-12-31 or 31.12.2025."))
    if day is None and not month_only:
        raise ValueError(gettext("The day is needed here: write the date as 2025-12-31 or 31.12.2025."))
    try:
        return date(int(year), int(month), int(day or MONTH_ONLY)), "day" if day else "month"
    except ValueError:
        raise ValueError(gettext("There is no such day.")) from None


def read_number(text: str) -> str:
    """A hospital number; raises ValueError where a spreadsheet has shortened it."""
    if not text:
        raise ValueError(gettext("Type the hospital number."))
    if SPOILED.fullmatch(text):
        raise ValueError(gettext("A spreadsheet has shortened this number. Format the column as text."))
    if len(text) > 60:
        raise ValueError(gettext("This cell holds a formula or is too long."))
    return text


def read_choice(text: str, possible: tuple[str, ...]) -> str:
    """One of some words, in any case; raises ValueError naming them."""
    word = text.lower()
    if word not in possible:
        raise ValueError(gettext("Possible: %(values)s.") % {"values": ", ".join(possible)})
    return word
