"""Where a questionnaire may not be shown: said to staff before a patient meets it, and to a patient who comes late."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from qol.errors import WordingRefused
from qol.instruments.definition import Instrument
from qol.instruments.wording import dressed, languages_of, read_packs
from qol.instruments.wording_choice import licensed_languages
from qol.storage import assessments, forms, patients, studies
from qol.study.house import House


@dataclass(frozen=True)
class Shown:
    """Instruments as patients would be shown them today, and why some may not be shown, naming files."""

    instruments: tuple[Instrument, ...]
    refusals: tuple[str, ...]


def shown(
    house: House, instruments: Iterable[Instrument], wording: Mapping[str, str], study: str, language: str, today: date
) -> Shown:
    """Each instrument in the words that the protocol asks for, or as it is where these are refused.

    language: the patient's; an instrument that has no words in it is shown in a language that it has.
    """
    packs, translations = read_packs(*house.wording_folders), house.library.translations
    found, refusals = [], []
    for instrument in instruments:
        kind = wording[instrument.id]
        known = languages_of(instrument, kind, packs, study, today, translations)
        tongue = language if language in known else next(iter(known), language)
        try:
            found.append(dressed(instrument, tongue, kind, packs, study, today, translations).instrument)
        except WordingRefused as refused:
            found.append(instrument)
            refusals.append(str(refused))
    return Shown(tuple(found), tuple(refusals))


def is_withheld(house: House, session: Session, assessment_id: str, today: date) -> bool:
    """Whether a questionnaire that was opened holds licensed words for which no pack is in force any more."""
    newest = forms.newest_attempts(forms.of_assessment(session, assessment_id))
    licensed = [form for form in newest if form.wording_kind == "licensed" and form.instrument_id in house.library]
    if not licensed:
        return False
    patient = patients.by_id(session, assessments.by_id(session, assessment_id).patient_id)
    study = studies.by_id(session, patient.study_id).name
    packs = read_packs(*house.wording_folders)
    shown_today = {
        form.instrument_id: licensed_languages(house.library[form.instrument_id], packs, study, today)
        for form in licensed
    }
    return any(form.language not in shown_today[form.instrument_id] for form in licensed)
