"""What could do most harm asks again who is there, and loses nothing by it."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path

from qol.web.access import way_back
from qol.web.staff.visitor import COOKIE
from tests.study.clinic import PASSWORD
from tests.web.staff.conftest import Site, Visitor, words
from tests.web.staff.people.conftest import set_up

WRITTEN = Path(__file__).parents[4] / "docs" / "sign-in.md"
LATE = timedelta(minutes=11)
SignIn = Callable[[str], Visitor]


def fields(page: str) -> dict[str, str]:
    found = re.findall(r'<input[^>]*name="([^"]+)" type="hidden" value="([^"]*)"', page)
    found += re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found if name != "language"}


def test_just_signed_in_nothing_is_asked(signed_in: SignIn) -> None:
    assert signed_in("researcher").get("/datasets/all.zip").status_code == 200


def test_after_ten_minutes_a_download_asks_and_comes_back_to_its_page(site: Site, signed_in: SignIn) -> None:
    visitor = signed_in("researcher")
    site.clock.now += LATE
    assert visitor.get("/datasets").status_code == 200
    assert visitor.get("/datasets/all.zip").location == "/confirm?next=/datasets"
    before = visitor.client.get_cookie(COOKIE)
    page = visitor.text("/confirm?next=/datasets")
    assert "Is it still you?" in page
    wrong = visitor.post("/confirm", {"password": "not mine", "next": "/datasets"})
    assert "not the password" in words(wrong, 403)
    assert visitor.get("/datasets/all.zip").status_code == 303
    assert visitor.post("/confirm", {"password": PASSWORD, "next": "/datasets"}).location == "/datasets"
    after = visitor.client.get_cookie(COOKIE)
    assert before is not None and after is not None and after.value != before.value
    assert visitor.get("/datasets/all.zip").status_code == 200
    old = Visitor(site.app.test_client())
    old.client.set_cookie(COOKIE, before.value)
    assert old.get("/datasets/all.zip").location == "/confirm?next=/datasets", "the token before proves nothing"


def test_what_was_filled_in_comes_back_and_is_sent_by_one_button(site: Site, signed_in: SignIn) -> None:
    visitor = signed_in("administrator")
    site.clock.now += LATE
    wanted = {"study": site.clinic.study_id, "name": "Westhaven & Söhne", "phone": "01632 960 777"}
    asked = visitor.post("/sites/new", wanted, token_from="/sites")
    assert "What you filled in is kept" in words(asked, 403)
    assert "Westhaven" not in visitor.text("/sites")
    kept = fields(asked.text)
    again = visitor.post("/confirm", {**kept, "password": "wrong"})
    kept = fields(again.text)
    ready = visitor.post("/confirm", {**kept, "password": PASSWORD})
    assert 'action="/sites/new"' in ready.text
    sent = {name: value for name, value in fields(ready.text).items() if name in wanted}
    assert sent == wanted
    assert visitor.post("/sites/new", sent, token_from="/sites").status_code == 303
    assert 'value="Westhaven &amp; Söhne"' in visitor.get("/sites").text


def test_a_code_of_the_second_factor_does_as_well_and_only_once(site: Site, signed_in: SignIn) -> None:
    visitor = signed_in("researcher")
    app, _ = set_up(visitor, site)
    site.clock.now += LATE
    code = app.at(site.clock.now)
    assert visitor.post("/confirm", {"code": code, "next": "/datasets"}).status_code == 303
    site.clock.now += timedelta(seconds=1)
    assert "opens once" in words(visitor.post("/confirm", {"code": code}), 403)


def test_wrong_answers_are_counted(site: Site, signed_in: SignIn) -> None:
    visitor = signed_in("researcher")
    site.clock.now += LATE
    statuses = [visitor.post("/confirm", {"password": "no"}).status_code for _ in range(11)]
    assert statuses == [403] * 10 + [429]
    assert visitor.post("/confirm", {"password": PASSWORD}).status_code == 429


def test_it_never_leads_elsewhere(site: Site, signed_in: SignIn) -> None:
    visitor = signed_in("researcher")
    answer = visitor.post("/confirm", {"password": PASSWORD, "next": "//evil.example", "to": "https://evil.example"})
    assert answer.location == "/"


def test_the_document_names_everything_that_asks_again(site: Site) -> None:
    asking = {str(rule) for rule in site.app.url_map.iter_rules() if way_back(site.app, rule.endpoint) is not None}
    listed = WRITTEN.read_text().partition("## Asked again")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(/[^`]*)` \|", listed, re.MULTILINE)) == asking
