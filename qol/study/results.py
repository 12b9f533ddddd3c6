"""One study's data cut: everything that datasets and reports are made from, read and scored in one pass."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from qol.analysis.study_data import Group, StudyData
from qol.course.protocol import Protocol
from qol.course.timeline import Event, EventKind, Precision, Timeline
from qol.instruments.definition import Instrument
from qol.instruments.hashes import from_canonical
from qol.storage import identities, study_rows
from qol.storage.installation import is_demonstration
from qol.storage.keys import keys_of
from qol.storage.tables import Assessment, EventRow, Form, Patient, Study
from qol.study import result_forms, result_items, result_patients, result_scores, result_visits
from qol.study.house import House
from qol.study.studies import protocol_of, study_named


@dataclass(frozen=True)
class Rows:
    """What was read of a study, keyed as the tables of a data cut need it."""

    study: Study
    protocol: Protocol
    patients: tuple[Patient, ...]
    pseudonyms: Mapping[str, str]
    birth_dates: Mapping[str, date]
    sites: Mapping[str, str]
    events: tuple[EventRow, ...]
    timelines: Mapping[str, Timeline]
    assessments: Mapping[str, Assessment]
    forms: tuple[Form, ...]
    instruments: Mapping[str, Instrument]
    """Scoring hash -> the definition that forms were answered with."""
    answers: Mapping[str, Mapping[str, result_items.Given]]
    """Form id -> item id -> what is in force."""
    demonstration: bool


def study_data(house: House, study: str | None, now: datetime, patient_id: str | None = None) -> StudyData:
    """The data cut of a study as of now; of one patient alone when an id is given.

    Raises NotFound when there is no such study, or several and none is named.
    """
    rows = _read(house, study, patient_id)
    forms = result_forms.table(rows)
    items = result_items.table(rows, forms)
    scores = result_scores.table(rows, forms)
    visits = result_visits.table(rows, forms, now.date())
    current = _current_instruments(rows)
    return StudyData(
        study=rows.study.name,
        title=rows.study.title,
        demonstration=rows.demonstration,
        dates_known=rows.study.dates_known,
        cut=now,
        groups=tuple(Group(group["id"], group["label"]) for group in rows.study.groups),
        protocol=rows.protocol,
        instruments=current,
        wording=_notices(rows),
        definitions={i: d for d, i in {f.scoring_hash: f.instrument_id for f in rows.forms}.items()},
        patients=result_patients.table(rows),
        events=result_patients.events(rows),
        visits=visits,
        forms=forms,
        items=items,
        scores=scores,
        refused=result_forms.not_placed(forms),
    )


def _read(house: House, name: str | None, patient_id: str | None) -> Rows:
    with house.database.reading() as session:
        study = study_named(session, name, house.settings)
        patients = tuple(study_rows.patients(session, study.id, patient_id))
        events = tuple(study_rows.events(session, study.id, patient_id))
        forms = tuple(study_rows.forms(session, study.id, patient_id))
        bodies = study_rows.definitions(session, (form.scoring_hash for form in forms))
        return Rows(
            study=study,
            protocol=protocol_of(study),
            patients=patients,
            pseudonyms={patient.id: keys_of(session).pseudonym(patient.id) for patient in patients},
            birth_dates=identities.birth_dates(session, [patient.id for patient in patients]),
            sites=study_rows.site_names(session, study.id),
            events=events,
            timelines=_timelines(patients, events),
            assessments={row.id: row for row in study_rows.assessments(session, study.id, patient_id)},
            forms=forms,
            instruments={digest: from_canonical(body) for digest, body in bodies.items()},
            answers=result_items.given(session, study_rows.answers(session, study.id, patient_id)),
            demonstration=is_demonstration(session),
        )


def _timelines(patients: tuple[Patient, ...], events: tuple[EventRow, ...]) -> Mapping[str, Timeline]:
    of: dict[str, list[Event]] = {patient.id: [] for patient in patients}
    for row in events:
        precision: Precision = "month" if row.precision == "month" else "day"
        of[row.patient_id].append(Event(EventKind(row.kind), row.on, precision, row.details))
    return {
        patient.id: Timeline(enrolled=patient.enrolled_on or patient.created_at.date(), events=tuple(of[patient.id]))
        for patient in patients
    }


def _current_instruments(rows: Rows) -> dict[str, Instrument]:
    """The instruments of the study in the protocol's order, each as its latest form was answered with."""
    latest = {form.instrument_id: rows.instruments[form.scoring_hash] for form in rows.forms}
    order = [asked.id for visit in rows.protocol.visits for asked in visit.instruments]
    return {name: latest[name] for name in dict.fromkeys([*order, *latest]) if name in latest}


def _notices(rows: Rows) -> dict[str, str]:
    """Instrument -> every notice of the wordings that were shown, joined where they differ."""
    found: dict[str, dict[str, None]] = {}
    for form in rows.forms:
        found.setdefault(form.instrument_id, {})[form.wording_notice] = None
    return {instrument: "; ".join(notices) for instrument, notices in found.items()}
