"""The hospital's sign-in, against a provider in a process of its own, honest and lying."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from qol.storage import staff
from qol.web import create_app
from qol.web.staff.visitor import COOKIE
from tests.study.clinic import Clinic
from tests.web.staff.conftest import Clock, Site, Visitor, words
from tests.web.staff.people.provider_server import CLIENT, SECRET

SERVER = Path(__file__).with_name("provider_server.py")
EMAIL = "marlow@clinic.example"


@dataclass(frozen=True)
class Hospital:
    """The clinic with a provider in front, at the time of the wall, as the provider signs for it."""

    site: Site
    address: str

    def person(self, sub: str = "u-1", honest: bool = True, **claims: Any) -> None:
        told = {"email": EMAIL, "email_verified": True, **claims}
        requests.put(f"{self.address}/person", json={"sub": sub, "claims": told, "honest": honest}, timeout=5)

    def nobody(self) -> Visitor:
        return Visitor(self.site.app.test_client())

    def through(self, visitor: Visitor, start: str = "/sign-in/provider") -> Any:
        """To the provider and back; the answer of our return address."""
        return visitor.get(self.back(visitor, start))

    def back(self, visitor: Visitor, start: str = "/sign-in/provider") -> str:
        """The address with which the provider sends the browser back."""
        asked = visitor.get(start)
        assert asked.status_code == 303, asked.text
        assert asked.location.startswith(f"{self.address}/authorize?")
        answer = requests.get(asked.location, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"].removeprefix("http://127.0.0.1:8000")


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, str(SERVER), str(port)], stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            requests.get(f"{address}/keys", timeout=5)
            break
        except requests.ConnectionError:
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(30)


@pytest.fixture
def hospital(site: Site, provider: str) -> Iterator[Hospital]:
    _give_email(site.clinic, "coordinator")
    settings = replace(
        site.clinic.settings, oidc_issuer=provider, oidc_client_id=CLIENT, oidc_client_secret=SECRET, oidc_name="Heron"
    )
    clock = Clock(datetime.now(UTC))
    app = create_app(settings, clock)
    yield Hospital(Site(app, site.clinic, clock), provider)
    app.extensions["qol_house"].database.close()


def _give_email(clinic: Clinic, login: str) -> None:
    with clinic.house.database.writing() as session:
        row = staff.named(session, login)
        row.email = EMAIL
        session.add(row)


def test_an_invited_person_is_linked_by_verified_address_and_known_by_subject_afterwards(hospital: Hospital) -> None:
    hospital.person()
    visitor = hospital.nobody()
    assert "Go through Heron" in visitor.text("/sign-in")
    answer = hospital.through(visitor, "/sign-in/provider?next=/patients")
    assert 'content="0; url=/patients"' in answer.text
    assert visitor.get("/due").status_code == 200
    hospital.person(email="married@clinic.example")  # the address changed, the subject did not
    again = hospital.nobody()
    hospital.through(again)
    assert again.get("/due").status_code == 200
    assert "signed in through the hospital" in again.text("/account")


@pytest.mark.parametrize(
    "claims",
    [{"email": "stranger@clinic.example"}, {"email_verified": False}, {"email_verified": "true"}, {"email": ""}],
)
def test_nobody_gets_an_account_by_it(hospital: Hospital, claims: dict[str, Any]) -> None:
    hospital.person(**claims)
    visitor = hospital.nobody()
    assert "no open account" in words(hospital.through(visitor), 403)
    assert visitor.client.get_cookie(COOKIE) is None


def test_a_second_person_with_the_same_address_is_not_the_first(hospital: Hospital) -> None:
    hospital.person()
    hospital.through(hospital.nobody())
    hospital.person(sub="u-2")
    assert "no open account" in words(hospital.through(hospital.nobody()), 403)


def test_a_shut_account_stays_shut(hospital: Hospital) -> None:
    hospital.person()
    hospital.through(hospital.nobody())
    with hospital.site.clinic.house.database.writing() as session:
        staff.disable(session, staff.named(session, "coordinator"), hospital.site.clock.now)
    assert "no open account" in words(hospital.through(hospital.nobody()), 403)


@pytest.mark.parametrize(
    "lie",
    [
        {"honest": False},
        {"nonce": "another"},
        {"aud": "another application"},
        {"aud": [CLIENT, "another"]},
        {"azp": "another"},
        {"iss": "http://127.0.0.1:1"},
        {"exp": 1_000_000_000},
        {"iat": 4_000_000_000},
    ],
    ids=lambda lie: next(iter(lie)),
)
def test_a_token_that_is_not_exactly_as_it_must_be_opens_nothing(hospital: Hospital, lie: dict[str, Any]) -> None:
    hospital.person(**lie)
    visitor = hospital.nobody()
    assert "did not prove" in words(hospital.through(visitor), 403)
    assert visitor.client.get_cookie(COOKIE) is None


def test_what_comes_back_must_be_what_this_browser_was_sent_with_and_serves_once(hospital: Hospital) -> None:
    hospital.person()
    visitor, other = hospital.nobody(), hospital.nobody()
    back = hospital.back(visitor)
    assert "did not prove" in words(other.get(back), 403), "another browser"
    assert "did not prove" in words(visitor.get(back.replace("state=", "state=x")), 403)
    assert "did not prove" in words(visitor.get(back), 403), "the question was used up"
    whole = hospital.back(visitor)
    assert visitor.get(whole).status_code == 200
    assert visitor.get(whole).status_code == 403


def test_a_code_is_worth_nothing_without_the_verifier_of_its_browser(hospital: Hospital) -> None:
    hospital.person()
    stolen = hospital.back(hospital.nobody()).partition("code=")[2].partition("&")[0]
    thief = hospital.nobody()
    own = hospital.back(thief)
    code = own.partition("code=")[2].partition("&")[0]
    assert "did not prove" in words(thief.get(own.replace(code, stolen)), 403)


def test_it_proves_again_who_is_there_for_the_same_person_only(hospital: Hospital) -> None:
    hospital.person()
    visitor = hospital.nobody()
    hospital.through(visitor)
    page = hospital.through(visitor, "/sign-in/provider?again=yes&next=/account")
    assert 'content="0; url=/confirm/provider?next=/account"' in page.text
    assert visitor.get("/confirm/provider?next=/account").location == "/account"
    assert visitor.get("/confirm/provider?next=/account").status_code == 403
    hospital.person(sub="u-2")
    hospital.through(visitor, "/sign-in/provider?again=yes")
    assert visitor.get("/confirm/provider").status_code == 403
    hospital.person(auth_time=1_000_000_000)
    assert "did not prove" in words(hospital.through(visitor, "/sign-in/provider?again=yes"), 403)


def test_signing_out_here_offers_to_sign_out_there(hospital: Hospital) -> None:
    hospital.person()
    visitor = hospital.nobody()
    hospital.through(visitor)
    left = visitor.post("/sign-out", {}, token_from="/due").location
    assert "Sign out there as well: Heron" in visitor.text(left)
    out = visitor.get("/sign-in/provider/out").location
    assert out.startswith(f"{hospital.address}/end?client_id=qol&post_logout_redirect_uri=")


def test_without_a_provider_there_are_no_such_pages(site: Site) -> None:
    visitor = Visitor(site.app.test_client())
    for page in ("/sign-in/provider", "/sign-in/provider/return", "/sign-in/provider/out"):
        assert visitor.get(page).status_code == 404
    assert "Go through" not in visitor.text("/sign-in")


def test_a_provider_that_does_not_answer_is_said_so(site: Site) -> None:
    settings = replace(site.clinic.settings, oidc_issuer="http://127.0.0.1:9", oidc_client_id=CLIENT)
    app = create_app(settings, Clock())
    assert "does not answer" in words(app.test_client().get("/sign-in/provider"), 403)
    app.extensions["qol_house"].database.close()
