"""Printing a clinic's day: chosen on a page, printed by the real process beside the server, fetched by one alone."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.study.clinic import PASSWORD, TODAY
from tests.study.corrections.answered import answered
from tests.web.staff.conftest import Site, Visitor, words

ROOT = Path(__file__).parents[4]


@pytest.fixture
def code(site: Site) -> str:
    """Somebody who answered today."""
    return answered(site.clinic)


@contextmanager
def printing(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """The process that prints, as `qol serve` starts it."""
    environment = {**os.environ, "QOL_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "qol", "print-queue", "--with-parent"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            wait(lambda: (folder / "printing" / "alive").exists())
            yield process
        finally:
            process.terminate()


def wait(until: Callable[[], bool]) -> None:
    for _ in range(3000):
        if until():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come about within five minutes")


def _order(visitor: Visitor, code: str) -> str:
    answer = visitor.post("/summaries", {"row": f"{code} decision", "kind": "pdf"}, token_from="/summaries")
    assert answer.status_code == 303, words(answer, answer.status_code)
    return str(answer.headers["Location"])


def test_a_day_is_printed_in_the_background_and_fetched_by_whoever_ordered_it_alone(
    site: Site, coordinator: Visitor, as_role: Callable[[str], Visitor], code: str
) -> None:
    assert "Alan Dunmore" in coordinator.text("/summaries")
    with printing(site.clinic.settings.data_dir):
        batch = _order(coordinator, code)
        wait(lambda: not coordinator.get(batch, headers={"Accept": "application/json"}).json["open"])
    assert "1 summary is ready" in coordinator.text(batch)
    file = coordinator.get(f"{batch}/file")
    assert file.mimetype == "application/pdf"
    assert "attachment" in file.headers["Content-Disposition"]
    assert "Alan Dunmore" in PdfReader(BytesIO(file.data)).pages[0].extract_text()
    clinician = as_role("clinician")
    assert {clinician.get(batch + rest).status_code for rest in ("", "/file")} == {404}
    assert clinician.post(f"{batch}/stop", {}, token_from="/summaries").status_code == 404


def test_a_second_process_for_the_same_folder_refuses_in_a_sentence(site: Site) -> None:
    folder = site.clinic.settings.data_dir
    with printing(folder):
        environment = {**os.environ, "QOL_DATA_DIR": str(folder)}
        command = [sys.executable, "-m", "qol", "print-queue"]
        second = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert second.returncode == 1
    assert "Another process prints summaries" in second.stderr
    assert "Traceback" not in second.stderr


def test_without_the_process_the_page_says_so_and_the_batch_can_be_stopped(
    site: Site, coordinator: Visitor, code: str
) -> None:
    batch = _order(coordinator, code)
    assert "the printing process does not run" in coordinator.text(batch)
    assert coordinator.get(f"{batch}/file").status_code == 404
    assert coordinator.post(f"{batch}/stop", {}, token_from=batch).status_code == 303
    assert "Nothing of it was kept" in coordinator.text(batch)


def test_nobody_ticked_and_another_sites_patient_are_refused(site: Site, coordinator: Visitor) -> None:
    refused = coordinator.post("/summaries", {"kind": "pdf"}, token_from="/summaries")
    assert "Tick the patients first" in words(refused, 409)
    foreign = site.clinic.enrol(site="Southmere")
    assert coordinator.post("/summaries", {"row": foreign, "kind": "pdf"}, token_from="/summaries").status_code == 404


def test_another_day_has_others(coordinator: Visitor, code: str) -> None:
    assert "Nobody sent answers" in coordinator.text(f"/summaries?day={TODAY.replace(day=1)}")
    assert "Alan Dunmore" in coordinator.text("/summaries?day=nonsense")


def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Browser, address: str, code: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/sign-in")
    page.locator("[name=login]").fill("coordinator")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").last.click()
    page.wait_for_url("**/due")
    page.goto(f"{address}/due?state=completed")
    inspect(page)
    page.goto(f"{address}/summaries")
    inspect(page)
    page.get_by_role("button", name="Print as one PDF").click()
    page.wait_for_selector("[data-batch]")
    inspect(page)
    page.close()


def inspect(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    for width in (390, 768):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if os.environ.get("SHOTS"):
            page.screenshot(path=f"{os.environ['SHOTS']}/{page.title()[:9]}-{width}.png", full_page=True)
