"""The form of one question: the answer in the field of its kind, the button pressed, and what was seen."""

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, StringField
from wtforms.validators import AnyOf

from qol.instruments.definition import AnswerSet, Instrument
from qol.study.collection.path import Given, Step
from qol.study.collection.reply import Reply
from qol.web.survey.answers import handler_of

MOVES = ("next", "back", "save", "skip", "clear", "break", "language", "display")


class AnswerForm(FlaskForm):
    """The parts that every question has; the answer's own field is added for each kind."""

    answer: Field
    revision = HiddenField()
    back = HiddenField()
    move = StringField(validators=[AnyOf(MOVES)])

    @property
    def query(self) -> dict[str, str]:
        """What the page's address carries on."""
        return {"back": "check"} if self.back.data == "check" else {}


def form_for(
    step: Step,
    given: Given | None,
    *,
    posted: Mapping[str, Any] | None = None,
    back: str | None = None,
    token: bool = True,
) -> AnswerForm:
    """The form of a step, filled from the store or with what was posted; token: whether it must carry one."""
    answers = _answers(step)
    answered = given if given is not None and given.is_answer else None
    data = {
        "answer": handler_of(answers).stored(answered.value, answered.text) if answered else None,
        "revision": str(given.version if given else 0),
        "back": "check" if back == "check" else "",
        "move": "next",
    }
    return _kind_of_form(answers)(formdata=posted, data=data, meta={} if token else {"csrf": False})


def empty_form(instrument: Instrument, item_id: str) -> AnswerForm:
    """The form of an item without patient, answer or token."""
    return _kind_of_form(instrument.answers_of(item_id))(formdata=None, meta={"csrf": False})


def reply_of(step: Step, form: AnswerForm) -> Reply | None:
    """What the patient gave; None where nothing was given."""
    return handler_of(_answers(step)).reply(form.answer)


def _kind_of_form(answers: AnswerSet) -> type[AnswerForm]:
    return type("AnswerForm", (AnswerForm,), {"answer": handler_of(answers).field(answers)})


def _answers(step: Step) -> AnswerSet:
    return step.section.instrument.answers_of(step.item.id)
