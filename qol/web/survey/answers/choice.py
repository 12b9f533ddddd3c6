"""One answer of several, each in words."""

from typing import Any

from wtforms import Field, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.fields.core import UnboundField
from wtforms.validators import Optional, ValidationError

from qol.instruments.definition import AnswerSet
from qol.language import gettext as _
from qol.study.collection.reply import Reply

KIND = "choice"


class ChoiceField(RadioField):
    """Native radios; a code that the item does not offer is refused."""

    partial = "survey/answers/choice.html"

    def __init__(self, *args: Any, answers: AnswerSet, **options: Any) -> None:
        choices = [SelectChoice(str(code), self.words(answers, code)) for code in codes(answers)]
        super().__init__(*args, choices=choices, coerce=int, validators=[Optional()], **options)
        self.apart = frozenset(answers.not_applicable_codes)
        self.low, self.high = answers.low or "", answers.high or ""

    @staticmethod
    def words(answers: AnswerSet, code: int) -> str:
        """The words beside a code."""
        return answers.label_of(code)

    @property
    def given(self) -> bool:
        """Whether anything is chosen."""
        return self.data is not None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take a posted code; nothing posted means nothing chosen, whatever the store holds."""
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = int(valuelist[0])
            except ValueError as error:
                raise ValueError(_("This answer is not one of those offered. Please choose again.")) from error

    def pre_validate(self, form: Any) -> None:
        """Refuse a code that is not offered."""
        if self.data is not None and str(self.data) not in [choice.value for choice in self.choices]:
            raise ValidationError(_("This answer is not one of those offered. Please choose again."))


def codes(answers: AnswerSet) -> tuple[int, ...]:
    """The codes in the order of the page: as written, or from the lowest number to the highest."""
    written = tuple(option.code for option in answers.options if not option.not_applicable)
    return (written or answers.scored_codes) + answers.not_applicable_codes


def field(answers: AnswerSet) -> UnboundField:
    """Radios with the item's own words."""
    return ChoiceField(answers=answers)


def reply(given: Field) -> Reply | None:
    """The code that was chosen."""
    return None if given.data is None else Reply(value=given.data)


def stored(value: int | None, text: str | None) -> int | None:
    """The chosen code."""
    return value
