"""The comparison in Chromium: what axe-core says, nothing sideways, the form by keyboard, from the right too."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.journeys.intruder import Demo
from tests.web.serving import served

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "fa"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways_at_any_width(
    browser: Browser, demo: Demo, language: str
) -> None:
    account = next(one for one in demo.made.accounts if one.role == "researcher")
    context = browser.new_context(locale=language)
    page = context.new_page()
    with served(demo.app) as address:
        page.goto(f"{address}/sign-in")
        page.locator("[name=login]").fill(account.login)
        page.locator("[name=password]").fill(account.password)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url("**/datasets")
        page.goto(f"{address}/comparison?begin=yes&population=everybody&weights=none")
        for width in (1280, 768, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
        page.locator("#visit").focus()
        page.keyboard.press("ArrowDown")
        page.locator(".rail button").press("Enter")
        page.wait_for_url("**visit=**")
        assert page.locator("figure svg[role=img]").count() == 1
    context.close()
