"""Fills an empty database with an invented study and marks it as a demonstration for good."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
from sqlmodel import Session

from qol.course.protocol import Protocol
from qol.errors import QolError
from qol.storage import (
    answers,
    assessments,
    audit,
    characteristics,
    events,
    forms,
    identities,
    installation,
    patients,
    studies,
)
from qol.storage.answers import NewAnswer
from qol.storage.identities import Person
from qol.storage.tables import Assessment, Form, Site, Study
from qol.study.collection.handing_over import open_ways
from qol.study.definitions import Kept, keep_definitions
from qol.study.demonstration.forms import InventedForm, InventedVisit, invented_visits
from qol.study.demonstration.patients import InventedPatient, invented_patients
from qol.study.house import House
from qol.study.patients.enrolment import new_code
from qol.study.people.accounts import Grant, open_account
from qol.study.schedule.work_list import Choice, Row, work_list
from qol.study.scope import Scope
from qol.study.studies import NOM_AND_SURGERY, body_of

NAME = "demonstration"
PROTOCOL = "stage_1_3"
TITLES = {
    PROTOCOL: "Rectal follow-up (demonstration)",
    "stage_4": "Rectal follow-up with metastases (demonstration)",
}
SITES = (("Northfield Hospital", "01632 960 123"), ("Southgate Clinic", "01632 960 456"))
ROLES = {
    "coordinator": "S. Marlow", "clinician": "Dr A. Kessler", "researcher": "R. Osei", "administrator": "T. Lind",
}  # fmt: skip
OPEN_LINKS = 3
People = tuple[InventedPatient, ...]


@dataclass(frozen=True)
class Account:
    """One account of the demonstration."""

    role: str
    login: str
    password: str


@dataclass(frozen=True)
class OpenLink:
    """A patient's link that is still to be answered, and the birth date that it asks for."""

    code: str
    visit: str
    link: str
    typed: str
    birth_date: str


@dataclass(frozen=True)
class Demonstration:
    """What a newcomer needs to look around."""

    study: str
    patients: int
    forms: int
    accounts: tuple[Account, ...]
    links: tuple[OpenLink, ...] = ()
    hand_over_code: str = ""
    hand_over_patient: str = ""
    hand_over_until: str = ""
    notes: tuple[str, ...] = field(default=("Everything here is invented.",))


def fill(
    house: House,
    count: int,
    seed: int,
    today: date,
    now: datetime,
    shown: Callable[[People], Iterable[InventedPatient]] = iter,
    follows: str = PROTOCOL,
) -> Demonstration:
    """Make the study, its accounts and its patients; raises QolError where the database holds anything.

    follows: the protocol, one of `TITLES`; people of `stage_4` have metastases and are treated with palliative intent.
    shown: gives the patients back one by one, so that a caller can show how far it is.
    """
    if follows not in TITLES:
        raise QolError(f"A demonstration follows {' or '.join(TITLES)}, not {follows}.")
    protocol = house.protocols[follows].model_copy(update={"show_thresholds": "as_illustration"})
    protocol = Protocol.model_validate(protocol.model_dump())
    people = invented_patients(count, seed, today, len(SITES), metastatic=protocol.stage == "metastatic")
    rng = np.random.default_rng(seed + 1)
    with house.database.writing() as session:
        if not installation.is_empty(session):
            raise QolError(
                "The database is not empty, and a demonstration never mixes with anything else. "
                "Take another data folder: QOL_DATA_DIR=somewhere-else."
            )
        installation.mark_demonstration(session)
        study, sites = _study(session, protocol, now)
        accounts = _accounts(session, study, sites[0], now)
        kept = {
            (name, language): keep_definitions(house, session, house.library[name], study, today, language)
            for name in protocol.instrument_ids
            for language in sorted({person.language for person in people})
        }
        written = 0
        for person in shown(people):
            written += _patient(house, session, study, sites, protocol, kept, person, today, rng)
        audit.append(session, at=now, actor=audit.COMMAND_LINE, action="demonstration", object_kind="study",
                     object_id=study.id)  # fmt: skip
    links, hand_over = _ways(house, study, sites[0], today, now)
    return Demonstration(study.name, len(people), written, accounts, links, **hand_over)


def _study(session: Session, protocol: Protocol, now: datetime) -> tuple[Study, list[Site]]:
    study = studies.add(
        session, name=NAME, title=TITLES[protocol.id], protocol_id=protocol.id,
        protocol_body=body_of(protocol), groups=NOM_AND_SURGERY, now=now,
    )  # fmt: skip
    return study, [studies.add_site(session, study.id, name, phone) for name, phone in SITES]


def _accounts(session: Session, study: Study, site: Site, now: datetime) -> tuple[Account, ...]:
    """One account a role; coordinator and clinician work at the first site, the others in the whole study."""
    made = []
    for role, name in ROLES.items():
        password = spoken_password()
        at = site.id if role in ("coordinator", "clinician") else None
        open_account(
            session, login=role, display_name=name, password=password, grants=[Grant(role, study.id, at)], now=now
        )
        made.append(Account(role, role, password))
    return tuple(made)


