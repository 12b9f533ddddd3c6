"""A whole number between two ends."""

from typing import Any

from wtforms import Field, StringField
from wtforms.fields.core import UnboundField
from wtforms.validators import ValidationError

from qol.instruments.definition import AnswerSet
from qol.language import gettext as _
from qol.language import number as in_digits
from qol.study.collection.reply import Reply

KIND = "number"
LONGEST = 9
"""Digits; more are no answer to any question."""


class NumberField(StringField):
    """A field for digits of any script; nothing is rounded or guessed."""

    partial = "survey/answers/number.html"

    def __init__(self, *args: Any, answers: AnswerSet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lowest, self.highest = answers.lowest or 0, answers.highest or 0
        self.low, self.high = answers.low or "", answers.high or ""

    @property
    def given(self) -> bool:
        """Whether anything is entered."""
        return self.data is not None

    @property
    def shown(self) -> str:
        """What stands in the field: the number, or what was typed and not understood."""
        if self.data is None:
            return str(self.raw_data[0]) if self.raw_data else ""
        return str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take a whole number; blanks mean that nothing was entered."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed:
            if not typed.isdecimal() or len(typed) > LONGEST:
                raise ValueError(self._sentence())
            self.data = int(typed)

    def pre_validate(self, form: Any) -> None:
        """Refuse a number outside the two ends."""
        if self.data is not None and not self.lowest <= self.data <= self.highest:
            raise ValidationError(self._sentence())

    def _sentence(self) -> str:
        return _("Please enter a whole number from %(lowest)s to %(highest)s.") % {
            "lowest": in_digits(self.lowest),
            "highest": in_digits(self.highest),
        }


def field(answers: AnswerSet) -> UnboundField:
    """A field for a number."""
    return NumberField(answers=answers)


def reply(given: Field) -> Reply | None:
    """The number that was entered."""
    return None if given.data is None else Reply(value=given.data)


def stored(value: int | None, text: str | None) -> int | None:
    """The stored number."""
    return value
