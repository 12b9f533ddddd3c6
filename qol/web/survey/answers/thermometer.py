"""A thermometer: the patient's own number between the worst end and the best, with no mark to begin with."""

from wtforms.fields.core import UnboundField

from qol.instruments.definition import AnswerSet
from qol.web.survey.answers.number import NumberField, reply, stored

KIND = "thermometer"

__all__ = ["KIND", "ThermometerField", "field", "reply", "stored"]


class ThermometerField(NumberField):
    """A number with the drawing of a thermometer beside it."""

    partial = "survey/answers/thermometer.html"


def field(answers: AnswerSet) -> UnboundField:
    """A field for the number, under the drawing."""
    return ThermometerField(answers=answers)
