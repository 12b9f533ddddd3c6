"""The instruments of an installation with the state of their wording in one study."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qol.errors import WordingRefused
from qol.instruments.definition import Instrument
from qol.instruments.hashes import wording_hash
from qol.instruments.wording import AnyPack, dressed, languages_of, read_packs
from qol.study.house import House
from qol.study.scope import Scope
from qol.study.studies import protocol_of, study_of


@dataclass(frozen=True)
class Shelved:
    """One instrument. state: not_validated, paraphrase, licensed, refused, or unasked where no protocol asks it."""

    instrument: Instrument
    state: str
    notice: str
    wording_hash: str
    until: date | None = None
    """The last day of the licence under which its words are shown."""


def shelf(house: House, scope: Scope, today: date) -> tuple[Shelved, ...]:
    """Every instrument by title, as the study's protocol would show it today: in its own language where it can."""
    study = study_of(house, scope)
    name, wording = (study.name, dict(protocol_of(study).wording)) if study else ("", {})
    packs = read_packs(*house.wording_folders)
    found = [_shelved(one, wording.get(one.id), packs, name, today) for one in house.library.values()]
    return tuple(sorted(found, key=lambda item: item.instrument.title))


def _shelved(instrument: Instrument, kind: str | None, packs: Sequence[AnyPack], study: str, today: date) -> Shelved:
    if kind is None and not instrument.servable:
        return Shelved(instrument, "unasked", "", wording_hash(instrument))
    known = languages_of(instrument, kind or "paraphrase", packs, study, today, {})
    language = next(iter(known), instrument.language)
    try:
        worded = dressed(instrument, language, kind or "paraphrase", packs, study, today)
    except WordingRefused as refused:
        return Shelved(instrument, "refused", str(refused), wording_hash(instrument))
    words = worded.instrument
    return Shelved(words, worded.kind, worded.notice, wording_hash(words), worded.expires)
