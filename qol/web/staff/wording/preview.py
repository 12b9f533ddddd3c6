"""What was understood of a wording pack: each of its texts beside our own label."""

from collections.abc import Iterator
from dataclasses import dataclass

from qol.instruments.definition import Instrument
from qol.instruments.wording_packs import Pack
from qol.instruments.wording_source import PackPage
from qol.language import gettext


@dataclass(frozen=True)
class Words:
    """One text: where it stands, what we call that place, and the licensed words."""

    place: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Part:
    """The texts of one page of the form, or of one set of answers."""

    heading: str
    words: tuple[Words, ...]


def preview(pack: Pack, instrument: Instrument) -> tuple[Part, ...]:
    """Page by page in the order of the form, then the answers."""
    return (*_pages(pack, instrument), *_answers(pack, instrument))


def _pages(pack: Pack, instrument: Instrument) -> Iterator[Part]:
    for number, (ours, theirs) in enumerate(zip(instrument.pages, pack.pages, strict=True), 1):
        items = [
            Words(item.id, f"{item.label}, {name.replace('_', ' ')}" if name else item.label, text)
            for item in ours.items
            for name, text in pack.items[item.id].items()
        ]
        heading = gettext("Page {number}: {section}").format(number=number, section=ours.section)
        yield Part(heading, (*_around(theirs), *items))


def _around(page: PackPage) -> Iterator[Words]:
    yield Words("", gettext("Heading"), page.section)
    if page.recall:
        yield Words("", gettext("Period asked about"), page.recall)
    for text in page.intro:
        yield Words("", gettext("Introduction"), text)
    if page.note:
        yield Words("", gettext("Note before the first question"), page.note)


def _answers(pack: Pack, instrument: Instrument) -> Iterator[Part]:
    for answers in instrument.answers:
        texts = pack.answers.get(answers.id, {})
        if texts:
            heading = gettext("Answers: {name}").format(name=answers.id)
            words = (Words(str(code), answers.label_of(code), text) for code, text in sorted(texts.items()))
            yield Part(heading, tuple(words))
