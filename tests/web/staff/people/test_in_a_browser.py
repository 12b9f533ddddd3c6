"""The pages about people in Chromium: axe-core, sizes, both directions of writing, and a one-time link's fragment."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from qol.language import own_name
from tests.study.clinic import PASSWORD
from tests.web.staff.conftest import Site
from tests.web.staff.people.conftest import app_of

pytestmark = pytest.mark.browser

PAGES = ("/accounts", "/accounts/clinician", "/invite", "/sites", "/sign-ins", "/account", "/account/password",
         "/account/second-factor", "/account/second-factor/away", "/confirm", "/invitation")  # fmt: skip
SIZES = ((1280, 800), (768, 1024), (390, 844), (320, 640))


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label("Login name").fill("administrator")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/accounts")


def inspect(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


@pytest.mark.parametrize("language", ["en", "fa"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Browser, address: str, language: str) -> None:
    page = browser.new_page()
    sign_in(page, address)
    if language != "en":
        page.get_by_role("button", name=own_name(language)).click()
    for place in PAGES:
        page.goto(address + place)
        inspect(page)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{place} at {width}"
    page.close()


def test_somebody_invited_comes_all_the_way_in(browser: Browser, address: str, site: Site) -> None:
    page = browser.new_page()
    sign_in(page, address)
    page.goto(f"{address}/invite")
    for label, text in (("Full name", "Dr Keller"), ("E-mail address", "k@clinic.example"), ("Login name", "keller")):
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Make the link").click()
    inspect(page)
    secret = page.locator(".address").inner_text().partition("#")[2]
    new = browser.new_context().new_page()
    new.goto(f"{address}/invitation#{secret}")
    expect(new.get_by_label("Your one-time link")).to_be_hidden()
    assert secret not in new.url, "it is taken out of the address at once"
    new.get_by_label("New password").fill("seven quiet herons at dusk")
    new.get_by_label("The same again").fill("seven quiet herons at dusk")
    new.get_by_role("button", name="Go on").click()
    new.wait_for_url(re.compile("/sign-in/set-up"))
    inspect(new)
    new.get_by_label("The six digits").fill(app_of(new.content()).at(site.clock.now))
    new.get_by_role("button", name="Set up").click()
    expect(new.get_by_role("heading", name="Recovery codes")).to_be_visible()
    inspect(new)
    new.get_by_role("link", name="I have kept them").click()
    new.wait_for_url("**/due")
    new.context.close()
    page.close()
