"""Numbers with words at both ends, such as 1 to 7."""

from typing import Any

from wtforms.fields.core import UnboundField

from qol.instruments.definition import AnswerSet
from qol.web.survey.answers.choice import ChoiceField, codes, reply, stored

KIND = "scale"

__all__ = ["KIND", "ScaleField", "field", "reply", "stored"]


class ScaleField(ChoiceField):
    """Radios that show their number; only the ends have words."""

    partial = "survey/answers/scale.html"

    def __init__(self, *args: Any, answers: AnswerSet, **options: Any) -> None:
        super().__init__(*args, answers=answers, **options)
        ends = {answers.lowest: answers.low, answers.highest: answers.high}
        self.choices = [(code, ends.get(code) or answers.label_of(code)) for code in codes(answers)]
        self.low, self.high = answers.low or "", answers.high or ""


def field(answers: AnswerSet) -> UnboundField:
    """Radios from the lowest number to the highest."""
    return ScaleField(answers=answers)
