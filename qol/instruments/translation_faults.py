"""What a translation lacks of its instrument, and what it has too much, every fault with its line."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from qol.errors import Problem, SourceError
from qol.instruments.definition import Instrument
from qol.instruments.library import shown
from qol.instruments.translations import Translation, translation_of
from qol.instruments.wording_faults import Said, worded_codes
from qol.instruments.written import line_of
from qol.instruments.yaml_source import read


def check_translation(path: Path, library: Mapping[str, Instrument]) -> None:
    """Raises SourceError where the file has faults of form or does not fit its instrument."""
    source = read(path, shown(path))
    words = translation_of(source)
    expected = f"{words.instrument}.{words.language}"
    found: list[tuple[tuple[str, ...], str]] = []
    if path.stem != expected:
        found.append((("instrument",), f"the name of the file differs; call it {expected}.yaml"))
    if words.instrument in library:
        found += faults(words, library[words.instrument])
    else:
        found.append((("instrument",), f"no instrument {words.instrument} can be read; there are {', '.join(library)}"))
    if found:
        raise SourceError(sorted(Problem(source.file, line_of(source.root, *keys), text) for keys, text in found))


def faults(words: Translation, instrument: Instrument) -> Said:
    """Every fault; a translation with one is not shown to a patient."""
    if instrument.licence.status != "free":
        yield ("instrument",), f"{instrument.id} is not ours to translate (licence: {instrument.licence.status})"
    if words.version != instrument.version:
        yield ("version",), f"{instrument.id} has version {instrument.version}, the translation is of {words.version}"
    if words.language == instrument.language:
        yield ("language",), f"{words.language} is the instrument's own language"
    yield from _items(words, instrument)
    yield from _answers(words, instrument)
    yield from _pages(words, instrument)
    yield from _names("scales", words.scales, instrument.scale_by_id, instrument.id)


def _names(key: str, theirs: Collection[str], ours: Collection[str], instrument: str) -> Said:
    kind = key[:-1]
    for name in sorted(set(ours) - set(theirs)):
        yield (key,), f"the words of {kind} {name} are missing"
    for name in sorted(set(theirs) - set(ours)):
        yield (key, name), f"{instrument} has no {kind} {name}"


def _items(words: Translation, instrument: Instrument) -> Said:
    yield from _names("items", words.items, instrument.items, instrument.id)
    for name, item in instrument.items.items():
        given = words.items.get(name)
        if given is None:
            continue
        if set(given.ask) != set(item.ask):
            wanted = ", ".join(name for name in item.ask if name) or "one for everybody"
            yield ("items", name, "ask"), f"item {name} needs these wordings: {wanted}"
        if (given.hint is None) != (item.hint is None):
            yield ("items", name), f"item {name} has {'no hint' if item.hint is None else 'a hint, which is missing'}"


def _answers(words: Translation, instrument: Instrument) -> Said:
    for name in sorted(words.answers.keys() - instrument.answer_sets.keys()):
        yield ("answers", name), f"{instrument.id} has no answers {name}"
    for answers in instrument.answers:
        ours, theirs = worded_codes(answers), set(words.answers.get(answers.id, {}))
        for code in sorted(ours - theirs):
            yield ("answers", answers.id), f"the words of answers {answers.id}, code {code}, are missing"
        for code in sorted(theirs - ours):
            yield ("answers", answers.id, str(code)), f"the answers {answers.id} have no words for code {code}"


def _pages(words: Translation, instrument: Instrument) -> Said:
    ours, theirs = instrument.pages, words.pages
    if len(ours) != len(theirs):
        yield ("pages",), f"{instrument.id} has {len(ours)} pages, the translation gives {len(theirs)}"
        return
    for number, (page, given) in enumerate(zip(ours, theirs, strict=True), 1):
        for fault in _around(page.recall, given.recall, "the recall period"):
            yield ("pages",), f"page {number} ({page.section}): {fault}"
        for fault in _around(page.note, given.note, "the note"):
            yield ("pages",), f"page {number} ({page.section}): {fault}"
        if len(page.intro) != len(given.intro):
            wanted = f"{len(page.intro)} paragraphs of introduction, not {len(given.intro)}"
            yield ("pages",), f"page {number} ({page.section}): {wanted}"


def _around(ours: str | None, theirs: str | None, what: str) -> Iterator[str]:
    if (ours is None) != (theirs is None):
        yield f"{what} is missing" if theirs is None else f"there is no {what.removeprefix('the ')} here"
