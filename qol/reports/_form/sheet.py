"""What stands on a paper form, in its order: parts with their introductions, questions with their answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from qol.instruments.definition import AnswerSet, Condition, Instrument, Item, Page
from qol.language import gettext
from qol.reports._form.only_if import only_if, remaining

AS_ON_THE_FORM = re.compile(r"q([0-9]+[a-z]?)")
WIDEST = 11
"""A row of more numbers than this is set below its question, over the whole width."""


@dataclass(frozen=True)
class Question:
    """One item. asks: of whom, in which words; number: empty for free text, which is not counted through."""

    id: str
    number: str
    recall: str | None
    only: str
    asks: tuple[tuple[str, str], ...]
    hint: str | None
    answers: AnswerSet

    @property
    def wide(self) -> bool:
        """Whether its answers need the whole width."""
        codes = len(self.answers.scored_codes)
        return self.answers.kind == "text" or (self.answers.kind == "scale" and codes > WIDEST)


@dataclass(frozen=True)
class Part:
    """Questions under one heading; heading and `only` are empty where they are those of the part before."""

    heading: str
    only: str
    intro: tuple[str, ...]
    questions: tuple[Question, ...]


def parts(instrument: Instrument, known: Mapping[str, str]) -> tuple[Part, ...]:
    """The parts that can be asked under the facts that are known when the form is printed."""
    found: list[Part] = []
    before: tuple[str, Condition] = ("", {})
    for page in instrument.pages:
        condition = remaining(page.ask_if, known, instrument.facts)
        asked = _questions(page, instrument, known) if condition is not None else ()
        if condition is None or not asked:
            continue
        told = (*page.intro, page.note) if page.note else page.intro
        found.append(Part(_heading(page, before), _only(condition, before), told, asked))
        before = (page.section, condition)
    return _numbered(tuple(found), instrument)


def _heading(page: Page, before: tuple[str, Condition]) -> str:
    return page.section if page.section != before[0] else ""


def _only(condition: Condition, before: tuple[str, Condition]) -> str:
    """The condition of a part, said where it begins; its end is said too."""
    if condition == before[1]:
        return ""
    return only_if(condition) or gettext("The next questions are for everybody again.")


def _questions(page: Page, instrument: Instrument, known: Mapping[str, str]) -> tuple[Question, ...]:
    found = []
    for item in page.items:
        condition = remaining(item.ask_if, known, instrument.facts)
        if condition is not None:
            asks = _asks(item, instrument, known)
            answers = instrument.answers_of(item.id)
            found.append(Question(item.id, "", page.recall, only_if(condition), asks, item.hint, answers))
    return tuple(found)


def _asks(item: Item, instrument: Instrument, known: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The wordings that can be meant, each with its condition; the first that is certain ends the list."""
    found = []
    for name, words in item.ask.items():
        condition = remaining(instrument.variants.get(name, {}), known, instrument.facts)
        if condition is not None:
            found.append((only_if(condition), words))
        if condition == {}:
            break
    return tuple(found)


def _numbered(found: tuple[Part, ...], instrument: Instrument) -> tuple[Part, ...]:
    """The numbers of the published form; our own instrument has no other form, so it is counted through."""
    counted = [q for part in found for q in part.questions if q.answers.kind != "text"]
    printed = [AS_ON_THE_FORM.fullmatch(question.id) for question in counted]
    own = instrument.validation == "not_validated" or None in printed
    numbers = {
        question.id: str(place) if own or match is None else match[1]
        for place, (question, match) in enumerate(zip(counted, printed, strict=True), 1)
    }
    return tuple(
        replace(part, questions=tuple(replace(q, number=numbers.get(q.id, "")) for q in part.questions))
        for part in found
    )
