"""The second step at the door: asked, counted, never the same token; set up where a role needs it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from qol.storage import second_factors, staff
from qol.web import create_app
from qol.web.staff.visitor import COOKIE
from tests.study.clinic import PASSWORD
from tests.web.staff.conftest import Clock, Site, Visitor, words
from tests.web.staff.people.conftest import app_of, hidden, set_up

MINUTE = timedelta(minutes=1)
SignIn = Callable[[str], Visitor]


def cookie(visitor: Visitor) -> str:
    found = visitor.client.get_cookie(COOKIE)
    return found.value if found else ""


def test_the_code_is_asked_after_the_password_and_leads_to_the_page_that_was_wanted(
    site: Site, signed_in: SignIn
) -> None:
    app, codes = set_up(signed_in("coordinator"), site)
    assert len(codes) == 10
    site.clock.now += MINUTE
    visitor = Visitor(site.app.test_client())
    answer = visitor.post("/sign-in", {"login": "coordinator", "password": PASSWORD, "next": "/patients"})
    assert answer.location == "/sign-in/second?next=/patients"
    half = cookie(visitor)
    for page in ("/due", "/patients", "/account", "/confirm"):
        assert visitor.get(page).location.startswith("/sign-in"), page
    assert "does not open" in words(visitor.post("/sign-in/second", {"code": "000000"}), 403)
    assert words(visitor.post("/sign-in/second", {"code": ""}), 422)
    whole = visitor.post("/sign-in/second", {"code": app.at(site.clock.now), "next": "/patients"})
    assert (whole.status_code, whole.location) == (303, "/patients")
    assert cookie(visitor) != half
    assert visitor.get("/due").status_code == 200
    replay = Visitor(site.app.test_client())
    replay.client.set_cookie(COOKIE, half)
    assert replay.get("/sign-in/second").location == "/sign-in"
    assert replay.get("/due").status_code == 303


def test_a_half_sign_in_ends_after_ten_minutes(site: Site, signed_in: SignIn) -> None:
    set_up(signed_in("coordinator"), site)
    visitor = Visitor(site.app.test_client())
    visitor.post("/sign-in", {"login": "coordinator", "password": PASSWORD})
    assert visitor.get("/sign-in/second").status_code == 200
    site.clock.now += 11 * MINUTE
    assert visitor.get("/sign-in/second").location == "/sign-in"


@pytest.fixture
def strict(site: Site) -> Site:
    """The same clinic where coordinators must have a second factor."""
    settings = replace(site.clinic.settings, second_factor=frozenset({"coordinator"}))
    clock = Clock(site.clock.now)
    return Site(create_app(settings, clock), site.clinic, clock)


def test_where_the_role_needs_one_it_is_set_up_before_anything_else(strict: Site) -> None:
    visitor = Visitor(strict.app.test_client())
    answer = visitor.post("/sign-in", {"login": "coordinator", "password": PASSWORD, "next": "/patients"})
    assert answer.location == "/sign-in/set-up?next=/patients"
    page = visitor.get(answer.location).text
    assert "Not now" not in page
    assert visitor.get("/due").status_code == 303
    assert visitor.post("/sign-in/set-up", {"move": "later"}).status_code == 403
    set_up(visitor, strict, "/sign-in/set-up")
    assert visitor.get("/due").status_code == 200
    assert "Your role needs" in words(visitor.post("/account/second-factor/away", {"password": PASSWORD}), 400)
    strict.app.extensions["qol_house"].database.close()


def test_a_password_alone_does_not_replace_the_second_factor_that_was_set_up_meanwhile(strict: Site) -> None:
    thief, owner = Visitor(strict.app.test_client()), Visitor(strict.app.test_client())
    for visitor in (thief, owner):
        visitor.post("/sign-in", {"login": "coordinator", "password": PASSWORD})
    page = thief.get("/sign-in/set-up").text
    set_up(owner, strict, "/sign-in/set-up")
    sent = {"made": hidden(page, "made"), "code": app_of(page).at(strict.clock.now)}
    assert thief.get("/sign-in/set-up").location == "/sign-in"
    assert thief.post("/sign-in/set-up", sent, token_from="/sign-in").location == "/sign-in"
    assert thief.get("/due").status_code == 303
    with strict.clinic.house.database.reading() as session:
        kept = second_factors.secret_of(session, staff.named(session, "coordinator"))
    assert kept != app_of(page).secret
    strict.app.extensions["qol_house"].database.close()


def test_roles_that_need_none_sign_in_as_before(strict: Site) -> None:
    visitor = Visitor(strict.app.test_client())
    assert visitor.post("/sign-in", {"login": "clinician", "password": PASSWORD}).location == "/"
    assert visitor.get("/due").status_code == 200
    strict.app.extensions["qol_house"].database.close()


def test_a_wrong_first_code_keeps_the_secret_that_was_scanned(site: Site, signed_in: SignIn) -> None:
    visitor = signed_in("coordinator")
    page = visitor.get("/account/second-factor").text
    again = visitor.post("/account/second-factor", {"made": hidden(page, "made"), "code": "12"})
    assert "not the code" in words(again, 403)
    assert app_of(again.text).secret == app_of(page).secret
    other = signed_in("clinician")
    stolen = other.post("/account/second-factor", {"made": hidden(page, "made"), "code": app_of(page).now()})
    assert "out of date" in words(stolen, 403)
