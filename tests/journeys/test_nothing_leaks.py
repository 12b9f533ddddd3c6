"""No page, cookie, log line or redirect tells a secret, a name, an answer or a birth date; headers on every answer."""

import json
import logging
import re
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from qol.cli import main
from qol.web.headers import ALWAYS
from tests.journeys.conftest import Site
from tests.journeys.intruder import SUBMISSION, Demo, Intruder, address, first_closed, open_link, secret_of

NAME, NUMBER, BORN = "Zacharias Unverwechselbar", "HN-73519", "1947-08-19"
TEXT = "The nurse Quendolina was unfriendly."
PASSWORD = "not-the-password-93175"
TELLTALES = ["Unverwechselbar", NUMBER, BORN, "Quendolina", PASSWORD]
"""Words of the above that stay themselves however an address writes them."""
PUBLIC = ("/static/", "/documents/", "/favicon.ico", "/scripts/", "/shell/", "/service-worker.js")


def filled(rule: object) -> str:
    """An address with something in its places."""
    values = {"path:filename": "staff.css", "instrument_id": "lars", "item": "q1"}
    numbered = re.sub(r"<int:[^>]+>", "1", str(rule))
    return re.sub(r"<([^>]+)>", lambda found: values.get(found[1], "nothing"), numbered)


def enrolled(demo: Demo) -> str:
    """Enrol somebody who cannot be mistaken; the study code."""
    year, month, day = BORN.split("-")
    born = {"birth_date-day": day, "birth_date-month": month, "birth_date-year": year}
    person = {"name": NAME, "hospital_number": NUMBER, "sex": "male", "language": "en", **born}
    answer = demo.staff("coordinator").post("/patients/enrol", person)
    assert answer.status_code == 303
    return re.split(r"[/?]", answer.location)[2]


def said_about(answer: TestResponse) -> str:
    """Everything of an answer but its page: what proxies, logs and histories keep."""
    return f"{answer.status}\n{answer.headers}"


def test_headers_cookies_and_redirects_hold_no_secret(demo: Demo) -> None:
    link = demo.made.links[0]
    secrets = [secret_of(link), link.typed, link.birth_date, demo.made.hand_over_code, *TELLTALES]
    code = enrolled(demo)
    staff, patient, nobody = demo.staff("coordinator"), demo.patient(), demo.nobody()
    place = address(demo, "text")
    answers = [
        staff.post(f"/patients/{code}/hand-over/pre_treatment", {"way": "slip"}),
        staff.get("/patients", query_string={"find": NAME}),
        nobody.get("/patients", query_string={"find": NAME}),
        nobody.post("/sign-in", {"login": "coordinator", "password": PASSWORD}),
        open_link(nobody, link, "1931-01-01"),
        open_link(nobody, link),
        nobody.post("/tablet", {"code": demo.made.hand_over_code}),
        patient.get("/survey"),
        patient.post(place, {"answer": TEXT, "move": "next"}),
        patient.post(place, {"answer": TEXT, "move": "save"}),
        patient.post(place, {"answer": TEXT, "move": "language"}),
        patient.post("/survey/submit", {"submission": SUBMISSION}),
    ]
    for answer in answers:
        assert [secret for secret in secrets if secret in said_about(answer)] == [], answer.request.path


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(demo: Demo) -> None:
    account = demo.made.accounts[0]
    answers = [
        demo.nobody().post("/sign-in", {"login": account.login, "password": account.password}),
        open_link(demo.nobody(), demo.made.links[0]),
        demo.nobody().get("/s"),
    ]
    cookies = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    assert len(cookies) >= 3
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie if cookie.startswith("qol_staff") else "SameSite=Lax" in cookie
        assert "Domain" not in cookie


def test_patients_pages_name_nobody(demo: Demo) -> None:
    link, patient = demo.made.links[0], demo.patient()
    with demo.database.reading() as session:
        from qol.storage import identities

        person = identities.read(session, demo.questions().assessment.patient_id)
    assert person is not None
    secrets = [secret_of(link), link.typed, link.birth_date, person.name, person.hospital_number or "?", link.code]
    places = ["/survey", first_closed(demo), "/survey/check", "/survey/settings", "/survey/break", "/tablet", "/s"]
    for place in places:
        text = patient.get(place).text
        assert [secret for secret in secrets if secret in text] == [], place


def test_a_tablet_knows_nothing_after_sending(demo: Demo) -> None:
    tablet = demo.nobody()
    assert tablet.post("/tablet", {"code": demo.made.hand_over_code}).status_code == 303
    assert tablet.post("/survey").location.startswith("/survey/")
    assert tablet.post("/survey/submit", {"submission": SUBMISSION}).status_code == 303
    for place in ("/survey", "/survey/check", "/survey/1/q1", "/survey/break", "/survey/resume"):
        assert tablet.get(place).location == "/survey/finished"
    demo.clock.goes_on(minutes=16)
    for place in ("/survey", "/survey/check", "/survey/finished"):
        assert tablet.get(place).location == "/tablet"


