"""What a stranger between device and server refuses is carried by staff: counted, saved, opened and added once."""

import json
import re
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from qol.storage import staff
from qol.storage.tables import Answer, AuditEntry, Envelope
from qol.web.staff.visitor import COOKIE
from tests.study.patients_side import Clinic
from tests.web.offline.conftest import now
from tests.web.offline.line import Line
from tests.web.offline.patient import answer, open_at_home, start

pytestmark = pytest.mark.browser

TOKEN = "token-of-the-desk"


class Firewall:
    """Refuses every delivery with a page of its own."""

    def __init__(self) -> None:
        self.refused = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        self.refused += 1
        start_response("403 Forbidden", [("Content-Type", "text/html"), ("Content-Length", "7")])
        return [b"blocked"]


def answers(clinic: Clinic) -> list[tuple[str, int | None]]:
    with clinic.house.database.reading() as session:
        return sorted((row.item_id, row.value) for row in session.exec(select(Answer)))


def staffs_page(clinic: Clinic, line: Line, browser: Browser) -> Page:
    """The shelf on the screen of a coordinator who is signed in."""
    with clinic.house.database.writing() as session:
        row = staff.add(session, login="desk", display_name="The Desk", password_hash="none", now=now())
        staff.grant(session, row.id, "coordinator", clinic.study_id)
        token = sha256(TOKEN.encode()).hexdigest()
        staff.begin_session(session, token_hash=token, staff_id=row.id, now=now(), ends_at=now() + timedelta(hours=1))
    context = browser.new_context()
    context.add_cookies([{"name": COOKIE, "value": TOKEN, "url": line.address}])
    page = context.new_page()
    page.goto(f"{line.address}/shelf")
    return page


def deliver_until_refused(page: Page, firewall: Firewall, times: int) -> None:
    for _ in range(100):
        if firewall.refused >= times:
            return
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_timeout(100)
    raise AssertionError(f"refused {firewall.refused} times only")


def saved_on_the_device(page: Page, folder: Path) -> Path:
    """Two envelopes are counted, tried once more in vain, and saved."""
    expect(page.locator("[data-shelved]")).to_have_text(re.compile("^[12]$"))
    counts = [int(page.locator(name).inner_text()) for name in ("[data-waiting]", "[data-shelved]")]
    assert sum(counts) == 2
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Try to send them again").click()
    expect(page.get_by_role("status")).to_contain_text("could not be delivered now")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save them as a file").click()
    file = folder / saved.value.suggested_filename
    saved.value.save_as(file)
    assert len(json.loads(file.read_text())["envelopes"]) == 2
    return file


def bring(desk: Page, file: Path) -> None:
    desk.get_by_label("File of sealed answers").set_input_files(file)
    desk.get_by_role("button", name="Open and add").click()


def test_answers_that_a_stranger_refused_six_times_are_carried_by_staff_and_arrive_once(
    clinic: Clinic, line: Line, page: Page, browser: Browser, tmp_path: Path
) -> None:
    clinic.ask("lars", now=now())
    firewall = Firewall()
    open_at_home(page, line)
    start(page)
    line.instead = firewall
    given = sorted((address.rpartition("/")[2], value) for address, value in (answer(page, 1), answer(page, 0)))
    deliver_until_refused(page, firewall, 8)
    page.get_by_role("link", name="Could not be delivered yet").click()
    file = saved_on_the_device(page, tmp_path)
    assert answers(clinic) == []

    desk = staffs_page(clinic, line, browser)
    bring(desk, file)
    expect(desk.get_by_role("heading", name="2 pages of answers added")).to_be_visible()
    assert Axe().run(desk).violations_count == 0
    assert answers(clinic) == given
    bring(desk, file)
    expect(desk.get_by_text("Had come before; nothing was done now.")).to_have_count(2)
    desk.context.close()

    line.instead = None
    page.get_by_role("button", name="Try to send them again").click()
    expect(page.get_by_role("status")).to_contain_text("Everything has been delivered")
    assert answers(clinic) == given
    with clinic.house.database.reading() as session:
        assert len(session.exec(select(Envelope)).all()) == 2
        assert [row.action for row in session.exec(select(AuditEntry))].count("shelf.brought") == 2


def test_the_page_works_in_the_shell_and_says_when_nothing_waits(clinic: Clinic, line: Line, page: Page) -> None:
    clinic.ask("lars", now=now())
    open_at_home(page, line)
    start(page)
    line.cut()
    answer(page)
    page.goto(f"{line.address}/tablet/kept")
    expect(page.get_by_role("heading", level=1)).to_have_text("What is kept here")
    expect(page.locator("[data-waiting]")).to_have_text("1")
    assert Axe().run(page).violations_count == 0
    line.restore()
    page.get_by_role("button", name="Try to send them again").click()
    expect(page.get_by_role("status")).to_contain_text("Everything has been delivered")
    assert len(answers(clinic)) == 1
