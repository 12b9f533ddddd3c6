"""The further parts in Chromium: what axe-core says, nothing sideways at any width, the parts by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.journeys.intruder import Demo
from tests.web.serving import served

pytestmark = pytest.mark.browser
ASKED = (
    "part=answers&by=response&visit=month_6&population=everybody",
    "part=bowel&scale=lars.total&visit=month_6&population=everybody",
    "part=balance&population=everybody&weights=none",
)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_axe_finds_nothing_in_the_parts_and_nothing_scrolls_sideways(
    browser: Browser, demo: Demo, language: str
) -> None:
    account = next(one for one in demo.made.accounts if one.role == "researcher")
    context = browser.new_context(locale=language)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    with served(demo.app) as address:
        page.goto(f"{address}/sign-in")
        page.locator("[name=login]").fill(account.login)
        page.locator("[name=password]").fill(account.password)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url("**/datasets")
        for asked in ASKED:
            page.goto(f"{address}/comparison?begin=yes&{asked}")
            for width in (1280, 768, 390, 320):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (asked, width)
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
        page.locator(".parts a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "part=" not in url)
        assert complaints == []
    context.close()
