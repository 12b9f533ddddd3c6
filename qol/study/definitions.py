"""What a form is answered with: the instrument in its wording, kept by hash before the first answer."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from qol.instruments.definition import Instrument
from qol.instruments.hashes import canonical, scoring_hash, wording_hash
from qol.instruments.wording import Worded, dressed, languages_of, read_packs
from qol.storage import definitions
from qol.storage.tables import Study
from qol.study.house import House
from qol.study.studies import editions


@dataclass(frozen=True)
class Kept:
    """An instrument as it is shown, and the columns of a form that is answered with it."""

    worded: Worded
    language: str
    columns: dict[str, Any]


def keep_definitions(
    house: House, session: Session, instrument: Instrument, study: Study, today: date, language: str = "en"
) -> Kept:
    """Dress an instrument as the study's protocol says and keep its scoring definition and wording by their hashes.

    language: the patient's; an instrument that has no words in it is kept in its own language, never translated by us
    on the way. Raises WordingRefused where the licensed wording is missing, expired or incomplete.
    """
    kind = editions(session, study).together.wording[instrument.id]
    packs = read_packs(*house.wording_folders)
    translations = house.library.translations
    known = languages_of(instrument, kind, packs, study.name, today, translations)
    tongue = language if language in known else next(iter(known), language)
    worded = dressed(instrument, tongue, kind, packs, study.name, today, translations)
    scoring, wording = scoring_hash(instrument), wording_hash(worded.instrument)
    for name, digest, body in (
        ("scoring", scoring, canonical(instrument)),
        ("wording", wording, canonical(worded.instrument)),
    ):
        definitions.keep(session, kind=name, digest=digest, instrument_id=instrument.id,
                         version=instrument.version, body=body)  # fmt: skip
    columns = {
        "instrument_id": instrument.id,
        "scoring_hash": scoring,
        "wording_hash": wording,
        "wording_kind": worded.kind,
        "wording_notice": worded.notice,
        "language": tongue,
    }
    return Kept(worded, tongue, columns)
