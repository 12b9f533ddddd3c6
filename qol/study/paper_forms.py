"""Paper forms of an installation's instruments, in the words that a study shows or in our own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from qol.instruments.definition import Instrument
from qol.instruments.library import Library
from qol.instruments.wording import dressed, read_packs
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
    language: str | None
    known: Mapping[str, str]


def own_form(settings: Settings, wish: Wish, today: date) -> PaperForm:
    """The form in our own words, without a study or a database. Raises NotFound, WordingRefused, QolError."""
    return _printed(settings, Library(settings.instruments_dir)[wish.instrument], wish, OWN, today)


def study_form(house: House, study: Study | None, wish: Wish, today: date) -> PaperForm:
    """The form in the words that the study's protocol asks for; where it does not ask the form, in our own.

    Raises NotFound, WordingRefused for a wording that is missing or has ended, QolError for facts that do not fit.
    """
    with house.database.reading() as session:
        demonstration = is_demonstration(session)
    kind = protocol_of(study).wording.get(wish.instrument, OWN) if study else OWN
    return _printed(house.settings, house.library[wish.instrument], wish, kind, today, study, demonstration)


def _printed(
    settings: Settings, instrument: Instrument, wish: Wish, kind: str, today: date,
    study: Study | None = None, demonstration: bool = False,
) -> PaperForm:  # fmt: skip
    from qol.reports._document import printed
    from qol.reports._form.document import document

    name, title = (study.name, study.title) if study else ("", "")
    packs = read_packs(settings.instruments_dir / "wording", settings.data_dir / "wording")
    worded = dressed(instrument, wish.language or instrument.language, kind, packs, name, today)
    made, paper = printed(document(worded, wish.known, title, demonstration))
    return PaperForm(paper.content, made.file_name)
