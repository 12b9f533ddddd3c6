"""A clinic behind the web application, and browsers that are signed in as one role each."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from qol.storage import staff
from qol.web import create_app
from qol.web.staff.visitor import COOKIE
from tests.study import clinic as clinics
from tests.study.clinic import NOW, Clinic
from tests.web.serving import served


@dataclass
class Clock:
    """The time that the application is told."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Site:
    """The application with its clinic."""

    app: Flask
    clinic: Clinic
    clock: Clock


class Visitor:
    """A browser that follows no redirect by itself and sends the form token that it was given."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, address: str, **options: Any) -> TestResponse:
        return self.client.get(address, **options)

    def text(self, address: str, status: int = 200) -> str:
        """The words of a page, without tags."""
        return words(self.get(address), status)

    def post(self, address: str, data: Mapping[str, Any], token_from: str | None = None) -> TestResponse:
        """Send a form with the token of the page it stands on."""
        page = self.client.get(token_from or address).text
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        token = {"csrf_token": found[1]} if found else {}
        return self.client.post(address, data={**token, **data})


def words(answer: TestResponse, status: int = 200) -> str:
    """What a page says, without tags and line breaks."""
    assert answer.status_code == status, answer.text[:2000]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "var"
    clinics.build(folder)
    return folder


@pytest.fixture
def site(built_site: Path, tmp_path: Path) -> Iterator[Site]:
    clinic = clinics.opened(built_site, tmp_path / "clinic")
    clock = Clock()
    app = create_app(clinic.settings, clock)
    yield Site(app, clinic, clock)
    clinic.house.database.close()
    app.extensions["qol_house"].database.close()


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    """Where a real browser finds the application."""
    with served(site.app) as found:
        yield found


@pytest.fixture
def as_role(site: Site) -> Callable[[str], Visitor]:
    """A browser that is signed in as the account of a role; "" is nobody."""

    def sign_in(role: str) -> Visitor:
        client = site.app.test_client()
        if role:
            token = f"token of {role}"
            with site.clinic.house.database.writing() as session:
                staff.begin_session(
                    session, token_hash=sha256(token.encode()).hexdigest(), staff_id=site.clinic.staff[role],
                    now=NOW, ends_at=NOW + timedelta(hours=12),
                )  # fmt: skip
            client.set_cookie(COOKIE, token)
        return Visitor(client)

    return sign_in


@pytest.fixture
def coordinator(as_role: Callable[[str], Visitor]) -> Visitor:
    return as_role("coordinator")
