"""What is left on a device: nothing to see by any move of the browser, with or without a network, or on the disk."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from tests.study.patients_side import SLIP, Clinic
from tests.web.offline.conftest import now
from tests.web.offline.device import Device, question, ready
from tests.web.offline.line import Line
from tests.web.offline.patient import answer, answer_until, open_at_home, open_on_tablet, send, start, thanked

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CANARIES = tuple(f"Canarybird-{name}" for name in ("one", "two", "three", "four", "five"))
"""Written into the open question, one after the other."""


def write_canaries(page: Page) -> None:
    """Five answers in words to the last question of the form."""
    for words in CANARIES:
        page.get_by_role("textbox").fill(words)
        page.locator("textarea").dispatch_event("change")
        page.wait_for_timeout(400)


def to_the_open_question(page: Page) -> None:
    for _ in range(60):
        if page.locator("textarea").count():
            return
        answer(page, 0)
    raise AssertionError("no open question")


def test_five_canaries_are_not_found_in_the_profile_before_or_after_the_end(
    clinic: Clinic, line: Line, phone: Device
) -> None:
    visit = clinic.ask("treatment_satisfaction", now=now())
    page = phone.on()
    open_at_home(page, line)
    start(page)
    line.cut()
    to_the_open_question(page)
    write_canaries(page)
    expect(page.locator(".kept")).to_contain_text("Kept on this device")
    phone.kill()
    assert phone.holds(*CANARIES, clinic.opened(visit).forms[0].id) == []
    page = phone.on()
    page.goto(f"{line.address}/survey")
    ready(page)
    assert not any(words in page.content() for words in CANARIES)
    answer_until(page)
    send(page)
    line.restore()
    thanked(page)
    texts = {given.text for given in clinic.opened(visit).store.values()}
    assert CANARIES[-1] in texts
    phone.off()
    assert phone.holds(*CANARIES) == []


def test_facts_that_choose_questions_are_not_found_in_the_profile(clinic: Clinic, line: Line, phone: Device) -> None:
    visit = clinic.ask("qlq_cr29", now=now())
    page = phone.on()
    open_at_home(page, line)
    start(page)
    line.cut()
    answer_until(page, 3)
    phone.kill()
    assert phone.holds(visit), "the random id beside the envelopes is readable, so the search looks where they lie"
    opened = clinic.opened(visit)
    secrets = (opened.forms[0].id, '"strategy":"nom"', '"sex":"female"', '"stoma":"no"')
    assert phone.holds(*secrets) == []


def test_the_caches_hold_what_is_the_same_for_everybody(clinic: Clinic, line: Line, page: Page) -> None:
    visit = clinic.ask("treatment_satisfaction", "lars", now=now())
    open_at_home(page, line)
    start(page)
    to_the_open_question(page)
    write_canaries(page)
    page.wait_for_function("async () => (await caches.keys()).length === 2")
    kept = page.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const request of await cache.keys()) {
                    found.push([new URL(request.url).pathname, await (await cache.match(request)).text()]);
                }
            }
            return found;
        }"""
    )
    assert len(kept) > 20
    allowed = re.compile(r"/(static/[\w/.-]+|scripts/\w+/[\w/.-]+|documents/\w+/en/\w+|shell/(present|en/\w+))$")
    assert [address for address, _ in kept if not allowed.fullmatch(address)] == []
    personal = (*CANARIES, visit, clinic.opened(visit).forms[0].id, "Northfield", "csrf_token")
    assert [(address, words) for address, text in kept for words in personal if words in text] == []


SCREENS = ("welcome", "question", "skip", "note", "check", "break", "settings", "change")


def look_at(page: Page, line: Line, screen: str) -> None:
    """Bring one screen up."""
    if screen == "welcome":
        page.goto(f"{line.address}/survey")
    elif screen in ("question", "skip", "break", "settings"):
        start(page) if question(page) == "/survey" else None
        answer(page, 0)
        button = {"skip": "Next", "break": "I need a break", "settings": "Text size"}.get(screen)
        if button:
            page.get_by_role("button", name=button).last.click()
    elif screen == "note":
        page.goto(f"{line.address}/survey/1/q58/before")
    elif screen == "check":
        page.goto(f"{line.address}/survey/check")
    elif screen == "change":
        page.goto(f"{line.address}/survey/check")
        ready(page)
        page.locator("a[data-go]").last.click()
    page.wait_for_timeout(200)


@pytest.mark.parametrize("screen", SCREENS)
def test_after_the_end_no_move_of_the_browser_shows_anything(
    clinic: Clinic, line: Line, page: Page, screen: str
) -> None:
    clinic.ask("qlq_cr29", now=now())
    open_at_home(page, line)
    look_at(page, line, screen)
    page.goto(f"{line.address}/survey/check")
    ready(page)
    send(page)
    thanked(page)
    for cut in (False, True):
        line.cut() if cut else None
        for move in ("back", "back", "forward", "reload", "back", "forward"):
            moved(page, move)
            shown = page.content()
            assert "data-question" not in re.sub(r"<template.*?</template>", "", shown, flags=re.DOTALL)
            assert "Check your answers" not in page.locator("body").inner_text()
            assert 'checked=""' not in shown


def moved(page: Page, move: str) -> None:
    """Back, forward or reload; a browser that shows its own page of an error shows nothing of ours."""
    go = {"back": page.go_back, "forward": page.go_forward, "reload": page.reload}[move]
    with suppress(PlaywrightError):  # a refused connection
        go(timeout=5_000)


def test_a_tablet_locked_without_a_network_opens_by_code_when_it_is_back(
    clinic: Clinic, line: Line, page: Page
) -> None:
    visit = clinic.ask("lars", now=now())
    open_on_tablet(page, line)
    start(page)
    line.cut()
    answer(page, 0)
    page.get_by_role("button", name="I need a break").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Take your time")
    expect(page.locator(".kept")).to_have_text("Kept on this device (1 waiting)")
    assert "No, never" not in page.content()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Take your time")
    line.restore()
    page.wait_for_url("**/tablet", timeout=30_000)
    assert [given.value for given in clinic.opened(visit).store.values()] == [1]
    open_on_tablet(page, line, SLIP)
    expect(page).to_have_url(re.compile("/survey/1/q2$"))


def test_the_next_patients_code_pad_drops_the_place_of_the_one_before(clinic: Clinic, line: Line, page: Page) -> None:
    clinic.ask("lars", now=now())
    open_on_tablet(page, line)
    start(page)
    answer(page, 0)
    page.goto(f"{line.address}/tablet")
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter your six-digit code")
    page.wait_for_timeout(300)
    line.cut()
    page.goto(f"{line.address}/survey/resume")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no connection just now")
