"""Bring patients and facts in: what two tables would do is shown, and done in one transaction."""

from datetime import date, datetime

from sqlmodel import Session

from qol.errors import ImportRefused
from qol.storage import audit, events, identities, patients
from qol.storage.identities import Person
from qol.study.house import House
from qol.study.mail import consent
from qol.study.patients.enrolment import new_code
from qol.study.roster.working_out import Preview, Tables, worked_out
from qol.study.scope import Scope

__all__ = ["Preview", "Tables", "bring_in", "preview"]


def preview(house: House, scope: Scope, tables: Tables, today: date) -> Preview:
    """Check everything against what is recorded, and change nothing."""
    with house.database.reading() as session:
        return worked_out(session, scope, tables, today)


def bring_in(house: House, scope: Scope, tables: Tables, today: date, now: datetime, doubts_seen: bool) -> Preview:
    """Do it, all or nothing. Raises ImportRefused with every fault, and with the doubts while nobody has seen them."""
    with house.database.writing() as session:
        found = worked_out(session, scope, tables, today)
        problems = found.faults or ([] if doubts_seen else found.doubtful)
        if problems:
            raise ImportRefused(problems)
        _enrol(session, scope, found, today, now)
        for fact in found.facts:
            row = events.record(
                session, patient_id=found.holders[fact.key].id, kind=fact.event.kind, on=fact.event.on,
                precision=fact.event.precision, details=fact.event.details, now=now, by=scope.staff_id,
            )  # fmt: skip
            _note(session, scope, "record_event", "event", row.event_id, now)
        _note(session, scope, "roster.brought_in", "study", scope.study_id, now)
    return found


def _enrol(session: Session, scope: Scope, found: Preview, today: date, now: datetime) -> None:
    codes = patients.codes(session, scope.study_id)
    for row in found.new:
        code = new_code(codes)
        codes.add(code)
        patient = patients.add(
            session, study_id=scope.study_id, site_id=row.new.site_id, code=code, sex=row.new.sex, enrolled_on=today,
            source="enrolled", now=now, by=scope.staff_id,
        )  # fmt: skip
        person = Person(row.new.name, row.new.birth_date, row.new.hospital_number, row.new.language)
        identities.save(session, patient.id, person)
        _note(session, scope, "enrol", "patient", patient.id, now)
        if row.email:
            consent.save_within(session, scope, patient, row.email, row.mail_agreed, now)
        found.holders[row.key] = patient


def _note(session: Session, scope: Scope, action: str, kind: str, object_id: str, now: datetime) -> None:
    audit.append(session, at=now, actor=scope.staff_id, action=action, object_kind=kind, object_id=object_id)
