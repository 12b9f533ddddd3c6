"""A small demonstration behind the application, and somebody in front of it who knows no manners."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

from flask import Flask
from sqlmodel import select
from werkzeug.test import Client, TestResponse

from qol.settings import Settings
from qol.storage import accesses, answers
from qol.storage.database import Database
from qol.storage.tables import Access, Patient, Site
from qol.study.collection.answering import Questionnaire, questionnaire
from qol.study.demonstration.filling import Demonstration, OpenLink, fill
from qol.study.secrets import secret_hash
from qol.web import create_app
from tests.study.houses import migrated

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PATIENTS, SEED = 12, 5
"""Few, and so that all three links lead to follow-up visits with a question for free text."""


SUBMISSION = "00000000-0000-4000-8000-000000000001"
"""An id as a client makes it."""


class Clock:
    """The application's clock, which a test can put on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


@dataclass(frozen=True)
class Intruder:
    """A browser that says what it likes: any body, any token, any address."""

    client: Client

    def get(self, address: str, **options: Any) -> TestResponse:
        return self.client.get(address, **options)

    def token(self, page: str = "/survey/settings") -> str:
        """The token that forms of this browser carry."""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.client.get(page).text)
        assert found is not None, page
        return found[1]

    def post(self, address: str, data: Mapping[str, Any] | None = None, **options: Any) -> TestResponse:
        """Send fields with a good token."""
        return self.client.post(address, data={"csrf_token": self.token(), **(data or {})}, **options)

    def cookie(self, name: str) -> str:
        found = self.client.get_cookie(name)
        return found.value if found else ""


@dataclass(frozen=True)
class Demo:
    """The application on its demonstration."""

    app: Flask
    made: Demonstration
    clock: Clock
    folder: Path

    @property
    def database(self) -> Database:
        database: Database = self.app.extensions["qol_house"].database
        return database

    def nobody(self) -> Intruder:
        return Intruder(self.app.test_client())

    def staff(self, role: str) -> Intruder:
        """Signed in with the password of a role's account."""
        account = next(one for one in self.made.accounts if one.role == role)
        person = self.nobody()
        answer = person.post("/sign-in", {"login": account.login, "password": account.password})
        assert answer.status_code == 303, answer.text
        return person

    def patient(self, number: int = 0) -> Intruder:
        """Somebody who opened one of the three links at home."""
        person = self.nobody()
        answer = open_link(person, self.made.links[number])
        assert answer.status_code == 303, answer.text
        return person

    def questions(self, number: int = 0) -> Questionnaire:
        """The questionnaire behind one of the links as it stands."""
        digest = secret_hash("link", secret_of(self.made.links[number]))
        with self.database.reading() as session:
            access = accesses.by_secret(session, digest)
            assert access is not None
            return questionnaire(session, access.assessment_id)

    def stored(self, number: int = 0) -> list[tuple[Any, ...]]:
        """Every answer in force behind one of the links."""
        forms = [form.id for form in self.questions(number).forms]
        with self.database.reading() as session:
            rows = answers.current(session, forms)
        return sorted((row.form_id, row.item_id, row.version, row.state, row.value, row.text) for row in rows)

    def codes(self, site: str) -> list[str]:
        """The study codes of a site's patients."""
        with self.database.reading() as session:
            place = session.exec(select(Site).where(Site.name == site)).one()
            return sorted(session.exec(select(Patient.code).where(Patient.site_id == place.id)))

    def access_id(self, number: int = 0) -> str:
        """The id of one of the links, as the staff's page that waits for it knows it."""
        digest = secret_hash("link", secret_of(self.made.links[number]))
        with self.database.reading() as session:
            return session.exec(select(Access.id).where(Access.secret_hash == digest)).one()


def build(folder: Path) -> Demonstration:
    """A demonstration in a folder of its own."""
    with migrated(folder) as house:
        return fill(house, PATIENTS, SEED, NOW.date(), NOW)


def served(template: Path, made: Demonstration, folder: Path, **more: str) -> Demo:
    """The application on a copy of a demonstration that was built before."""
    shutil.copytree(template, folder)
    clock = Clock()
    app = create_app(Settings.from_environment({"QOL_DATA_DIR": str(folder), **more}), clock)
    return Demo(app, made, clock, folder)


def secret_of(link: OpenLink) -> str:
    """What stands behind the # of a link."""
    return link.link.partition("#")[2]


def open_link(person: Intruder, link: OpenLink, born: str | None = None) -> TestResponse:
    """Send the form of the link's page with a date of birth."""
    year, month, day = (born or link.birth_date).split("-")
    return person.post("/s", {"secret": secret_of(link), "day": day, "month": month, "year": year})


def words(answer: TestResponse, status: int) -> str:
    """What a page says, without tags and line breaks; the page has that status and is one."""
    assert answer.status_code == status, (answer.status_code, answer.text[:500])
    assert answer.mimetype == "text/html"
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def first_closed(demo: Demo, number: int = 0) -> str:
    """The address of the first question with answers to choose from."""
    return address(demo, "choice", number)


def address(demo: Demo, kind: str, number: int = 0) -> str:
    """The address of the first question whose answers are of a kind."""
    steps = demo.questions(number).path.steps
    step = next(s for s in steps if s.section.instrument.answers_of(s.item.id).kind == kind)
    return f"/survey/{step.position}/{step.item.id}"
