"""Enrol a patient: identity apart from everything else, a study code of our own, the audit's entry."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from qol.errors import NotFound, QolError
from qol.storage import audit, identities, patients, studies
from qol.storage.identities import Person
from qol.study.house import House
from qol.study.scope import Scope
from qol.study.secrets import LETTERS

NUMERALS = "0123456789"
TRIES = 50


@dataclass(frozen=True)
class NewPatient:
    """The five fields, and the site."""

    name: str
    birth_date: date
    sex: str
    hospital_number: str
    language: str
    site_id: str


@dataclass(frozen=True)
class Twin:
    """A patient who is enrolled already under the same hospital number."""

    code: str
    name: str


def sites(house: House, scope: Scope) -> dict[str, str]:
    """Site id -> name, of the open sites where this account may enrol."""
    with house.database.reading() as session:
        found = studies.sites(session, scope.study_id)
    return {site.id: site.name for site in found if scope.includes(site.id) and site.closed_at is None}


def twins(house: House, scope: Scope, new: NewPatient) -> tuple[Twin, ...]:
    """Who is enrolled at the same site with that hospital number, however it is typed.

    Hospital numbers are a hospital's own: the same number at another site is another person.
    """
    number = "".join(new.hospital_number.split())
    with house.database.reading() as session:
        found = identities.search(session, scope.study_id, number)
        at_site = [p for p in patients.of_study(session, scope.study_id, frozenset({new.site_id})) if p.id in found]
        people = identities.read_many(session, [patient.id for patient in at_site])
    return tuple(Twin(p.code, people[p.id].name if p.id in people else "") for p in at_site)


def enrol(house: House, scope: Scope, new: NewPatient, today: date, now: datetime) -> str:
    """Enrol and give the new study code; raises NotFound for a site that is closed or not this account's."""
    if not scope.includes(new.site_id):
        raise NotFound("There is no such site.")
    with house.database.writing() as session:
        if studies.site_by_id(session, new.site_id).closed_at is not None:
            raise NotFound("There is no such site.")
        code = new_code(patients.codes(session, scope.study_id))
        patient = patients.add(
            session,
            study_id=scope.study_id,
            site_id=new.site_id,
            code=code,
            sex=new.sex,
            enrolled_on=today,
            source="enrolled",
            now=now,
            by=scope.staff_id,
        )
        identities.save(
            session,
            patient.id,
            Person(new.name, new.birth_date, new.hospital_number, new.language),
        )
        audit.append(
            session,
            at=now,
            actor=scope.staff_id,
            action="enrol",
            object_kind="patient",
            object_id=patient.id,
        )
    return code


def new_code(taken: Collection[str]) -> str:
    """A code such as K7Q-241: random, easy to read aloud, without letters that look like digits."""
    for _ in range(TRIES):
        head = secrets.choice(LETTERS) + secrets.choice(NUMERALS) + secrets.choice(LETTERS)
        code = f"{head}-{secrets.randbelow(1000):03d}"
        if code not in taken:
            return code
    raise QolError("No free study code was found; there may be too many patients in this study.")
