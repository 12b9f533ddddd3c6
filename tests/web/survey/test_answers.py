"""One handler and one template a kind of answer."""

from pathlib import Path
from typing import Any, get_args

import pytest
from flask import Flask
from flask_wtf import FlaskForm

from qol.instruments.definition import AnswerSet, Option
from qol.study.collection.reply import Reply
from qol.web.survey.answers import handler_of, handlers

TEMPLATES = Path(__file__).parents[3] / "templates" / "survey" / "answers"
CHOICE = AnswerSet(
    id="amount",
    options=(Option(code=1, label="No"), Option(code=2, label="Yes"), Option(code=9, label="-", not_applicable=True)),
)
SETS = {
    "choice": CHOICE,
    "scale": AnswerSet(id="seven", kind="scale", lowest=1, highest=7, low="Poor", high="Fine"),
    "text": AnswerSet(id="open", kind="text", longest=20),
    "number": AnswerSet(id="times", kind="number", lowest=0, highest=30),
    "thermometer": AnswerSet(id="vas", kind="thermometer", lowest=0, highest=100, low="Worst", high="Best"),
}


def form(app: Flask, kind: str, posted: dict[str, str] | None = None, data: Any = None) -> Any:
    answers = SETS[kind]
    made = type("AnswerForm", (FlaskForm,), {"answer": handler_of(answers).field(answers)})
    with app.test_request_context():
        return made(formdata=posted and _Posted(posted), data={"answer": data}, meta={"csrf": False})


class _Posted(dict[str, str]):
    def getlist(self, name: str) -> list[str]:
        return [self[name]]


def reply(app: Flask, kind: str, typed: str) -> Reply | str | None:
    """What a posted answer becomes, or the sentence that refuses it."""
    filled = form(app, kind, {"answer": typed})
    if not filled.validate():
        return str(filled.answer.errors[0])
    return handler_of(SETS[kind]).reply(filled.answer)


def shown(app: Flask, field: Any) -> str:
    """The field in the template of its kind."""
    page = "{% import field.partial as partial %}{{ partial.answers(field) }}"
    return app.jinja_env.from_string(page).render(field=field)


def test_every_kind_of_the_definition_has_a_handler_and_a_template() -> None:
    kinds = set(get_args(AnswerSet.model_fields["kind"].annotation))
    assert set(handlers()) == kinds == set(SETS)
    assert {path.stem for path in TEMPLATES.glob("*.html")} == kinds


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        ("choice", "2", Reply(value=2)),
        ("choice", "9", Reply(value=9)),
        ("choice", "", None),
        ("scale", "7", Reply(value=7)),
        ("text", "  a\r\nb\x07 ", Reply(text="a\nb")),
        ("text", " \n ", None),
        ("number", " 12 ", Reply(value=12)),
        ("number", "۱۲", Reply(value=12)),
        ("number", "", None),
        ("thermometer", "100", Reply(value=100)),
        ("thermometer", "0", Reply(value=0)),
    ],
)
def test_what_is_given_becomes_a_code_or_a_text(app: Flask, kind: str, typed: str, expected: Reply | None) -> None:
    assert reply(app, kind, typed) == expected


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("choice", "3", "not one of those offered"),
        ("scale", "8", "not one of those offered"),
        ("scale", "1.5", "not one of those offered"),
        ("text", "a" * 21, "21 characters; at most 20"),
        ("number", "31", "whole number from 0 to 30"),
        ("number", "-1", "whole number from 0 to 30"),
        ("number", "12.5", "whole number from 0 to 30"),
        ("thermometer", "101", "whole number from 0 to 100"),
    ],
)
def test_what_cannot_be_is_refused_with_what_would_be_right(app: Flask, kind: str, typed: str, words: str) -> None:
    assert words in str(reply(app, kind, typed))


@pytest.mark.parametrize("kind", list(SETS))
def test_nothing_is_given_to_begin_with(app: Flask, kind: str) -> None:
    empty = form(app, kind).answer
    page = shown(app, empty)
    assert not empty.given
    assert "checked" not in page
    assert 'value="0"' not in page


@pytest.mark.parametrize(("kind", "stored"), [("choice", 2), ("scale", 4), ("number", 0), ("thermometer", 55)])
def test_a_stored_answer_is_shown(app: Flask, kind: str, stored: int) -> None:
    field = form(app, kind, data=stored).answer
    page = shown(app, field)
    assert field.given
    assert f'value="{stored}"' in page
    assert page.count(" checked") == (1 if kind in ("choice", "scale") else 0)
