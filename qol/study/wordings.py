"""Every wording of an instrument that patients were or are shown here."""

from sqlmodel import select

from qol.instruments.definition import Instrument
from qol.instruments.hashes import from_canonical
from qol.instruments.translations import translated
from qol.storage.tables import Definition
from qol.study.house import House


def wordings_of(house: House, instrument_id: str) -> tuple[Instrument, ...]:
    """The wordings that forms were answered with, then the library's own and its translations."""
    query = select(Definition.body).where(Definition.instrument_id == instrument_id, Definition.kind == "wording")
    with house.database.reading() as session:
        kept = [from_canonical(body) for body in session.exec(query)]
    if instrument_id not in house.library:
        return tuple(kept)
    own, words = house.library[instrument_id], house.library.translations
    return (*kept, own, *(translated(own, words[key]) for key in words if key[0] == instrument_id))
