"""What is read of a study before its tables are made: every row once, keyed as the tables need it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from sqlmodel import Session

from qol.analysis.plan_standing import PlanStanding
from qol.course.due import Progress
from qol.course.editions import Editions
from qol.course.protocol import Protocol
from qol.course.state import state_at
from qol.course.timeline import Event, EventKind, Precision, Timeline
from qol.instruments.definition import Instrument
from qol.instruments.hashes import from_canonical
from qol.storage import answers, characteristics, form_marks, identities, study_rows
from qol.storage.answers import StoredAnswer, plain_text
from qol.storage.installation import is_demonstration
from qol.storage.keys import keys_of
from qol.storage.tables import Assessment, EventRow, Form, Patient, Study
from qol.study.house import House
from qol.study.results.plan_locking import standing
from qol.study.schedule.visit_progress import progress_by_visit
from qol.study.studies import editions, study_named


class Given(NamedTuple):
    """The answer in force: state is answered, declined or cleared."""

    version: int
    value: int | None
    text: str | None
    state: str


@dataclass(frozen=True)
class Rows:
    """What was read of a study, keyed as the tables of a data cut need it."""

    study: Study
    editions: Editions
    patients: tuple[Patient, ...]
    pseudonyms: Mapping[str, str]
    birth_dates: Mapping[str, date]
    sites: Mapping[str, str]
    events: tuple[EventRow, ...]
    timelines: Mapping[str, Timeline]
    characteristics: Mapping[str, Mapping[str, str]]
    assessments: Mapping[str, Assessment]
    forms: tuple[Form, ...]
    """Of questionnaires that were begun; one that was only handed over says nothing yet."""
    instruments: Mapping[str, Instrument]
    """Scoring hash -> the definition that forms were answered with, with the value sets that the study uses."""
    answers: Mapping[str, Mapping[str, Given]]
    """Form id -> item id -> what is in force."""
    in_error: Mapping[str, str]
    """Forms that were entered in error, with their assessment: kept, and out of everything else here."""
    versions: Mapping[tuple[str, str], tuple[StoredAnswer, ...]]
    """Form and item -> every version of the answers that staff corrected, oldest first."""
    demonstration: bool
    plan: PlanStanding

    @property
    def protocol(self) -> Protocol:
        """The version in force, with the visits of earlier versions for their names and order."""
        return self.editions.together

    @cached_property
    def progress(self) -> Mapping[str, Mapping[str, Progress]]:
        """Patient -> visit -> how far its forms are; only of patients with assessments."""
        of_patient: dict[str, list[Assessment]] = {}
        for assessment in self.assessments.values():
            of_patient.setdefault(assessment.patient_id, []).append(assessment)
        return {patient: progress_by_visit(found) for patient, found in of_patient.items()}

    def protocol_of(self, patient_id: str) -> Protocol:
        """What one patient is asked, by all versions of the protocol."""
        return self.editions.of(self.timelines[patient_id], self.progress.get(patient_id, {}))


def read_rows(house: House, name: str | None, patient_ids: Collection[str] | None) -> Rows:
    """Everything of a study, or of some patients in it, in one view of the database; raises NotFound."""
    with house.database.reading() as session:
        study = study_named(session, name, house.settings)
        patients = tuple(study_rows.patients(session, study.id, patient_ids))
        events = tuple(study_rows.events(session, study.id, patient_ids))
        assessments = {row.id: row for row in study_rows.assessments(session, study.id, patient_ids)}
        begun = {key for key, row in assessments.items() if row.started_at is not None}
        every = [row for row in study_rows.forms(session, study.id, patient_ids) if row.assessment_id in begun]
        marked = form_marks.in_error(session, [row.id for row in every])
        forms = tuple(row for row in every if row.id not in marked)
        bodies = study_rows.definitions(session, (form.scoring_hash for form in forms))
        protocols = editions(session, study)
        return Rows(
            study=study,
            editions=protocols,
            patients=patients,
            pseudonyms={patient.id: keys_of(session).pseudonym(patient.id) for patient in patients},
            birth_dates=identities.birth_dates(session, [patient.id for patient in patients]),
            sites=study_rows.site_names(session, study.id),
            events=events,
            timelines=_timelines(patients, events),
            characteristics=characteristics.in_force_of(session, [patient.id for patient in patients]),
            assessments=assessments,
            forms=forms,
            instruments={digest: protocols.together.shown(from_canonical(body)) for digest, body in bodies.items()},
            answers=_given(session, study_rows.answers(session, study.id, patient_ids)),
            in_error={row.id: row.assessment_id for row in every if row.id in marked},
            versions=_versions(answers.corrected(session, [row.id for row in forms])),
            demonstration=is_demonstration(session),
            plan=standing(session, study, protocols.current),
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


def _given(session: Session, given: Iterable[Any]) -> dict[str, dict[str, Given]]:
    """Form id -> item id -> answer in force; free text decrypted."""
    out: dict[str, dict[str, Given]] = {}
    for form, item, version, value, text, state in given:
        words = plain_text(session, form, item, text)
        out.setdefault(form, {})[item] = Given(version, value, words, state)
    return out


def _versions(rows: Iterable[StoredAnswer]) -> dict[tuple[str, str], tuple[StoredAnswer, ...]]:
    out: dict[tuple[str, str], tuple[StoredAnswer, ...]] = {}
    for row in rows:
        place = (row.form_id, row.item_id)
        out[place] = (*out.get(place, ()), row)
    return out


def group_of(rows: Rows, patient: Patient) -> str:
    """The strategy of the first decision, for good; the arm where the study was imported; else undecided."""
    if patient.arm:
        return patient.arm
    decided = sorted(event.on for event in rows.timelines[patient.id].events if event.kind == "decision")
    if not decided:
        return "undecided"
    return state_at(rows.timelines[patient.id], decided[0]).strategy
