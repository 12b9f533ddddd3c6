"""The staff's pages in Chromium: what axe-core says, whether anything scrolls sideways, keys and codes."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from qol.course.events import EventKind
from qol.study.collection.handing_over import open_ways
from tests.study.clinic import NOW, PASSWORD, TODAY
from tests.web.staff.answering import answer_everything
from tests.web.staff.conftest import Site

pytestmark = pytest.mark.browser

SIZES = ((1280, 800), (768, 1024), (390, 844), (320, 640))
PLACES = (
    "/due", "/due?day=week&state=completed", "/patients", "/protocol",
    "/patients/import", "/mail", "/patients/{code}/mail", "/patients/enrol", "/patients/{code}",
    "/patients/{code}/events", "/patients/{code}/events/change?add=decision&add=death",
    "/patients/{waiting}", "/patients/{waiting}/hand-over/pre_treatment", "/patients/{waiting}/entry", "/tablets",
    "/patients/{code}/consent", "/consent",
    "/instruments",
    "/instruments/treatment_satisfaction", "/instruments/lars", "/instruments/eq5d5l",
    "/instruments/treatment_satisfaction/preview/1",
)  # fmt: skip


@pytest.fixture
def code(site: Site) -> str:
    """A patient with a regrowth, a resection, a stoma, one questionnaire answered and one open."""
    clinic = site.clinic
    found = clinic.enrol(on=TODAY - timedelta(days=300))
    clinic.decided(found, "nom", days_ago=20)
    open_ways(clinic.house, clinic.scope(), found, "decision", "handover", "en", TODAY, NOW)
    answer_everything(clinic, found)
    clinic.record(found, EventKind.REGROWTH, TODAY - timedelta(days=12))
    clinic.record(found, EventKind.RESECTION, TODAY - timedelta(days=5), operation="lar", leak="no")
    clinic.record(found, EventKind.STOMA_FORMED, TODAY - timedelta(days=5), intent="temporary")
    return found


@pytest.fixture
def waiting(site: Site) -> str:
    """A patient who can be handed a questionnaire."""
    return site.clinic.enrol("June Whitcombe", number="4821-077")


def _sign_in(page: Page, address: str, role: str = "coordinator") -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label("Login name").fill(role)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"/(due|datasets|accounts)$"))


def _inspect(page: Page) -> None:
    """axe-core finds nothing."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def _give(page: Page, address: str, code: str, way: str) -> None:
    """Hand over by one of the three ways."""
    page.goto(f"{address}/patients/{code}/hand-over/pre_treatment")
    page.locator(f"button[value={way}]").click()
    page.wait_for_selector(".qr")


def test_axe_finds_nothing_on_any_page_of_a_coordinator(
    browser: Browser, address: str, code: str, waiting: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/sign-in")
    _inspect(page)
    _sign_in(page, address)
    for place in PLACES:
        page.goto(address + place.format(code=code, waiting=waiting))
        _inspect(page)
    for way in ("handover", "link", "slip"):
        _give(page, address, waiting, way)
        _inspect(page)
    assert complaints == []
    page.close()


def test_nothing_scrolls_sideways_on_a_desk_a_tablet_or_a_phone(
    browser: Browser, address: str, code: str, waiting: str
) -> None:
    page = browser.new_page()
    _sign_in(page, address)
    for place in (*PLACES, "handover", "link", "slip"):
        if place.startswith("/"):
            page.goto(address + place.format(code=code, waiting=waiting))
        else:
            _give(page, address, waiting, place)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{place} at {width}"
    page.close()


def test_axe_finds_nothing_on_pages_that_came_back_with_faults(browser: Browser, address: str, code: str) -> None:
    page = browser.new_page()
    _sign_in(page, address)
    page.goto(f"{address}/patients/enrol")
    page.get_by_role("button", name="Enrol").click()
    expect(page.get_by_role("alert")).to_be_focused()
    _inspect(page)
    page.goto(f"{address}/patients/{code}/events/change?add=stoma_formed&add=decision")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_focused()
    _inspect(page)
    page.goto(f"{address}/nothing")
    _inspect(page)
    page.close()


@pytest.mark.parametrize("role", ["researcher", "administrator", "clinician"])
def test_axe_finds_nothing_for_the_other_roles(browser: Browser, address: str, code: str, role: str) -> None:
    page = browser.new_page()
    _sign_in(page, address, role)
    _inspect(page)
    if role == "clinician":
        page.goto(f"{address}/patients/{code}")
        _inspect(page)
    page.close()


def test_the_first_key_leads_past_the_bar_and_focus_is_seen(browser: Browser, address: str, code: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    _sign_in(page, address)
    page.goto(f"{address}/due")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.close()


def test_the_waiting_line_changes_by_itself_when_a_tablet_opens(browser: Browser, address: str, waiting: str) -> None:
    page = browser.new_page()
    _sign_in(page, address)
    page.goto(f"{address}/patients/{waiting}/hand-over/pre_treatment")
    page.get_by_role("button", name="code for a tablet").click()
    expect(page.get_by_role("status")).to_contain_text("Nobody has opened it yet.")
    digits = page.locator(".code").inner_text()
    tablet = browser.new_context().new_page()
    tablet.goto(f"{address}/tablet#{digits.replace(' ', '')}")
    tablet.get_by_role("button", name="Open").click()
    tablet.wait_for_url("**/survey**")
    expect(page.get_by_role("status")).to_contain_text("Opened at 10:02", timeout=10_000)
    tablet.context.close()
    page.close()


def test_everything_works_without_javascript(browser: Browser, address: str, waiting: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    _sign_in(page, address)
    page.get_by_label("Find").fill("whitcombe")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Check first").click()
    page.get_by_role("button", name="code for a tablet").click()
    page.get_by_role("link", name="Has it been opened?").click()
    expect(page.get_by_role("status")).to_have_text("Nobody has opened it yet.")
    context.close()
