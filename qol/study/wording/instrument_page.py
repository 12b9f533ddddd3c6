"""What stands on the page of one instrument besides its words: published numbers, languages, hashes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from qol.instruments.build_references import load_references
from qol.instruments.hashes import scoring_hash
from qol.instruments.references import Reference
from qol.instruments.wording import languages_of, read_packs
from qol.study.house import House
from qol.study.scope import Scope
from qol.study.studies import study_of
from qol.study.wording.instrument_shelf import Shelved


@dataclass(frozen=True)
class InstrumentPage:
    """references: scale -> its confirmed numbers; languages: those in which it can be shown today."""

    shelved: Shelved
    references: Mapping[str, tuple[Reference, ...]]
    languages: tuple[str, ...]
    scoring_hash: str


def instrument_page(house: House, scope: Scope, shelved: Shelved, today: date) -> InstrumentPage:
    """The page of an instrument that was taken from the shelf."""
    instrument = shelved.instrument
    return InstrumentPage(
        shelved, _confirmed(house, instrument.id), _languages(house, scope, shelved, today), scoring_hash(instrument)
    )


def _languages(house: House, scope: Scope, shelved: Shelved, today: date) -> tuple[str, ...]:
    if shelved.state in ("refused", "unasked"):
        return ()
    instrument, study = house.library[shelved.instrument.id], study_of(house, scope)
    kind = "licensed" if shelved.state == "licensed" else "paraphrase"
    packs = read_packs(*house.wording_folders)
    return languages_of(instrument, kind, packs, study.name if study else "", today, house.library.translations)


def _confirmed(house: House, instrument: str) -> dict[str, tuple[Reference, ...]]:
    """Scale -> its confirmed numbers."""
    found: dict[str, tuple[Reference, ...]] = {}
    for one in load_references(house.settings.instruments_dir / "references").of(instrument).found:
        if one.confirmed:
            found[one.scale] = (*found.get(one.scale, ()), one)
    return found
