"""Numbers with words at both ends, such as 1 to 7."""

from wtforms.fields.core import UnboundField

from qol.instruments.definition import AnswerSet
from qol.web.survey.answers.choice import ChoiceField, reply, stored

KIND = "scale"

__all__ = ["KIND", "ScaleField", "field", "reply", "stored"]


class ScaleField(ChoiceField):
    """Radios that show their number; only the ends have words."""

    partial = "survey/answers/scale.html"

    @staticmethod
    def words(answers: AnswerSet, code: int) -> str:
        """The words of an end; between the ends the number itself."""
        ends = {answers.lowest: answers.low, answers.highest: answers.high}
        return ends.get(code) or answers.label_of(code)


def field(answers: AnswerSet) -> UnboundField:
    """Radios from the lowest number to the highest."""
    return ScaleField(answers=answers)