def test_the_programs_log_is_silent_about_people(demo: Demo, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    code = enrolled(demo)
    staff, patient, place = demo.staff("coordinator"), demo.patient(), address(demo, "text")
    staff.get("/patients", query_string={"find": NAME})
    staff.get(f"/patients/{code}")
    demo.nobody().post("/sign-in", {"login": NAME, "password": PASSWORD})
    open_link(demo.nobody(), demo.made.links[0], "1931-01-01")
    patient.client.post(place, data={"answer": TEXT})
    patient.post(place, {"answer": TEXT, "move": "next"})
    patient.post(place, {"answer": TEXT + "\0", "move": "next"})
    demo.app.view_functions["health"] = _fails
    assert demo.nobody().get("/health").status_code == 500
    link = demo.made.links[0]
    secrets = [*TELLTALES, "1931-01-01", secret_of(link), link.typed, link.birth_date]
    secrets += [patient.cookie("qol_survey"), staff.cookie("qol_staff")]
    assert [secret for secret in secrets if secret in caplog.text] == []
    assert "unexpected ValueError" in caplog.text


def _fails() -> str:
    raise ValueError(" ".join([NAME, TEXT, BORN]))


_fails.qol_roles = frozenset({"anonymous"})  # type: ignore[attr-defined]


def test_the_servers_output_is_silent_about_people(site: Site) -> None:
    link = site.demo["links"][2]
    secret, (year, month, day) = link["link"].partition("#")[2], link["birth_date"].split("-")
    host = site.url.removeprefix("http://")
    born = {"secret": secret, "month": month, "year": year}
    asked = [
        ("POST", "/sign-in", {"login": NAME, "password": PASSWORD}),
        ("POST", "/s", {**born, "day": "0" + str(int(day) % 9 + 1)}),
        ("POST", "/s", {**born, "day": day}),
        ("GET", "/survey", {}),
        ("POST", "/survey/1/o1", {"answer": TEXT, "move": "next"}),
        ("POST", "/survey/1/o1", {"answer": "x" * 1_000_000}),
        ("GET", "/patients?" + urlencode({"find": NAME}), {}),
        ("GET", "/nothing/" + NUMBER, {}),
    ]
    cookies: dict[str, str] = {}
    statuses = [_ask(host, method, place, fields, cookies) for method, place, fields in asked]
    assert statuses == [403, 403, 303, 200, 303, 413, 303, 404]
    log = site.log.read_text(errors="replace")
    secrets = [*TELLTALES, secret, link["typed"], link["birth_date"], *cookies.values()]
    secrets += [account["password"] for account in site.demo["accounts"]]
    assert [secret for secret in secrets if secret in log] == []


def _ask(host: str, method: str, place: str, fields: dict[str, str], cookies: dict[str, str]) -> int:
    """One request of a browser that keeps its cookies; a form carries its token."""
    if method == "POST":
        _, page = _send(host, "GET", "/survey/settings", "", cookies)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token is not None
        fields = {**fields, "csrf_token": token[1]}
    return _send(host, method, place, urlencode(fields), cookies)[0]


def _send(host: str, method: str, place: str, body: str, cookies: dict[str, str]) -> tuple[int, str]:
    connection = HTTPConnection(host, timeout=20)
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    head = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), **kind}
    connection.request(method, place, body or None, head)
    answer = connection.getresponse()
    text = answer.read().decode()
    for name, value in answer.getheaders():
        if name.lower() == "set-cookie":
            key, _, rest = value.partition("=")
            cookies[key] = rest.partition(";")[0]
    connection.close()
    return answer.status, text


def test_security_headers_stand_on_every_answer_also_on_refusals(demo: Demo) -> None:
    people: list[Intruder] = [demo.nobody(), demo.patient(), *map(demo.staff, ("coordinator", "researcher"))]
    places = {
        filled(rule) for rule in demo.app.url_map.iter_rules() if not str(rule).endswith((".pdf", ".zip", ".csv"))
    }
    asked: list[tuple[Intruder, str, str, dict[str, Any]]] = [
        (person, method, place, {}) for person in people for place in places for method in ("GET", "POST", "OPTIONS")
    ]
    asked += [
        (people[1], "POST", first_closed(demo), {"data": {"answer": "x" * 1_000_000}}),
        (people[0], "GET", "/nothing", {}),
        (people[0], "GET", "/s?x=%00", {}),
        (people[0], "GET", "/static/staff.css", {"headers": {"Range": "bytes=-"}}),
        (people[0], "GET", "/sign-in", {"headers": {"Host": "x" * 500}}),
    ]
    statuses = set()
    for person, method, place, options in asked:
        with person.client.open(place, method=method, **options) as answer:
            statuses.add(answer.status_code)
            assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS, (method, place)
            kept = answer.headers["Cache-Control"]
            assert kept == "no-store" or place.startswith(PUBLIC), (method, place, kept)
            assert "Server" not in answer.headers
    assert statuses >= {200, 303, 400, 401, 403, 404, 405, 413}
    assert "unsafe" not in ALWAYS["Content-Security-Policy"]


def test_every_address_refuses_who_may_not_use_it(
    demo: Demo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QOL_DATA_DIR", str(demo.folder))
    assert main(["routes", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    closed = [row for row in rows if "anonymous" not in row["roles"]]
    assert len(closed) > 25
    for row in closed:
        for method in row["methods"]:
            answer = demo.nobody().client.open(filled(row["address"]), method=method)
            if "patient" in row["roles"]:
                assert (answer.status_code, answer.location) == (303, "/s?closed=yes"), row
            elif method == "GET":
                assert answer.status_code == 303, row
                assert answer.location.startswith("/sign-in?next="), row
            else:
                assert answer.status_code == 401, row
