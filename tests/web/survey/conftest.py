"""A running application with one patient, and a browserless patient who fills in pages."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from qol.web import create_app
from tests.study.patients_side import BORN, CODE, LINK, NOW, Clinic, clinic_in, settings_in

LONGEST_WAY = 200


class Clock:
    """The application's clock, which a test can put on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


class Fields(HTMLParser):
    """The fields and buttons of a page's forms, as a browser without JavaScript would send them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = dict(attributes)
        if tag == "form":
            self.forms.append({"action": has.get("action"), "method": has.get("method"), "fields": {}})
        if tag == "input" and self.forms and has.get("name"):
            kind = has.get("type", "text")
            if kind != "radio" or "checked" in has:
                self.forms[-1]["fields"][has["name"]] = has.get("value") or ""


@dataclass
class Patient:
    """Somebody with a browser without JavaScript."""

    client: FlaskClient
    page: TestResponse = field(init=False)

    def go(self, address: str) -> "Patient":
        self.page = self.client.get(address, follow_redirects=True)
        return self

    def press(self, form: int = 0, **fields: str) -> "Patient":
        """Send one of the page's forms with what it holds and what is given here."""
        found = Fields(self.text).forms[form]
        self.page = self.client.post(
            found["action"] or self.address, data={**found["fields"], **fields}, follow_redirects=True
        )
        return self

    def answer(self, value: int | str = 1, move: str = "next") -> "Patient":
        return self.press(answer=str(value), move=move)

    def open_at_home(self, secret: str = LINK) -> "Patient":
        day, month, year = str(BORN.day), str(BORN.month), str(BORN.year)
        return self.go("/s").press(secret=secret, day=day, month=month, year=year)

    def open_on_tablet(self, code: str = CODE) -> "Patient":
        return self.go("/tablet").press(code=code)

    def start(self) -> "Patient":
        return self.go("/survey").press(form=1)

    @property
    def text(self) -> str:
        return self.page.get_data(as_text=True)

    @property
    def address(self) -> str:
        return self.page.request.path

    @property
    def title(self) -> str:
        found = re.search(r"<title>(.*?)</title>", self.text, re.DOTALL)
        assert found is not None
        return found[1]

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.text, re.DOTALL)
        assert found is not None
        return found[1]

    def fill_in(self, value: int = 1) -> "Patient":
        """Answer everything up to the check."""
        for _ in range(LONGEST_WAY):
            if self.address == "/survey/check":
                return self
            if self.address.endswith("/before"):
                self.press(move="next")
            elif "<textarea" in self.text:
                self.answer("Nothing to add.")
            else:
                self.answer(value)
        raise AssertionError("the questions never ended")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(tmp_path: Path, migrated: Path, clock: Clock) -> Any:
    shutil.copytree(migrated, tmp_path, dirs_exist_ok=True)
    return create_app(settings_in(tmp_path), clock)


@pytest.fixture
def clinic(app: Any) -> Iterator[Clinic]:
    clinic = clinic_in(app.extensions["qol_house"])
    yield clinic
    clinic.house.database.close()


@pytest.fixture
def patient(app: Any, clinic: Clinic) -> Patient:
    return Patient(app.test_client())
