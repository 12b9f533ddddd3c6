"""The instrument document: one instrument in one language as one static page, for offline work to rest on.

It holds every item in every wording, made by the same macros as the pages without JavaScript, and the conditions as
data. It knows no patient, so whoever has its address may read it and keep it for ever: the address is the hash of
its content. docs/patients.md describes its parts.
"""

import json
from functools import lru_cache
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, current_app, url_for
from jinja2 import Template
from markupsafe import Markup

from qol.errors import NotFound
from qol.instruments.definition import Instrument, Item, Page
from qol.instruments.hashes import canonical, from_canonical, scoring_hash, wording_hash
from qol.language import direction, speaking
from qol.study.wording.wordings import wordings_of
from qol.web.access import roles
from qol.web.house import house, today
from qol.web.survey.answer_form import empty_form

SHAPE = 1
"""Raised when the parts of the document change their names or meaning."""
FOR_EVER = "public, max-age=31536000, immutable"
AN_HOUR = "private, max-age=3600"
"""Licensed words: no proxy keeps them, a browser briefly; for work without a network the page keeps its own copy."""
HASH_LENGTH = 32


def add(blueprint: Blueprint) -> None:
    """The address of a document."""
    blueprint.add_url_rule("/documents/<instrument>/<language>/<digest>", "document", document)


@roles("anonymous")
def document(instrument: str, language: str, digest: str) -> Response:
    """The document of exactly this content; what is not here any more, or never was, is not found."""
    known = [one for one in wordings_of(house(), instrument, today()) if one.language == language]
    texts = {digest_of(text): (text, one) for one in known for text in (rendered(canonical(one)),)}
    if digest not in texts:
        raise NotFound("There is no such document.")
    text, found = texts[digest]
    how_long = AN_HOUR if found.validation == "licensed" else FOR_EVER
    return Response(text, mimetype="text/html", headers={"Cache-Control": how_long})


def address_of(instrument: Instrument) -> str:
    """The address of the document of an instrument in the words it has."""
    digest = digest_of(rendered(canonical(instrument)))
    return url_for("survey.document", instrument=instrument.id, language=instrument.language, digest=digest)


def digest_of(text: str) -> str:
    """The part of the address that stands for the content."""
    return sha256(text.encode()).hexdigest()[:HASH_LENGTH]


@lru_cache(maxsize=64)
def rendered(body: str) -> str:
    """The document of an instrument, kept by its whole definition; it changes with the macros, not with a patient."""
    instrument = from_canonical(body)
    pages = instrument.pages_with_items()
    with speaking(instrument.language):
        return _template().render(
            instrument=instrument,
            data=in_a_page(data_of(instrument)),
            questions=[part for page, item in pages for part in _questions(page, item, instrument)],
        )


def data_of(instrument: Instrument) -> dict[str, Any]:
    """What the pages say in words, as data: order, routing, codes, and what belongs before which item."""
    return {
        "shape": SHAPE,
        "id": instrument.id,
        "title": instrument.title,
        "short_title": instrument.short_title,
        "version": instrument.version,
        "language": instrument.language,
        "direction": direction(instrument.language),
        "scoring_hash": scoring_hash(instrument),
        "wording_hash": wording_hash(instrument),
        "facts": {name: list(values) for name, values in instrument.facts.items()},
        "variants": {name: _condition(condition) for name, condition in instrument.variants.items()},
        "items": [_item(page, item, instrument) for page, item in instrument.pages_with_items()],
    }


def _item(page: Page, item: Item, instrument: Instrument) -> dict[str, Any]:
    """One item: asked where all its conditions hold (static/conditions.js)."""
    answers = instrument.answers_of(item.id)
    return {
        "id": item.id,
        "label": item.label,
        "page": instrument.pages.index(page),
        "section": page.section,
        "recall_days": page.recall_days,
        "conditions": [_condition(c) for c in (instrument.applies_if, page.ask_if, item.ask_if) if c],
        "sets": item.sets,
        "sets_by": {str(code): value for code, value in item.sets_by.items()},
        "variants": list(item.ask),
        "kind": answers.kind,
        "codes": list(answers.scored_codes),
        "not_applicable": list(answers.not_applicable_codes),
        "longest": answers.longest if answers.kind == "text" else None,
    }


def _condition(condition: Any) -> dict[str, list[str]]:
    return {fact: list(values) for fact, values in condition.items()}


def _questions(page: Page, item: Item, instrument: Instrument) -> list[dict[str, Any]]:
    """The page of an item once for each wording."""
    form = empty_form(instrument, item.id)
    return [
        {"item": item, "page": page, "variant": variant, "words": words, "form": form}
        for variant, words in item.ask.items()
    ]


def _template() -> Template:
    """The template without what belongs to a request: no session, no token, no patient."""
    return current_app.jinja_env.get_template("survey/document.html")


def in_a_page(data: dict[str, Any]) -> Markup:
    """JSON inside a page: nothing in it can end the element that holds it."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704
