"""One kind of answer = one handler here = one template partial; the folder is the register."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol, cast

from wtforms import Field
from wtforms.fields.core import UnboundField

from qol.instruments.definition import AnswerSet
from qol.study.collection.reply import Reply


class Handler(Protocol):
    """What a handler module offers."""

    KIND: str

    def field(self, answers: AnswerSet) -> UnboundField:
        """The WTForms field that shows and validates an answer of this kind."""

    def reply(self, field: Field) -> Reply | None:
        """What the patient gave in a valid field; None where nothing was given."""

    def stored(self, value: int | None, text: str | None) -> Any:
        """A stored answer as the field's data."""


@cache
def handlers() -> dict[str, Handler]:
    """Every handler by the kind of answer that it serves."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    return {module.KIND: cast(Handler, module) for module in modules}


def handler_of(answers: AnswerSet) -> Handler:
    """The handler of an answer set."""
    return handlers()[answers.kind]
