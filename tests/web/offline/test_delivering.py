"""How what waits comes home: within half a minute, by one tab, under a pass that is renewed when it has ended."""

import json
from time import monotonic
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlmodel import select

from qol.storage.sealing import lock_for
from qol.storage.tables import Answer, Envelope
from qol.study.collection.delivery_pass import pass_for
from tests.study.devices_side import Device as Sealer
from tests.study.patients_side import Clinic
from tests.web.offline.conftest import now
from tests.web.offline.line import Line
from tests.web.offline.patient import answer, open_at_home, start

browser = pytest.mark.browser


def rows(clinic: Clinic) -> tuple[int, int]:
    with clinic.house.database.reading() as session:
        return len(session.exec(select(Answer)).all()), len(session.exec(select(Envelope)).all())


@browser
def test_with_the_page_open_it_arrives_within_half_a_minute_of_the_networks_return(
    clinic: Clinic, line: Line, page: Page
) -> None:
    clinic.ask("lars", now=now())
    open_at_home(page, line)
    start(page)
    line.cut()
    for _ in range(3):
        answer(page)
    page.wait_for_timeout(4_000)
    line.restore()
    begin = monotonic()
    expect(page.locator(".kept")).to_have_text("Saved", timeout=35_000)
    assert monotonic() - begin < 30
    assert rows(clinic) == (3, 3)


SLOW_END = """
const request = navigator.locks.request.bind(navigator.locks);
navigator.locks.request = async (...asked) => {
  const found = await request(...asked);
  await new Promise((done) => setTimeout(done, window.slowEnd ?? 0));
  return found;
};
"""
"""Delivering ends late, as on a busy device: what is kept meanwhile was not looked at."""


@browser
def test_what_is_kept_while_a_delivery_ends_is_delivered_too(clinic: Clinic, line: Line, page: Page) -> None:
    clinic.ask("lars", now=now())
    page.add_init_script(SLOW_END)
    open_at_home(page, line)
    start(page)
    page.evaluate("window.slowEnd = 3000")
    answer(page)
    page.wait_for_timeout(1_500)
    answer(page)
    expect(page.locator(".kept")).to_have_text("Saved", timeout=15_000)
    assert rows(clinic) == (2, 2)


@browser
def test_two_tabs_do_not_deliver_twice_and_both_tell_the_truth(clinic: Clinic, line: Line, page: Page) -> None:
    clinic.ask("lars", now=now())
    open_at_home(page, line)
    start(page)
    answer(page)
    other = page.context.new_page()
    other.goto(f"{line.address}/survey/1/q4")
    expect(other.locator("html[data-run=on]")).to_have_count(1)
    line.cut()
    answer(page, 1)
    answer(other, 0)
    answer(page, 0)
    for tab in (page, other):
        expect(tab.locator(".kept")).to_contain_text("waiting")
    sent: list[str] = []
    for tab in (page, other):
        tab.on("request", lambda request: sent.append(request.post_data or "") if "/deliver" in request.url else None)
    line.restore()
    for tab in (page, other):
        expect(tab.locator(".kept")).to_have_text("Saved", timeout=35_000)
    assert rows(clinic) == (4, 4)
    identifiers = [one["id"] for body in sent for one in json.loads(body)["envelopes"]]
    assert len(set(identifiers)) == 3


@browser
def test_an_ended_pass_keeps_everything_and_asks_for_the_link(
    clinic: Clinic, line: Line, page: Page, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = clinic.ask("lars", now=now())
    old = pass_for(clinic.house.database.keys, visit, now().replace(year=2025))
    page.route("**/survey/plan", lambda route: route.fulfill(json={**route.fetch().json(), "pass": old}))
    open_at_home(page, line)
    start(page)
    answer(page)
    expect(page.get_by_role("alert")).to_contain_text("Please open your questions again", timeout=15_000)
    expect(page.locator(".kept")).to_have_text("Kept on this device (1 waiting)")
    assert rows(clinic) == (0, 0)
    page.unroute("**/survey/plan")
    page.context.clear_cookies()
    open_at_home(page, line)
    expect(page.locator(".kept")).to_have_text("Saved")
    assert rows(clinic) == (1, 1)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize(
    "body",
    [
        None, [], {}, "x", 2**70, {"pass": "x"}, {"envelopes": []}, {"pass": "x", "envelopes": [{}]},
        {"pass": "x", "envelopes": "all"}, {"pass": "x", "envelopes": [{"id": "1", "sealed": ""}]},
        {"pass": "x", "envelopes": [{"id": "00000000-0000-4000-8000-000000000001", "sealed": "ä"}]},
        {"pass": "x", "envelopes": [{"id": 7, "sealed": 7}] * 50},
    ],
)  # fmt: skip
def test_what_is_no_delivery_is_a_sentence_and_keeps_nothing(clinic: Clinic, client: FlaskClient, body: Any) -> None:
    answered = client.post("/deliver", json=body)
    assert answered.status_code == 400
    assert answered.json == {"problem": "This delivery could not be read.", "receipts": []}
    assert rows(clinic) == (0, 0)


def test_each_refusal_has_its_status_and_a_receipt_for_everything_that_is_kept(
    clinic: Clinic, client: FlaskClient
) -> None:
    import base64

    visit = clinic.ask("lars", now=now())
    device = Sealer(lock_for(clinic.house.settings).public, visit)
    form = clinic.opened(visit).forms[0].id
    given = pass_for(clinic.house.database.keys, visit, now())

    def post(*sent: Any, delivery_pass: str = given) -> Any:
        envelopes = [{"id": one.id, "sealed": base64.b64encode(one.sealed).decode()} for one in sent]
        return client.post("/deliver", json={"pass": delivery_pass, "envelopes": envelopes})

    first = device.page(now(), form=form, item="q1", answer="1")
    wrong = device.page(now(), form=form, item="q1", answer="9")
    never = device.page(now(), form=form, item="q2", answer="1")
    answered = post(first, wrong, never)
    assert answered.status_code == 422
    assert [one["state"] for one in answered.json["receipts"]] == ["applied", "refused"]
    assert all(one["receipt"] == f"{one['id']} {one['hash']}" for one in answered.json["receipts"])
    assert post(first).status_code == 200
    assert post(device.page(now(), form=form, item="q1", answer="2", identifier=first.id)).status_code == 409
    assert post(first, delivery_pass=given[:-1] + "x").status_code == 401
    assert post(device.page(now(), "submit")).status_code == 200
    assert post(device.page(now(), form=form, item="q1", answer="2")).status_code == 410
    assert "Set-Cookie" not in answered.headers
    assert rows(clinic)[0] == 1
