"""What only a real browser can show: scripts, history, idle cover, keyboard, sizes, and axe-core's opinion."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright, expect

from qol.study.house import House
from qol.web import create_app
from tests.study.patients_side import CODE, LINK, SLIP, Clinic, clinic_in, settings_in
from tests.web.serving import served

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[3]


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return create_app(settings_in(tmp_path))


@pytest.fixture
def clinic(app: Flask) -> Iterator[Clinic]:
    house: House = app.extensions["qol_house"]
    yield clinic_in(house)
    house.database.close()


@pytest.fixture
def site(app: Flask, clinic: Clinic) -> Iterator[str]:
    with served(app) as address:
        yield address


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": {"width": 768, "height": 1024}, "has_touch": True}


def visit(clinic: Clinic, *instruments: str) -> str:
    from datetime import UTC, datetime

    return clinic.ask(*instruments, now=datetime.now(UTC))


def open_on_tablet(page: Page, site: str, code: str = CODE) -> None:
    page.goto(f"{site}/tablet#{code}")
    page.get_by_role("button", name="Open").tap()
    page.wait_for_url("**/survey**")


def open_at_home(page: Page, site: str) -> None:
    page.goto(f"{site}/s#{LINK}")
    for label, value in (("Day", "27"), ("Month", "3"), ("Year", "1948")):
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Open my questions").click()
    page.wait_for_url("**/survey**")


def start(page: Page) -> None:
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/survey/1/*")


def choose_and_next(page: Page, words: str) -> None:
    before = page.url
    page.get_by_text(words, exact=True).tap()
    page.get_by_role("button", name="Next").tap()
    page.wait_for_url(lambda url: url != before)


def test_rule_19_the_secret_leaves_the_address_at_once(clinic: Clinic, site: str, page: Page) -> None:
    visit(clinic, "lars")
    page.goto(f"{site}/s#{LINK}")
    expect(page).to_have_url(f"{site}/s")
    expect(page.get_by_label("The code in your letter")).to_be_hidden()
    assert page.evaluate("document.querySelector('[name=secret]').value") == LINK


def test_rule_9_saved_is_said_only_after_the_servers_receipt(clinic: Clinic, site: str, page: Page) -> None:
    assessment = visit(clinic, "lars")
    open_at_home(page, site)
    start(page)
    expect(page.locator("html[data-run=on]")).to_have_count(1)
    status = page.locator(".kept")
    expect(status).to_have_text("")
    page.route("**/deliver", lambda route: route.abort())
    page.get_by_text("No, never").tap()
    expect(status).to_have_text("Kept on this device (1 waiting)")
    assert not clinic.opened(assessment).store
    page.unroute("**/deliver")
    page.get_by_text("Yes, but not every week").tap()
    expect(status).to_have_text("Saved")
    assert [given.value for given in clinic.opened(assessment).store.values()] == [2]


def test_rule_5_clear_appears_once_something_is_chosen_and_nothing_moves(clinic: Clinic, site: str, page: Page) -> None:
    visit(clinic, "lars")
    open_at_home(page, site)
    start(page)
    clear, next_button = (page.get_by_role("button", name=name) for name in ("Clear my answer", "Next"))
    expect(clear).to_be_hidden()
    before = next_button.bounding_box()
    page.get_by_text("No, never").tap()
    expect(clear).to_be_visible()
    assert next_button.bounding_box() == before


def test_rule_6_focus_moves_to_the_skip_message(clinic: Clinic, site: str, page: Page) -> None:
    visit(clinic, "lars")
    open_at_home(page, site)
    start(page)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Answer it").click()
    expect(page.get_by_role("radio").first).to_be_focused()


def test_the_keyboard_alone_is_enough(clinic: Clinic, site: str, page: Page) -> None:
    assessment = visit(clinic, "lars")
    open_at_home(page, site)
    start(page)
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/survey/1/q2")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "radio":
            break
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/survey/1/q3")
    expect(page.locator(".kept")).to_have_text("Saved")
    assert [given.value for given in clinic.opened(assessment).store.values()] == [1, 2]


def test_rule_16_on_a_tablet_pages_replace_each_other(clinic: Clinic, site: str, page: Page) -> None:
    visit(clinic, "lars")
    open_on_tablet(page, site)
    before = page.evaluate("history.length")
    page.get_by_role("button", name="Start").tap()
    page.wait_for_url("**/survey/1/q1")
    choose_and_next(page, "No, never")
    choose_and_next(page, "No, never")
    assert page.evaluate("history.length") == before


def test_rule_16_after_sending_back_forward_and_reload_show_nothing(clinic: Clinic, site: str, page: Page) -> None:
    assessment = visit(clinic, "lars")
    open_on_tablet(page, site)
    page.get_by_role("button", name="Start").tap()
    page.wait_for_url("**/survey/1/q1")
    for words in ("No, never", "No, never", "Not every day", "No, never", "No, never"):
        choose_and_next(page, words)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    page.get_by_role("button", name="Send my answers").last.tap()
    page.wait_for_url("**/survey/finished")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Your answers have arrived.")
    assert clinic.opened(assessment).assessment.closed_as == "completed"
    assert Axe().run(page).violations_count == 0
    for move in (page.go_back, page.go_forward, page.reload, page.go_back, page.go_back):
        move()
        assert "Not every day" not in page.content()
        assert "No, never" not in page.content()


def test_rule_16_a_page_from_the_browsers_memory_is_empty_and_asked_for_anew(
    clinic: Clinic, site: str, page: Page
) -> None:
    visit(clinic, "lars")
    open_at_home(page, site)
    start(page)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    assert page.inner_text("body") == ""
    with page.expect_navigation():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_rule_18_two_minutes_without_touch_close_the_book(clinic: Clinic, site: str, page: Page) -> None:
    assessment = visit(clinic, "lars")
    page.clock.install()
    open_on_tablet(page, site)
    page.get_by_role("button", name="Start").tap()
    page.wait_for_url("**/survey/1/q1")
    page.get_by_text("No, never").tap()
    page.clock.run_for(1_000)
    expect(page.locator(".kept")).to_have_text("Saved")
    page.clock.run_for(118_000)
    expect(page.locator("html.cover")).to_have_count(0)
    page.clock.run_for(2_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Are you still there?")
    assert "Wind" not in page.title()
    assert "No, never" not in page.content()
    assert len(clinic.opened(assessment).store) == 1
    page.get_by_role("button", name="Yes, carry on").tap()
    expect(page.get_by_role("radio").first).to_be_checked()
    page.clock.run_for(121_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Are you still there?")
    page.clock.run_for(61_000)
    page.wait_for_url("**/survey/break")
    page.goto(f"{site}/survey/1/q1")
    expect(page).to_have_url(f"{site}/tablet")
    open_on_tablet(page, site, SLIP)
    expect(page).to_have_url(f"{site}/survey/1/q2")


def test_a_break_locks_the_tablet_and_the_rest_can_be_taken_home(clinic: Clinic, site: str, page: Page) -> None:
    visit(clinic, "lars")
    open_on_tablet(page, site)
    page.get_by_role("button", name="Start").tap()
    page.wait_for_url("**/survey/1/q1")
    page.get_by_text("No, never").tap()
    page.get_by_role("button", name="I need a break").tap()
    page.wait_for_url("**/survey/break")
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Finish at home").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Finish at home")
    assert Axe().run(page).violations_count == 0
    page.get_by_role("link", name="I have it").tap()
    page.wait_for_url("**/tablet")
    page.go_back()
    for words in ("No, never", "Open until"):
        assert words not in page.content()


def test_rule_5_at_home_everything_works_without_javascript(clinic: Clinic, site: str, browser: Browser) -> None:
    assessment = visit(clinic, "lars")
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site}/s")
    page.get_by_label("The code in your letter").fill("acde fghj klmn")
    for label, value in (("Day", "27"), ("Month", "3"), ("Year", "1948")):
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Open my questions").click()
    page.get_by_role("button", name="Start").click()
    for words in ("No, never", "No, never", "Not every day", "No, never"):
        page.get_by_text(words, exact=True).click()
        page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("button", name="Skip this question").click()
    page.get_by_role("button", name="Send my answers").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Your answers have arrived.")
    assert clinic.opened(assessment).assessment.closed_as == "completed"
    context.close()


PAGES = (
    "/s", "/tablet", "/survey", "/survey/1/q1", "/survey/1/q1?missing=yes", "/survey/1/q7", "/survey/1/o1",
    "/survey/2/q29", "/survey/3/q58/before", "/survey/check", "/survey/settings", "/survey/break",
)  # fmt: skip


def test_axe_finds_nothing_and_nothing_scrolls_sideways(clinic: Clinic, site: str, page: Page) -> None:
    visit(clinic, "treatment_satisfaction", "qlq_c30", "qlq_cr29")
    open_at_home(page, site)
    for size in ("ordinary", "largest"):
        page.goto(f"{site}/survey")
        page.locator(f"[name=text][value={size}]").click()
        page.wait_for_load_state()
        for address in PAGES:
            page.set_viewport_size({"width": 768, "height": 1024})
            page.goto(site + address)
            found = Axe().run(page)
            assert found.violations_count == 0, f"{address}: {found.generate_report()}"
            page.set_viewport_size({"width": 320, "height": 640})
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, f"{address} with {size} text"


TOO_LOW = """all => all.filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.9)
    .map(e => e.outerHTML)"""
GAPS = """all => all.slice(1).map(
    (e, i) => e.getBoundingClientRect().top - all[i].getBoundingClientRect().bottom)"""


def test_rule_3_whatever_is_tapped_is_high_enough_and_apart(clinic: Clinic, site: str, page: Page) -> None:
    visit(clinic, "treatment_satisfaction", "qlq_c30")
    open_at_home(page, site)
    for width in (768, 390):
        page.set_viewport_size({"width": width, "height": 844})
        for address in ("/survey/1/q7", "/survey/2/q29", "/survey/check"):
            page.goto(site + address)
            targets = ".option-face, button:not(.for-readers), .settings a, .answer a, .gaps a"
            assert page.eval_on_selector_all(targets, TOO_LOW) == []
            gaps = page.eval_on_selector_all(".option", GAPS)
            assert all(gap >= 7.9 for gap in gaps)


def test_rule_3_no_text_is_smaller_than_19_pixels(clinic: Clinic, site: str, page: Page) -> None:
    visit(clinic, "treatment_satisfaction")
    open_at_home(page, site)
    for address in ("/survey", "/survey/1/q7", "/survey/1/q1?missing=yes", "/survey/check", "/s", "/tablet"):
        page.goto(site + address)
        small = page.evaluate(
            """() => [...document.querySelectorAll('body *')].filter(e => e.checkVisibility()
                && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())
                && parseFloat(getComputedStyle(e).fontSize) < 19).map(e => e.outerHTML)"""
        )
        assert small == []


def test_the_first_page_is_light_and_asks_nobody_else(clinic: Clinic, site: str, page: Page) -> None:
    visit(clinic)
    bodies: dict[str, bytes] = {}
    page.on("response", lambda answer: bodies.update({answer.url: answer.body()} if answer.ok else {}))
    page.goto(f"{site}/s#{LINK}", wait_until="networkidle")
    assert all(url.startswith((site, "data:")) for url in bodies)
    weight = sum(len(gzip.compress(body)) for url, body in bodies.items() if url.startswith(site))
    assert len(bodies) > 5
    assert weight <= 60_000, f"{weight} bytes compressed"


def test_conditions_in_the_browser_ask_what_the_pages_ask(clinic: Clinic, site: str, page: Page, app: Flask) -> None:
    from qol.web.survey.documents import address_of

    assessment = visit(clinic, "treatment_satisfaction", "qlq_cr29")
    opened = clinic.opened(assessment)
    for section in opened.sections:
        with app.test_request_context():
            page.goto(site + address_of(section.instrument))
        asked = page.evaluate(
            """async ([script, facts]) => {
                const { asked } = await import(script);
                return asked(JSON.parse(document.getElementById('instrument').textContent).items, facts);
            }""",
            ["/static/conditions.js", dict(opened.facts)],
        )
        assert asked == [step.item.id for step in opened.path.of(section)]


def test_strong_contrast_and_forced_colours_keep_the_chosen_answer_visible(
    clinic: Clinic, site: str, page: Page
) -> None:
    visit(clinic, "lars")
    open_at_home(page, site)
    page.get_by_role("button", name="Contrast").click()
    page.goto(f"{site}/survey/1/q1")
    page.get_by_text("No, never").tap()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.emulate_media(forced_colors="active")
    width = page.eval_on_selector("input:checked + .option-face", "e => getComputedStyle(e).borderTopWidth")
    assert float(re.sub("px", "", width)) >= 4


def test_rule_17_nothing_readable_stays_on_the_tablet(
    clinic: Clinic, site: str, browser_type_launch_args: dict[str, Any], tmp_path: Path, playwright: Playwright
) -> None:
    assessment = visit(clinic, "treatment_satisfaction")
    profile = tmp_path / "profile"
    context = playwright.chromium.launch_persistent_context(
        profile, has_touch=True, **{key: browser_type_launch_args[key] for key in ("executable_path", "args")}
    )
    page = context.pages[0]
    open_on_tablet(page, site)
    page.goto(f"{site}/survey/1/o1")
    page.get_by_role("textbox").fill("Canarybird one")
    expect(page.locator(".kept")).to_have_text("Saved")
    page.get_by_role("textbox").fill("Canarybird two")
    page.get_by_role("button", name="Next").tap()
    page.wait_for_url("**/survey/check")
    assert "Canarybird two" in page.content()
    page.get_by_role("button", name="Send my answers").last.tap()
    page.wait_for_url("**/survey/finished")
    context.close()
    assert "Canarybird two" in {given.text for given in clinic.opened(assessment).store.values()}
    files = [file for file in profile.rglob("*") if file.is_file() and not file.is_symlink()]
    needles = (b"Canarybird", "Canarybird".encode("utf-16-le"))
    found = [file for file in files if any(needle in file.read_bytes() for needle in needles)]
    assert len(files) > 20
    assert found == []
