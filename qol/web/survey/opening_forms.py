"""What is asked before anything opens: a code, a date of birth in three fields."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField

from qol.language import from_iranian, is_iranian
from qol.language import gettext as _

if TYPE_CHECKING:
    from qol.web.survey.opening import Problem

EARLIEST = 1900


class CodeForm(FlaskForm):
    """Six digits."""

    code = StringField()


class LinkForm(FlaskForm):
    """The secret that the script took out of the address, or the typed code; and the date of birth."""

    secret = HiddenField()
    code = StringField()
    day = StringField()
    month = StringField()
    year = StringField()

    def validate(self, extra_validators: object = None) -> bool:
        """All problems at once, each with its field and what would be right."""
        if not super().validate():
            return False
        if not (self.secret.data or (self.code.data or "").strip()):
            self.code.errors = [_("Please enter the code in your letter.")]
        field, sentence = self._date_problem()
        if field is not None:
            field.errors = [sentence]
        return not self.errors

    def problems(self) -> list[Problem]:
        """The problems for the top of the page."""
        from qol.web.survey.opening import Problem

        fields = (self.code, self.day, self.month, self.year)
        return [Problem(str(field.errors[0]), field.id) for field in fields if field.errors]

    def birth_date(self) -> date:
        """The date of a valid form."""
        return _date(_whole(self.year), _whole(self.month), _whole(self.day))

    def _date_problem(self) -> tuple[StringField | None, str]:
        """The first field of the date that cannot be right, and why."""
        day, month, year = _whole(self.day), _whole(self.month), _whole(self.year)
        if not (self.day.data or self.month.data or self.year.data):
            return self.day, _("Please enter your date of birth.")
        if not 1 <= day <= 31:
            return self.day, _("Please enter the day as a number from 1 to 31.")
        if not 1 <= month <= 12:
            return self.month, _("Please enter the month as a number from 1 to 12.")
        if not (EARLIEST <= year <= 9999 or _counts_from_iran(year)):
            return self.year, _("Please enter the year with four digits, for example 1948.")
        try:
            _date(year, month, day)
        except ValueError:
            return self.day, _("There is no such day in that month. Please check it.")
        return None, ""


def _date(year: int, month: int, day: int) -> date:
    """A date of either calendar: no year of one is a year of birth in the other."""
    return from_iranian(year, month, day) if _counts_from_iran(year) else date(year, month, day)


def _counts_from_iran(year: int) -> bool:
    """Whether a Persian reader gave the year of the Iranian calendar: 1279 began in 1900."""
    return is_iranian() and 1279 <= year < 1500


def _whole(field: StringField) -> int:
    """The number in a field, in digits of any script; -1 where there is none."""
    typed = (field.data or "").strip()
    return int(typed) if typed.isdecimal() and len(typed) <= 4 else -1
