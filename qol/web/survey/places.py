"""Where somebody was, as a short word in an address: `2/q7`, `2/q7/before`, `check`."""

import re
from typing import Any

from flask import url_for

from qol.study.collection.path import Path, Step

QUESTION = re.compile(r"(?P<part>\d{1,3})/(?P<item>[A-Za-z]\w{0,31})(?P<before>/before)?")
PAGES = {
    "check": "survey.check",
    "break": "survey.break_",
    "tablet": "survey.tablet",
    "s": "survey.link",
    "kept": "survey.kept_here",
}


def address_of(at: str) -> str:
    """The address of a place; the welcome page for a word that is none, so that nobody is sent elsewhere."""
    question = QUESTION.fullmatch(at)
    if question:
        endpoint = "survey.note" if question["before"] else "survey.item"
        return url_for(endpoint, part=int(question["part"]), item=question["item"])
    return url_for(PAGES.get(at, "survey.welcome"))


def place_of(step: Step, *, note: bool = False) -> str:
    """The word for a question, or for the page before it."""
    return f"{step.position}/{step.item.id}" + ("/before" if note else "")


def address_of_step(step: Step, **query: Any) -> str:
    """The address of a question."""
    return url_for("survey.item", part=step.position, item=step.item.id, **query)


def way_to(step: Step | None) -> str:
    """Where to go forwards: the page before a question where there is one; after the last one the check."""
    if step is None:
        return url_for("survey.check")
    if step.note:
        return url_for("survey.note", part=step.position, item=step.item.id)
    return address_of_step(step)


def way_back(path: Path, step: Step, *, from_note: bool = False) -> str:
    """Where to go backwards: the note before a question, then the question before, then the welcome page."""
    if step.note and not from_note:
        return url_for("survey.note", part=step.position, item=step.item.id)
    before = path.before(step)
    return url_for("survey.welcome") if before is None else address_of_step(before)


def settings_address(at: str, move: str) -> str:
    """The page of language and display, which leads back to the place."""
    return url_for("survey.settings", at=at, _anchor=move)


def resume_address() -> str:
    """Where an opened questionnaire begins or carries on."""
    return url_for("survey.resume")
