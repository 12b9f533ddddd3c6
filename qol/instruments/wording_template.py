"""An empty wording pack to fill in: the form's structure as YAML, our short labels beside it as comments."""

import json
from collections.abc import Iterator

from qol.errors import QolError
from qol.instruments.definition import AnswerSet, Instrument, Item
from qol.instruments.languages import is_language
from qol.instruments.wording_faults import worded_codes

HEAD = """\
# Wording pack for {title}, language {language}, to be filled with the licensed text.
# Write each text between its quotes, exactly as the licensed form prints it. A text with a " in it: write \\" there.
# Leave codes, ids and order as they are; labels after # are our own and are shown to nobody.
# This says line by line what is missing:  python -m qol wording check FILE
"""
FEW = 8
"""Up to so many questions are named beside their answers."""


def template(instrument: Instrument, language: str, study: str = "") -> str:
    """The text of a pack with every item, answer and page of the form still empty.

    Raises QolError for a language that is not known.
    """
    if not is_language(language):
        raise QolError(f"The language {language!r} is not known. Write a code of two or three letters such as de.")
    lines = [
        *HEAD.format(title=_one_line(instrument.short_title), language=language).splitlines(),
        f"instrument: {instrument.id}",
        f"language: {language}",
        f"holder: {_text(instrument.licence.holder or '')}   # who holds the copyright and grants the licence",
        'agreement: ""   # number or date of the agreement',
        f"study: {_text(study)}   # name of the study that it is granted to, as `qol study list` prints it",
        'expires: ""   # last day of the licence, as 2027-12-31',
        'title: ""   # as the licensed form prints it',
        "",
        *_pages(instrument),
        "",
        "items:",
        *(line for item in instrument.items.values() for line in _item(item)),
        "",
        *_answers(instrument),
    ]
    return "\n".join(lines) + "\n"


def _pages(instrument: Instrument) -> Iterator[str]:
    yield "pages:   # one entry for each page of the form, in this order"
    for page in instrument.pages:
        first, last = page.items[0].id, page.items[-1].id
        which = first if first == last else f"{first} to {last}"
        yield f'  - section: ""   # heading above {which}; ours: {_one_line(page.section)}'
        if page.recall:
            yield f'    recall: ""   # the period that is asked about; ours: {_one_line(page.recall)}'
        else:
            yield '    # recall: ""   # the period that is asked about, where the form names one'
        yield '    # intro: [""]   # sentences above the questions, where the form has them'
        yield '    # note: ""   # a sentence of its own before the first question, where the form has one'


def _item(item: Item) -> Iterator[str]:
    label = _one_line(item.label)
    if set(item.ask) <= {""}:
        yield f'  {item.id}: ""   # {label}'
        return
    yield f"  {item.id}:   # {label}: one text for each case"
    for name in item.ask:
        yield f'    {name}: ""'


def _answers(instrument: Instrument) -> Iterator[str]:
    worded = [answers for answers in instrument.answers if worded_codes(answers)]
    if not worded:
        yield "answers: {}   # this form has no answers in words"
        return
    yield "answers:   # the code on the left stays; its words between the quotes"
    for answers in worded:
        asked = [item.id for item in instrument.items.values() if item.answers == answers.id]
        yield f"  {answers.id}:   # of {', '.join(asked) if len(asked) <= FEW else f'{len(asked)} questions'}"
        for code in sorted(worded_codes(answers)):
            yield f'    {code}: ""{_ours(answers, code)}'


def _ours(answers: AnswerSet, code: int) -> str:
    ends = {answers.lowest: answers.low, answers.highest: answers.high}
    words = next((option.label for option in answers.options if option.code == code), None) or ends.get(code)
    return f"   # ours: {_one_line(words)}" if words else ""


def _text(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _one_line(words: str) -> str:
    return " ".join(words.split())
