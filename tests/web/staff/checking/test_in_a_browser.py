"""The pages of corrections, queries, flags and freezes in Chromium: axe-core, narrow screens, keys, right to left."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from qol.course.events import EventKind
from tests.study.attention.marking import mark
from tests.study.clinic import PASSWORD, TODAY
from tests.study.corrections.answered import answered, form_of, given, record_of
from tests.web.staff.conftest import Site

pytestmark = pytest.mark.browser
WIDTHS = (1280, 768, 390, 320)


@pytest.fixture
def code(site: Site) -> str:
    mark(site.clinic, reader="coordinator")
    found = answered(site.clinic)
    site.clinic.record(found, EventKind.STOMA_FORMED, TODAY - timedelta(days=20), intent="temporary")
    return found


def signed_in(browser: Browser, address: str, role: str = "coordinator") -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{address}/sign-in")
    page.get_by_label("Login name").fill(role)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"/(due|datasets)$"))
    return page


def inspect(page: Page) -> None:
    """axe-core finds nothing, and nothing scrolls sideways on any screen."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} at {width}"
    page.set_viewport_size({"width": 1280, "height": 800})


def looked_at(page: Page, address: str, form: str) -> None:
    """The preview of a correction that changes which questions count."""
    page.goto(f"{address}{form}/correct?item=q48&item=q35")
    page.locator("[name='box.q48']").select_option("2")
    page.locator("[name='box.q35']").select_option("4")
    page.locator("#reason-patient_said").check()
    page.locator("button[value=check]").click()
    page.locator("#preview-title").wait_for()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, site: Site, address: str, code: str, language: str
) -> None:
    page = signed_in(browser, address)
    page.context.add_cookies([{"name": "qol_language", "value": language, "url": address}])
    form = f"/patients/{code}/forms/{form_of(site.clinic, code, 'qlq_cr29').id}"
    for place in (form, f"{form}/in-error", "/queries", "/attention", f"/patients/{code}"):
        page.goto(address + place)
        inspect(page)
    page.goto(address + (page.locator("a[href*='/queries/']").first.get_attribute("href") or ""))
    inspect(page)
    page.locator("form[action$='/answer'] button").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    inspect(page)
    looked_at(page, address, form)
    inspect(page)
    page.close()


def test_the_page_of_freezes(browser: Browser, site: Site, address: str) -> None:
    page = signed_in(browser, address, "researcher")
    page.goto(f"{address}/freezes")
    page.get_by_label("Name").fill("interim")
    page.get_by_label("What for").fill("For the monitoring board")
    page.get_by_role("button", name="Freeze", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("interim")
    inspect(page)
    page.close()


def test_an_answer_is_corrected_by_keys_alone(browser: Browser, site: Site, address: str, code: str) -> None:
    page = signed_in(browser, address)
    form = f"/patients/{code}/forms/{form_of(site.clinic, code, 'qlq_c30').id}"
    page.goto(f"{address}{form}/correct?item=q5")
    page.locator("[name='box.q5']").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#preview-title").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Corrected")
    assert given(record_of(site.clinic, code, "qlq_c30"))["q5"] == "4"
    page.close()
