"""Every wording of an instrument that patients were or are shown here."""

from datetime import date

from sqlmodel import select

from qol.instruments.definition import Instrument
from qol.instruments.hashes import from_canonical
from qol.instruments.translations import translated
from qol.instruments.wording import read_packs
from qol.instruments.wording_choice import licensed_languages
from qol.storage.tables import Definition
from qol.study.house import House


def wordings_of(house: House, instrument_id: str, today: date) -> tuple[Instrument, ...]:
    """The wordings that forms were answered with, then the library's own and its translations.

    Licensed ones only in a language for which some study holds a licence today.
    """
    query = select(Definition.body).where(Definition.instrument_id == instrument_id, Definition.kind == "wording")
    with house.database.reading() as session:
        kept = [from_canonical(body) for body in session.exec(query)]
    if instrument_id not in house.library:
        return tuple(one for one in kept if one.validation != "licensed")
    own, words = house.library[instrument_id], house.library.translations
    licensed = _licensed_today(house, own, today)
    kept = [one for one in kept if one.validation != "licensed" or one.language in licensed]
    return (*kept, own, *(translated(own, words[key]) for key in words if key[0] == instrument_id))


def _licensed_today(house: House, instrument: Instrument, today: date) -> frozenset[str]:
    packs = read_packs(*house.wording_folders)
    found = (licensed_languages(instrument, packs, study, today) for study in {pack.study for pack in packs})
    return frozenset(language for languages in found for language in languages)
