"""A small clinic for the tests of what staff do: one study, two sites, one account a role, a fixed clock."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from qol.course.events import EventKind
from qol.settings import Settings
from qol.storage import staff, studies
from qol.storage.database import Database
from qol.storage.migrating import upgrade
from qol.study.house import House, furnish
from qol.study.patients import enrolment, treatment_course
from qol.study.patients.enrolment import NewPatient
from qol.study.people.passwords import hashed
from qol.study.scope import Scope
from qol.study.studies import NOM_AND_SURGERY, body_of

NOW = datetime(2026, 3, 12, 10, 2, tzinfo=UTC)
TODAY = NOW.date()
PASSWORD = "eight quiet tablets"
ROLES = ("coordinator", "clinician", "researcher", "administrator")


@dataclass(frozen=True)
class Clinic:
    """The house with the ids that tests need."""

    house: House
    study_id: str
    sites: Mapping[str, str]
    staff: Mapping[str, str]

    @property
    def settings(self) -> Settings:
        return self.house.settings

    def scope(self, site: str | None = "Northfield", login: str = "coordinator") -> Scope:
        """What an account of one site may work with; no site means every site."""
        sites = None if site is None else frozenset({self.sites[site]})
        return Scope(self.staff[login], self.study_id, sites)

    def enrol(
        self, name: str = "Alan Dunmore", site: str = "Northfield", on: date = TODAY, number: str = "4790-312"
    ) -> str:
        """Enrol a patient; the study code."""
        new = NewPatient(name, date(1949, 11, 17), "male", number, "en", self.sites[site])
        moment = datetime.combine(on, NOW.timetz())
        return enrolment.enrol(self.house, self.scope(site), new, on, moment)

    def record(self, code: str, kind: EventKind, on: date, site: str = "Northfield", **details: str) -> None:
        """Record one event as it is, doubtful or not."""
        change = treatment_course.Change(kind, on, "day", details)
        treatment_course.save(self.house, self.scope(site), code, [change], checked=True, today=TODAY, now=NOW)

    def decided(self, code: str, strategy: str = "nom", days_ago: int = 10, site: str = "Northfield") -> None:
        """Neoadjuvant treatment ended and a strategy decided so many days ago."""
        end = TODAY - timedelta(days=days_ago + 40)
        self.record(code, EventKind.NEOADJUVANT_END, end, site)
        self.record(code, EventKind.DECISION, TODAY - timedelta(days=days_ago), site, strategy=strategy)


def settings_in(folder: Path) -> Settings:
    """Settings of an installation in a folder."""
    return Settings.from_environment({"QOL_DATA_DIR": str(folder)})


def build(folder: Path) -> None:
    """A database with the clinic's study, sites and accounts."""
    build_in(settings_in(folder))


def build_in(settings: Settings) -> None:
    """The same where the settings say."""
    database = Database(settings)
    upgrade(database)
    house = furnish(settings)
    protocol = house.protocols["stage_1_3"]
    password = hashed(PASSWORD)
    with database.writing() as session:
        study = studies.add(
            session, name="follow-up", title="Rectal follow-up", protocol_id=protocol.id,
            protocol_body=body_of(protocol), groups=NOM_AND_SURGERY, now=NOW,
        )  # fmt: skip
        north = studies.add_site(session, study.id, "Northfield", "01632 960 123")
        studies.add_site(session, study.id, "Southmere")
        for role in ROLES:
            account = staff.add(
                session, login=role, display_name=f"{role.capitalize()} Marlow", password_hash=password, now=NOW
            )
            site = north.id if role in ("coordinator", "clinician") else None
            staff.grant(session, account.id, role, study.id, site)
    house.database.close()
    database.close()


def opened(template: Path, folder: Path) -> Clinic:
    """The clinic in a folder of its own, copied from the one that was built."""
    shutil.copytree(template, folder)
    return clinic_in(settings_in(folder))


def clinic_in(settings: Settings) -> Clinic:
    """The clinic that was built where the settings say."""
    house = furnish(settings)
    with house.database.reading() as session:
        study = studies.named(session, "follow-up")
        sites = {site.name: site.id for site in studies.sites(session, study.id)}
        accounts = {row.login: row.id for row in staff.every(session)}
    return Clinic(house, study.id, sites, accounts)