def spoken_password() -> str:
    """A password of four invented words, 50 bits, easy to type from paper."""
    syllables = [letter + vowel for letter in "bdfghjklmnprstvw" for vowel in "aeiou"]
    return "-".join(secrets.choice(syllables) + secrets.choice(syllables) for _ in range(4))


def _patient(
    house: House,
    session: Session,
    study: Study,
    sites: list[Site],
    protocol: Protocol,
    kept: dict[tuple[str, str], Kept],
    person: InventedPatient,
    today: date,
    rng: np.random.Generator,
) -> int:
    """Keep one invented patient with identity, events and forms; gives the number of forms."""
    enrolled = _at(person.timeline.enrolled)
    patient = patients.add(
        session, study_id=study.id, site_id=sites[person.site].id, code=new_code(()), sex=person.sex,
        enrolled_on=person.timeline.enrolled, source=installation.SYNTHETIC, now=enrolled,
    )  # fmt: skip
    identities.save(
        session, patient.id, Person(person.name, person.birth_date, person.hospital_number, person.language)
    )
    for event in person.timeline.events:
        events.record(session, patient_id=patient.id, kind=str(event.kind), on=event.on, precision=event.precision,
                      details=event.details, now=_at(max(event.on, person.timeline.enrolled)))  # fmt: skip
    for name, value in person.characteristics.items():
        characteristics.record(session, patient_id=patient.id, name=name, value=value, now=enrolled)
    written = 0
    for visit in invented_visits(person, protocol, house.library, today, rng):
        _visit(session, protocol, kept, patient.id, visit, person.language)
        written += len(visit.forms)
    return written


def _at(day: date, minutes: int = 0) -> datetime:
    """A moment of a clinic's morning."""
    return datetime.combine(day, time(8, 30), UTC) + timedelta(minutes=minutes)


def _visit(
    session: Session,
    protocol: Protocol,
    kept: dict[tuple[str, str], Kept],
    patient_id: str,
    visit: InventedVisit,
    language: str,
) -> None:
    ended = _at(visit.on, 15)
    assessment = assessments.add(
        session,
        Assessment(
            patient_id=patient_id, visit_id=visit.visit.id, protocol_id=protocol.id,
            protocol_version=protocol.version, occasion=visit.visit.occasion, facts=dict(visit.facts),
            language=language, created_at=_at(visit.on), started_at=_at(visit.on), submitted_at=ended,
            closed_as=visit.closed_as, on_date=visit.on,
        ),
    )  # fmt: skip
    for position, form in enumerate(visit.forms, 1):
        _form(session, assessment, position, form, kept[form.instrument.id, language], visit)


def _form(
    session: Session, assessment: Assessment, position: int, form: InventedForm, kept: Kept, visit: InventedVisit
) -> None:
    on = visit.on
    done = form.status == "completed"
    row = forms.add(
        session,
        Form(
            assessment_id=assessment.id, position=position, status=form.status,
            started_at=_at(on, 3 * position) if form.answers else None,
            completed_at=_at(on, 3 * position + 2) if done else None, mode=visit.mode,
            completed_on=on if form.answers else None, received_on=on if form.answers else None,
            entered_at=_at(on, 15), **kept.columns,
        ),
    )  # fmt: skip
    given = [
        NewAnswer(item, value) if value is not None else NewAnswer(item, state="declined")
        for item, value in form.answers.items()
        if value is not None or form.instrument.answers_of(item).kind != "text"
    ]
    if form.comment:
        text = next(i for i in form.answers if form.instrument.answers_of(i).kind == "text")
        given.append(NewAnswer(text, text=form.comment))
    answers.append(session, row.id, given, at=_at(on, 3 * position + 2), language=kept.language)


def _ways(
    house: House, study: Study, site: Site, today: date, now: datetime
) -> tuple[tuple[OpenLink, ...], dict[str, Any]]:
    """Three links and a hand-over code of patients who are due at the first site and have not begun."""
    scope = Scope("demonstration", study.id, frozenset({site.id}))
    links: list[OpenLink] = []
    for due in _untouched(house, scope, today):
        if len(links) == OPEN_LINKS:
            ways = open_ways(house, scope, due.code, due.visit, "handover", "en", today, now)
            until = ways.until.isoformat() if ways.until else ""
            found = {"hand_over_code": ways.handover, "hand_over_patient": due.code, "hand_over_until": until}
            return tuple(links), found
        ways = open_ways(house, scope, due.code, due.visit, "slip", "en", today, now)
        address = f"{house.settings.public_url}/s#{ways.link}"
        links.append(
            OpenLink(due.code, due.visit, address, ways.typed, due.birth_date.isoformat() if due.birth_date else "")
        )
    return tuple(links), {}


def _untouched(house: House, scope: Scope, today: date) -> list[Row]:
    """Open visits that nobody has opened yet, one a patient; those of newly enrolled patients last."""
    rows = [row for group in work_list(house, scope, Choice(), today).groups for row in group.rows]
    first = {row.code: row for row in reversed(rows) if not row.opened and row.days_left}
    return sorted(first.values(), key=lambda row: (row.visit == "pre_treatment", row.code))
