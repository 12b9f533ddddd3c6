"""Paper forms of an installation's instruments, in the words that a study shows or in our own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from qol.instruments.library import Library
from qol.instruments.wording import Worded, dressed, languages_of, read_packs
from qol.settings import Settings
from qol.storage.installation import is_demonstration
from qol.storage.tables import Study
from qol.study.house import House
from qol.study.studies import protocol_of

OWN = "paraphrase"
"""The kind of wording that is our own words."""


@dataclass(frozen=True)
class PaperForm:
    """A printed form and what its file is called."""

    pdf: bytes
    file_name: str


@dataclass(frozen=True)
class Wish:
    """What is to be printed. language: None is the instrument's own; known: facts that are certain on printing."""

    instrument: str
    language: str | None = None
    known: Mapping[str, str] = field(default_factory=dict)


def own_form(settings: Settings, wish: Wish, today: date) -> PaperForm:
    """The form in our own words, without a study or a database. Raises NotFound, WordingRefused, QolError."""
    return _printed(worded(settings, Library(settings.instruments_dir), None, wish, today), wish)


def study_form(house: House, study: Study | None, wish: Wish, today: date) -> PaperForm:
    """The form in the words that the study's protocol asks for; where it does not ask the form, in our own.

    Raises NotFound, WordingRefused for a wording that is missing or has ended, QolError for facts that do not fit.
    """
    with house.database.reading() as session:
        demonstration = is_demonstration(session)
    shown = worded(house.settings, house.library, study, wish, today)
    return _printed(shown, wish, study.title if study else "", demonstration)


def worded(settings: Settings, library: Library, study: Study | None, wish: Wish, today: date) -> Worded:
    """The instrument in the words that a study shows, in the language of the wish; without a study in our own."""
    instrument = library[wish.instrument]
    kind = protocol_of(study).wording.get(wish.instrument, OWN) if study else OWN
    packs = read_packs(settings.instruments_dir / "wording", settings.data_dir / "wording")
    name = study.name if study else ""
    known = languages_of(instrument, kind, packs, name, today, library.translations)
    language = wish.language or next(iter(known), instrument.language)
    return dressed(instrument, language, kind, packs, name, today, library.translations)


def _printed(shown: Worded, wish: Wish, title: str = "", demonstration: bool = False) -> PaperForm:
    from qol.reports._document import printed
    from qol.reports._form.document import document

    made, paper = printed(document(shown, wish.known, title, demonstration))
    return PaperForm(paper.content, made.file_name)
