"""The way in and out for staff."""

from datetime import timedelta

import pytest

from qol.web.staff.visitor import COOKIE
from tests.study.clinic import PASSWORD
from tests.web.staff.conftest import Site, Visitor, words


def _sign_in(site: Site, login: str = "coordinator", password: str = PASSWORD, next_: str = "") -> tuple:
    visitor = Visitor(site.app.test_client())
    answer = visitor.post("/sign-in", {"login": login, "password": password, "next": next_})
    return visitor, answer


def test_signing_in_leads_to_the_first_page_of_the_role(site: Site) -> None:
    visitor, answer = _sign_in(site)
    assert answer.status_code == 303
    assert visitor.get("/").location == "/due"
    assert "Who is due" in visitor.text("/due")


@pytest.mark.parametrize(
    ("role", "first"),
    [("researcher", "/datasets"), ("administrator", "/accounts"), ("clinician", "/due")],
)
def test_each_role_has_its_first_page(site: Site, role: str, first: str) -> None:
    visitor, _ = _sign_in(site, role)
    assert visitor.get("/").location == first


def test_a_wrong_password_and_an_unknown_name_get_the_same_page(site: Site) -> None:
    pages = [words(_sign_in(site, login, "a wrong one")[1], 403) for login in ("coordinator", "nobody")]
    assert pages[0].replace("coordinator", "") == pages[1].replace("nobody", "")
    assert "do not match" in pages[0]


def test_empty_fields_are_all_named_at_once(site: Site) -> None:
    page = words(_sign_in(site, "", "")[1], 422)
    assert "Type your login name." in page
    assert "Type your password." in page


def test_the_cookie_is_kept_from_scripts_and_other_sites(site: Site) -> None:
    _, answer = _sign_in(site)
    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith(COOKIE))
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


ELSEWHERE = (
    "//evil.example",
    "https://evil.example/due",
    "/\\evil.example",
    "evil",
    "/\t/evil.example",
    "/due\r\nX-A: b",
    "//[",
    "https://[evil.example",
)


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_signing_in_never_leads_to_another_site(site: Site, elsewhere: str) -> None:
    _, answer = _sign_in(site, next_=elsewhere)
    assert answer.location == "/"


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_a_change_of_language_never_leads_to_another_site(site: Site, elsewhere: str) -> None:
    visitor = Visitor(site.app.test_client())
    answer = visitor.post("/language", {"language": "de", "next": elsewhere}, token_from="/sign-in")
    assert (answer.status_code, answer.location) == (303, "/")


def test_no_redirect_names_the_host_that_was_asked_for(site: Site) -> None:
    visitor, _ = _sign_in(site)
    for address in ("/patients//x", "/instruments//lars", "/patients///x/events"):
        answer = visitor.get(address, headers={"Host": "evil.example"})
        assert "evil.example" not in (answer.location or "") + answer.text


def test_who_was_sent_to_sign_in_comes_back_to_the_page(site: Site) -> None:
    visitor = Visitor(site.app.test_client())
    asked = visitor.get("/patients?page=2")
    assert asked.location == "/sign-in?next=/patients?page%3D2"
    _, answer = _sign_in(site, next_="/patients?page=2")
    assert answer.location == "/patients?page=2"


def test_a_name_that_was_searched_is_not_carried_on_in_an_address(site: Site) -> None:
    asked = Visitor(site.app.test_client()).get("/patients?find=Dunmore&page=2")
    assert asked.location == "/sign-in?next=/patients?page%3D2"


def test_after_signing_out_the_old_cookie_opens_nothing(site: Site) -> None:
    visitor, _ = _sign_in(site)
    token = visitor.client.get_cookie(COOKIE)
    assert token is not None
    assert visitor.post("/sign-out", {}, token_from="/due").status_code == 303
    visitor.client.set_cookie(COOKIE, token.value)
    assert visitor.get("/due").location.startswith("/sign-in")


def test_signing_in_again_ends_the_session_before(site: Site) -> None:
    visitor, _ = _sign_in(site)
    first = visitor.client.get_cookie(COOKIE)
    assert first is not None
    visitor.post("/sign-in", {"login": "clinician", "password": PASSWORD})
    other = site.app.test_client()
    other.set_cookie(COOKIE, first.value)
    assert other.get("/due").status_code == 303


def test_a_session_changes_its_token_every_hour_and_goes_on(site: Site) -> None:
    visitor, _ = _sign_in(site)
    tokens = set()
    for _ in range(4):
        site.clock.now += timedelta(minutes=40)
        assert visitor.get("/due").status_code == 200
        cookie = visitor.client.get_cookie(COOKIE)
        assert cookie is not None
        tokens.add(cookie.value)
    assert len(tokens) > 1


def test_a_form_without_its_token_is_refused_with_what_to_do(site: Site) -> None:
    answer = site.app.test_client().post("/sign-in", data={"login": "coordinator", "password": PASSWORD})
    assert "Please send the form again" in words(answer, 400)


def test_the_form_token_does_not_expire_before_the_session(site: Site) -> None:
    assert site.app.config["WTF_CSRF_TIME_LIMIT"] is None
