"""The catalogues of the interface: sentences gathered from code and templates, and what a catalogue lacks of them.

Only development needs this; a running product reads the `.po` files through `qol.language`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from qol.course.burden import SITUATIONS
from qol.course.characteristics import words as characteristic_words
from qol.course.event_details import DETAIL_LABELS, LABELS, VALUE_LABELS
from qol.instruments.licences import NEEDED, OWN_WORDS, STATUS

TOP = Path(__file__).resolve().parents[2]
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
METHODS = [("qol/**.py", "python"), ("templates/**.html", "jinja2")]
IN_LANGUAGES = ("qol/reports/_copy", "templates/reports/copy")
"""The one report in the patient's language; the other reports are English and not gathered."""
COMMENT = "translators:"
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w*(?::[^}]*)?\}")
WIDTH = 118


def gathered() -> Catalog:
    """Every sentence of the interface with where it stands; words that are data among them."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    for path, line, message, comments, context in extract_from_dir(
        str(TOP), METHODS, {"templates/**.html": {"extensions": "jinja2.ext.i18n"}}, KEYWORDS, (COMMENT,),
        directory_filter=lambda path: Path(path).name != "__pycache__", strip_comment_tags=True,
    ):  # fmt: skip
        if _is_of_the_interface(path):
            catalogue.add(message, None, [(path, line)], auto_comments=comments, context=context)
    for label in (*LABELS.values(), *DETAIL_LABELS.values(), *VALUE_LABELS.values()):
        catalogue.add(label, None, [("qol/course/event_details.py", 1)])
    for situation in SITUATIONS:
        catalogue.add(situation.label, None, [("qol/course/burden.py", 1)])
    for words in characteristic_words():
        catalogue.add(words, None, [("qol/course/characteristics.py", 1)])
    for words in (*STATUS.values(), *NEEDED.values(), *OWN_WORDS.values()):
        catalogue.add(words, None, [("qol/instruments/licences.py", 1)])
    return catalogue


def _is_of_the_interface(path: str) -> bool:
    if path.startswith(("qol/reports/", "templates/reports/")):
        return path.startswith(IN_LANGUAGES)
    return path.startswith(("qol/", "templates/"))


def file_of(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return Path(__file__).parent / f"{language}.po"


def read(language: str) -> Catalog:
    """The catalogue of a language."""
    with file_of(language).open("rb") as file:
        return read_po(file, locale=language)


def update(language: str, sentences: Catalog) -> None:
    """Add what is new and drop what is gone; nothing is guessed from similar sentences."""
    catalogue = read(language)
    catalogue.update(sentences, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    with file_of(language).open("wb") as file:
        write_po(file, catalogue, width=WIDTH, sort_output=True, no_location=True, include_previous=False)


def faults(language: str, sentences: Catalog) -> list[str]:
    """What a catalogue lacks or has too much, each in one line."""
    return list(_faults(read(language), sentences))


def _faults(catalogue: Catalog, sentences: Catalog) -> Iterator[str]:
    for message in sentences:
        if message.id:
            found = catalogue.get(message.id, message.context)
            yield from [f"absent: {_shown(message)}"] if found is None else _untranslated(found, catalogue.num_plurals)
    for message in catalogue:
        if message.id and sentences.get(message.id, message.context) is None:
            yield f"not in the code any more: {_shown(message)}"
    for message in catalogue.obsolete.values():
        yield f"obsolete: {_shown(message)}"


def _untranslated(message: Message, plurals: int) -> Iterator[str]:
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if not all(texts):
        yield f"untranslated: {_shown(message)}"
    if message.fuzzy:
        yield f"fuzzy: {_shown(message)}"
    if message.pluralizable and len(texts) != plurals:
        yield f"needs {plurals} plural forms: {_shown(message)}"
    wanted = placeholders(message.id[-1] if isinstance(message.id, tuple | list) else message.id)
    for text in texts:
        if text and not _fits(placeholders(text), wanted, plural=message.pluralizable):
            yield f"placeholders differ: {_shown(message)}: {text}"


def placeholders(text: str) -> set[str]:
    """The places of a sentence that are filled in."""
    return set(PLACEHOLDER.findall(text))


def _fits(given: set[str], wanted: set[str], *, plural: bool) -> bool:
    """One or two of something may be said without the number; nothing else may be left out or added."""
    counted = {"%(count)s", "%(num)s", "{n}"} if plural else set()
    return given <= wanted and wanted - given <= counted


def _shown(message: Message) -> str:
    text = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return text if len(text) <= 80 else f"{text[:77]}..."
