"""How long a patient waits: from a tap to the next question, and on a slow network until the first page can be used."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING

from werkzeug.serving import make_server

from benchmarks import Figure
from qol.errors import QolError
from qol.settings import Settings
from qol.storage import migrating
from qol.storage.database import Database
from qol.study.demonstration.filling import Demonstration, fill
from qol.study.house import opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAME = "pages"
HELP = "Waiting in a browser: next question after a tap, first page on a slow network with a slow processor."
QUESTIONS = 20
TAP_TO_NEXT = 100.0
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 kbit a second, 400 ms to the server and back."""
SLOWER = 4
"""How many times slower the processor is made."""


def measure() -> Iterator[Figure]:
    """Median of twenty questions; the first page once, with nothing in the cache."""
    from playwright.sync_api import sync_playwright

    with TemporaryDirectory() as folder, _served(Path(folder)) as (address, made), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 844})
        waits = _questions(page, address, made)
        yield Figure("from a tap on Next to the next question, median", median(waits), "ms", TAP_TO_NEXT)
        yield Figure("the same, slowest of twenty", max(waits), "ms")
        slow = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
        yield Figure(
            "first page on slow 3G, processor 4 times slower, until it can be used", _first_page(slow, address), "ms"
        )
        browser.close()


def _questions(page: "Page", address: str, made: Demonstration) -> list[float]:
    """Milliseconds from each tap until the next question can be answered."""
    link = made.links[0]
    page.goto(f"{address}/s#{link.link.partition('#')[2]}")
    for name, value in zip(("year", "month", "day"), link.birth_date.split("-"), strict=True):
        page.locator(f"[name={name}]").fill(str(int(value)))
    page.locator("form[data-link] .button-main").click()
    page.get_by_role("button", name="Start").click()
    waits = []
    for _ in range(QUESTIONS):
        page.wait_for_selector(".option, textarea")
        if page.locator(".option").count():
            page.locator(".option-face").first.click()
        else:
            page.locator("textarea").fill("Nothing.")
        before = page.url
        start = time.perf_counter()
        page.locator(".button-main[value=next]").click()
        page.wait_for_url(_other_than(before), wait_until="domcontentloaded")
        waits.append((time.perf_counter() - start) * 1000)
    return waits


def _other_than(before: str) -> Callable[[str], bool]:
    return lambda url: url != before


def _first_page(page: "Page", address: str) -> float:
    """Milliseconds until the fields of the opening page can be filled in."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_3G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(f"{address}/s", wait_until="load")
    return float(page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive"))


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, Demonstration]]:
    from qol.web import create_app

    settings = Settings.from_environment({"QOL_DATA_DIR": str(folder / "var")})
    now = datetime.now(UTC)
    database = Database(settings)
    migrating.upgrade(database)
    database.close()
    with opened(settings) as house:
        made = fill(house, 30, 1, now.date(), now)
    server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}", made
    server.shutdown()
    thread.join()


def _chromium() -> str:
    found = os.environ.get("QOL_TEST_CHROMIUM") or shutil.which("chromium")
    if found is None:
        raise QolError("This benchmark needs Chromium: run `./run setup`.")
    return found
