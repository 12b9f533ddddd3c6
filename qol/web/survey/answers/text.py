"""Free text: stored, never scored."""

import unicodedata
from typing import Any

from wtforms import Field, TextAreaField
from wtforms.fields.core import UnboundField
from wtforms.validators import ValidationError

from qol.instruments.definition import AnswerSet
from qol.language import gettext as _
from qol.language import number
from qol.study.collection.reply import Reply

KIND = "text"


class FreeTextField(TextAreaField):
    """A text area with a longest length; what is too long is refused, never cut."""

    partial = "survey/answers/text.html"

    def __init__(self, *args: Any, answers: AnswerSet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.longest = answers.longest

    @property
    def given(self) -> bool:
        """Whether anything but blanks is written."""
        return bool(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the text without control characters, line ends as one sign, no blanks around it."""
        self.data = readable(valuelist[0]) if valuelist else ""

    def pre_validate(self, form: Any) -> None:
        """Refuse a text that is too long."""
        if self.data and len(self.data) > self.longest:
            sentence = _("This text has %(has)s characters; at most %(most)s can be kept. Please shorten it.")
            raise ValidationError(sentence % {"most": number(self.longest), "has": number(len(self.data))})


def readable(text: str) -> str:
    """The text as it can be stored everywhere: LF line ends, no control characters or lone surrogates."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def field(answers: AnswerSet) -> UnboundField:
    """A text area."""
    return FreeTextField(answers=answers)


def reply(given: Field) -> Reply | None:
    """The text that was written."""
    return Reply(text=given.data) if given.data else None


def stored(value: int | None, text: str | None) -> str:
    """The stored text."""
    return text or ""
