"""The pages that the script makes by itself: axe, focus, title, keyboard, narrow screens, right to left."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.study.patients_side import Clinic
from tests.web.offline.conftest import now
from tests.web.offline.line import Line
from tests.web.offline.patient import answer, answer_until, open_at_home, send, start

pytestmark = pytest.mark.browser


def inspected(page: Page) -> None:
    """axe-core finds nothing, and nothing scrolls sideways on the narrowest screen."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.title()}\n{found.generate_report()}"
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.title()
    if before:
        page.set_viewport_size(before)


def test_every_page_without_a_network_passes_axe(clinic: Clinic, line: Line, page: Page) -> None:
    clinic.ask("qlq_cr29", now=now())
    open_at_home(page, line)
    start(page)
    line.cut()
    answer(page)
    answer(page)
    page.wait_for_timeout(300)
    answer(page)
    expect(page.get_by_role("heading", level=2)).to_have_text("Kept on this device")
    inspected(page)
    assert page.evaluate("document.activeElement.localName") == "h1"
    page.get_by_role("button", name="Next").last.click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.title().startswith("Error: ")
    inspected(page)
    page.get_by_role("button", name="Skip this question").click()
    while not page.evaluate("location.pathname").endswith("/before"):
        answer(page)
    inspected(page)
    page.get_by_role("button", name="Next").last.click()
    answer_until(page)
    inspected(page)
    page.get_by_role("button", name="I need a break").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Take your time")
    inspected(page)
    page.get_by_role("button", name="Carry on").click()
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. That was the last question.")
    inspected(page)


def test_the_keyboard_alone_is_enough_and_enter_means_next(clinic: Clinic, line: Line, page: Page) -> None:
    clinic.ask("lars", now=now())
    open_at_home(page, line)
    start(page)
    line.cut()
    for number in range(1, 6):
        expect(page).to_have_url(re.compile(f"/survey/1/q{number}$"))
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.type") == "radio":
                break
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")


def test_back_shows_what_was_given_and_a_change_counts(clinic: Clinic, line: Line, page: Page) -> None:
    clinic.ask("lars", now=now())
    open_at_home(page, line)
    start(page)
    line.cut()
    answer(page, 1)
    page.get_by_role("button", name="Back").click()
    expect(page.locator("input[type=radio]").nth(1)).to_be_checked()
    page.get_by_role("button", name="Clear my answer").click()
    expect(page.locator("input:checked")).to_have_count(0)
    answer(page, 2)
    answer_until(page)
    rows = page.locator(".answer").all()
    assert "Yes, once a week or more often" in rows[0].inner_text()
    rows[0].get_by_role("link").click()
    answer_here = page.locator("label.option").first
    answer_here.click()
    page.get_by_role("button", name="Next").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    assert "No, never" in page.locator(".answer").first.inner_text()


def test_a_persian_page_runs_from_right_to_left_in_its_own_digits(clinic: Clinic, line: Line, page: Page) -> None:
    clinic.ask("treatment_satisfaction", "lars", now=now())
    open_at_home(page, line)
    page.locator("[name=language][value=fa]").click()
    expect(page.locator("html[lang=fa][data-run=on]")).to_have_count(1)
    page.locator("form[action='/survey'] button").click()
    expect(page.locator("#form .moves")).to_be_visible()
    line.cut()
    answer_by_place(page)
    answer_by_place(page)
    page.wait_for_timeout(300)
    answer_by_place(page)
    expect(page.locator(".kept")).to_contain_text("۳")
    assert page.evaluate("getComputedStyle(document.documentElement).direction") == "rtl"
    expect(page.locator(".progress")).to_contain_text("۴")
    inspected(page)
    while page.locator("fieldset[lang=en]").count() == 0:
        answer_by_place(page)
    assert page.locator("fieldset[lang=en]").get_attribute("dir") == "ltr"
    inspected(page)


def answer_by_place(page: Page) -> None:
    """Answer and go on, whatever the language of the buttons."""
    before = page.url
    if page.locator("label.option").count():
        page.locator("label.option").first.click()
    elif page.locator("textarea").count():
        page.locator("textarea").fill("سلام")
    page.locator(".moves .button-main").click()
    expect(page).not_to_have_url(before)
