"""What a patient does on a device: open, answer, send."""

import re

from playwright.sync_api import Page, expect

from tests.study.patients_side import CODE, LINK
from tests.web.offline.device import question, ready
from tests.web.offline.line import Line

CHECK = "/survey/check"


def open_at_home(page: Page, line: Line) -> None:
    """Open the personal link and begin; the page then goes on by itself."""
    page.goto(f"{line.address}/s#{LINK}")
    for label, value in (("Day", "27"), ("Month", "3"), ("Year", "1948")):
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Open my questions").click()
    page.wait_for_url("**/survey**")
    ready(page)


def open_on_tablet(page: Page, line: Line, code: str = CODE) -> None:
    """Open with the six digits; the page then goes on by itself."""
    page.goto(f"{line.address}/tablet#{code}")
    page.get_by_role("button", name="Open").click()
    page.wait_for_url("**/survey**")
    ready(page)


def start(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^(Start|Carry on)$")).click()
    expect(page.locator("#form .moves")).to_be_visible()


def answer(page: Page, choice: int = 0, text: str = "Nothing to add") -> tuple[str, int | str | None]:
    """Answer the present page and go on; where it was, and what was given."""
    here = question(page)
    given: int | str | None = None
    if options := page.locator("label.option").all():
        number = choice % len(options)
        options[number].click()
        given = int(options[number].locator("input").get_attribute("value") or 0)
    elif page.locator("textarea").count():
        page.locator("textarea").fill(text)
        given = text
    page.get_by_role("button", name="Next").last.click()
    expect(page).not_to_have_url(re.compile(re.escape(here) + r"(\?.*)?$"))
    return here, given


def answer_until(page: Page, last: int | None = None) -> dict[str, int | str | None]:
    """Answer everything up to the check, or so many pages; address -> what was given."""
    given: dict[str, int | str | None] = {}
    while question(page) != CHECK and (last is None or len(given) < last):
        here, value = answer(page, len(given) * 3)
        if not here.endswith("/before"):
            given[here] = value
    return given


def send(page: Page) -> None:
    page.get_by_role("button", name="Send my answers").last.click()


def thanked(page: Page, seconds: float = 30) -> None:
    """The receipt is there within so many seconds."""
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Thank you. Your answers have arrived.", timeout=seconds * 1000
    )
