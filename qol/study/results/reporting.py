"""Reports of a study, from its data cut to the printed page."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from qol.errors import NotFound, QolError
from qol.instruments.references import References
from qol.language import SOURCE
from qol.reports import reports
from qol.reports._collector import undisturbed
from qol.reports._copy.handed import Handed
from qol.reports._document import Document, printed
from qol.reports._summary.person import PersonShown
from qol.storage import identities, patients
from qol.storage.keys import keys_of
from qol.storage.tables import Site
from qol.study.house import House
from qol.study.results.cut import study_data
from qol.study.results.plan_locking import note_comparison
from qol.study.studies import study_named


@dataclass(frozen=True)
class Made:
    """A printed report. numbers: every number on it, one row each (see docs/reports.md)."""

    pdf: bytes
    file_name: str
    numbers: list[dict[str, Any]]


def make_report(
    house: House, name: str, study: str | None, now: datetime, code: str | None = None,
    visit: str | None = None, named: bool = True, by: str | None = None, language: str | None = None,
    release: bool = False, disease_set: str | None = None,
) -> Made:  # fmt: skip
    """One report as PDF, of the data as of now.

    code: the patient that a report about one patient is about; with `named` it carries name, birth date and
    hospital number where they are kept. by: the account that asks, None for
    the command line. visit: the visit to speak of, else the report's own choice. language: of a sheet for the
    patient, else the patient's own. release: the copy that may leave the team, of a report that has one. disease_set:
    of a comparison, the set of stage and intent, or `pooled`; else its own choice. Raises NotFound for a report, study,
    patient, visit or language that is not there, QolError for a code too many or too few, for a language of a report
    that is English, for a release copy of one that has none and for a set of one that compares nobody, and NoSuchSet
    for a set in which a group has nobody.
    """
    found = reports().get(name)
    if found is None:
        raise NotFound(f"There is no report {name!r}. Reports: {', '.join(reports())}.")
    if found.PATIENT and not code:
        raise QolError(f"The report {name} is about one patient: give the patient's code.")
    if code and not found.PATIENT:
        raise QolError(f"The report {name} is about a whole study: leave the code {code!r} out.")
    speaks = getattr(found, "SPEAKS", False)
    if language is not None and not speaks:
        raise QolError(f"The report {name} is in English: leave the language {language!r} out.")
    if release and not getattr(found, "RELEASED", False):
        raise QolError(f"The report {name} has no release copy: it tells of single people or of few.")
    if disease_set is not None and not found.COMPARES:
        raise QolError(f"The report {name} compares nobody: leave the set {disease_set!r} out.")
    references = house.references
    with undisturbed():
        if code:
            print_it = _in_their_language(house, found.document, study, code, language) if speaks else found.document
            made = _of_patient(house, print_it, references, study, now, code, visit, named)
        else:
            if found.COMPARES:
                note_comparison(house, study, now, by)
            copy = {"release": True} if release else {}
            of_whom = {"disease_set": disease_set} if found.COMPARES else {}
            made = found.document(study_data(house, study, now), references, visit=visit, **copy, **of_whom)
        document, paper = printed(made)
    return Made(paper.content, document.file_name, document.numbers)


def _of_patient(
    house: House, document: Any, references: References, study: str | None, now: datetime, code: str,
    visit: str | None, named: bool,
) -> Document:  # fmt: skip
    """One patient's document; only this patient's rows are read."""
    with house.database.reading() as session:
        row = study_named(session, study, house.settings)
        patient = patients.by_code(session, row.id, code)
        person = identities.read(session, patient.id) if named else None
        pseudonym = keys_of(session).pseudonym(patient.id)
    shown = PersonShown(
        name=person.name if person else None, birth_date=person.birth_date if person else None,
        hospital_number=person.hospital_number if person else None, code=code if named else None,
    )  # fmt: skip
    data = study_data(house, row.name, now, patient.id, queries=False)
    made: Document = document(data, references, pseudonym, shown, visit=visit)
    return made


def _in_their_language(house: House, document: Any, study: str | None, code: str, language: str | None) -> Any:
    """The sheet for the patient, handed the clinic's telephone and our translations."""
    with house.database.reading() as session:
        patient = patients.by_code(session, study_named(session, study, house.settings).id, code)
        site = session.get(Site, patient.site_id)
        person = identities.read(session, patient.id)
    handed = Handed(
        (site.phone if site else "") or house.settings.clinic_phone, house.settings.emergency_phone, language,
        person.language if person else SOURCE, house.library.translations,
    )  # fmt: skip
    return partial(document, handed=handed)
