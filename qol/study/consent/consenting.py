"""A patient's consent: signed, withdrawn with a choice, to be signed again; recorded from paper by staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from qol.course.events import Event, EventKind, Timeline
from qol.course.timeline import check
from qol.errors import QolError, TimelineRefused
from qol.language import gettext
from qol.storage import accesses, assessments, audit, consents, events, patients, surveys
from qol.storage.consents import CHOICES, ERASE, KEEP, SIGNED, WITHDRAWN
from qol.storage.tables import Consent, ConsentText, Erasure, Patient
from qol.study.house import House
from qol.study.patients.treatment_course import timeline
from qol.study.scope import Scope


@dataclass(frozen=True)
class Said:
    """One thing that a patient said, with the text that was signed and the account that recorded it."""

    row: Consent
    text: ConsentText | None


@dataclass(frozen=True)
class ConsentOf:
    """A patient's consent as it stands. said: the row in force first; texts: what may be signed, newest first."""

    code: str
    said: tuple[Said, ...]
    texts: tuple[ConsentText, ...]
    sign_again: ConsentText | None
    """A newer version that whoever signed an earlier one is to sign."""
    erasure_open: bool
    """The patient asked for an erasure that was not done yet."""

    @property
    def state(self) -> str:
        """none, signed or withdrawn."""
        return self.said[0].row.kind if self.said else "none"


def consent_of(house: House, scope: Scope, code: str) -> ConsentOf:
    """A patient's consent; raises NotFound, also for a patient of another site."""
    with house.database.reading() as session:
        patient = scope.patient(session, code)
        texts = consents.texts(session, patient.study_id)
        rows = consents.of_patient(session, patient.id)
        return ConsentOf(
            code=patient.code,
            said=_said(rows, texts),
            texts=tuple(texts),
            sign_again=_newer(rows, texts),
            erasure_open=_erasure_open(session, patient, rows),
        )


def to_sign_again(house: House, scope: Scope) -> tuple[tuple[str, ConsentText], ...]:
    """Patients of an account's sites who are to sign a newer version, by study code."""
    with house.database.reading() as session:
        found = patients.of_study(session, scope.study_id, scope.site_ids)
        said = consents.of_patients(session, [patient.id for patient in found])
        texts = consents.texts(session, scope.study_id)
    newer = ((patient.code, _newer(said.get(patient.id, ()), texts)) for patient in found)
    return tuple((code, text) for code, text in newer if text is not None)


def sign(house: House, scope: Scope, code: str, text_id: str, on: date | None, today: date, now: datetime) -> None:
    """Record that a version was signed on paper; raises QolError for a date that cannot be, NotFound for the text."""
    day = _possible(on, today)
    with house.database.writing() as session:
        patient = scope.patient(session, code)
        text = consents.text_by_id(session, patient.study_id, text_id)
        consents.record(
            session, patient_id=patient.id, kind=SIGNED, text_id=text.id, said_on=day, now=now, by=scope.staff_id
        )
        _note(session, scope, patient, "consent.signed", now)


def withdraw(house: House, scope: Scope, code: str, choice: str, on: date | None, today: date, now: datetime) -> None:
    """Record a withdrawal: nothing is due any more and every way in ends; what is stored goes only by an erasure.

    The withdrawal stands in the timeline too, which stops visits and mail. Raises QolError for an unknown choice or
    a date that cannot be, TimelineRefused where it contradicts what is recorded.
    """
    if choice not in CHOICES:
        raise QolError(gettext("Say what the patient wants to become of the answers."))
    day = _possible(on, today)
    with house.database.writing() as session:
        patient = scope.patient(session, code)
        _into_timeline(session, scope, patient, day, today, now)
        consents.record(
            session, patient_id=patient.id, kind=WITHDRAWN, choice=choice, said_on=day, now=now, by=scope.staff_id
        )
        for assessment in assessments.of_patient(session, patient.id):
            accesses.end(session, assessment.id, now)
            surveys.end_all(session, assessment.id, now)
        _note(session, scope, patient, f"consent.withdrawn.{choice}", now)


def _into_timeline(session: Session, scope: Scope, patient: Patient, day: date, today: date, now: datetime) -> None:
    known = timeline(session, patient)
    if any(event.kind is EventKind.WITHDRAWAL for event in known.events):
        return
    found = check(Timeline(known.enrolled, (*known.events, Event(EventKind.WITHDRAWAL, day))), today)
    if found.refused:
        raise TimelineRefused(found.refused)
    row = events.record(session, patient_id=patient.id, kind=EventKind.WITHDRAWAL, on=day, now=now, by=scope.staff_id)
    audit.append(session, at=now, actor=scope.staff_id, action="record_event", object_kind="event",
                 object_id=row.event_id)  # fmt: skip


def _possible(on: date | None, today: date) -> date:
    if on is None:
        raise QolError(gettext("Give the date that stands on the paper."))
    if on > today:
        raise QolError(gettext("This date is in the future."))
    return on


def _said(rows: Sequence[Consent], texts: Sequence[ConsentText]) -> tuple[Said, ...]:
    by_id = {text.id: text for text in texts}
    return tuple(Said(row, by_id.get(row.text_id or "")) for row in rows)


def _newer(rows: Sequence[Consent], texts: Sequence[ConsentText]) -> ConsentText | None:
    """The newest version that asks for it, in the language signed where it is there, added after what was signed."""
    if not rows or rows[0].kind != SIGNED:
        return None
    signed = next((text for text in texts if text.id == rows[0].text_id), None)
    if signed is None:
        return None
    later = [t for t in texts if t.renews and t.version != signed.version and t.added_at > signed.added_at]
    return next((text for text in later if text.language == signed.language), next(iter(later), None))


def _erasure_open(session: Session, patient: Patient, rows: Sequence[Consent]) -> bool:
    asked = bool(rows) and rows[0].kind == WITHDRAWN and rows[0].choice in (KEEP, ERASE)
    stone = session.get(Erasure, patient.id)
    done = stone is not None and rows and rows[0].choice == KEEP
    return asked and not done


def _note(session: Session, scope: Scope, patient: Patient, action: str, now: datetime) -> None:
    audit.append(session, at=now, actor=scope.staff_id, action=action, object_kind="patient", object_id=patient.id)
