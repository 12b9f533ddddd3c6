# ruff: noqa: F811 (fixtures of the browser tests)
"""A question read aloud by the device's own voice, in the question's language, and never by anybody's server."""

import pytest
from playwright.sync_api import Page, expect

from tests.study.patients_side import Clinic
from tests.web.survey.test_in_a_browser import app, clinic, open_at_home, site, start, visit  # noqa: F401 (fixtures)

pytestmark = pytest.mark.browser

VOICES = """window.said = []; window.stopped = 0;
const voices = %s.map(([lang, localService]) => ({lang, localService, name: lang, voiceURI: lang, default: false}));
window.SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text; } };
Object.defineProperty(window, 'speechSynthesis', {value: Object.assign(new EventTarget(), {
    speaking: true, pending: true, getVoices: () => voices,
    speak: (words) => window.said.push([words.voice.lang, words.text]), cancel: () => { window.stopped += 1; },
})});"""


def with_voices(page: Page, voices: str) -> None:
    """A browser whose device has these voices: [language, whether it lives on the device]."""
    page.add_init_script(VOICES % voices)


def test_the_period_the_question_and_the_answers_are_read_in_their_order(
    clinic: Clinic,
    site: str,
    page: Page,
) -> None:
    with_voices(page, "[['de-DE', true], ['en-US', false], ['en-GB', true]]")
    visit(clinic, "qlq_c30")
    open_at_home(page, site)
    expect(page.get_by_text("With headphones nobody else hears it.")).to_be_visible()
    start(page)
    page.goto(f"{site}/survey/1/q29")
    button = page.get_by_role("button", name="Read aloud")
    button.click()
    said = page.evaluate("said")
    assert {voice for voice, _ in said} == {"en-GB"}
    words = [text for _, text in said]
    assert words[0] == "During the past week"
    assert words[1] == page.locator("h1").inner_text()
    assert len(words) == 9
    assert not any("on the way" in text for text in words)
    page.get_by_role("button", name="Stop reading").click()
    assert page.evaluate("stopped") >= 1
    expect(button).to_be_visible()


def test_reading_stops_when_the_page_is_left(clinic: Clinic, site: str, page: Page) -> None:
    with_voices(page, "[['en-GB', true]]")
    visit(clinic, "lars")
    open_at_home(page, site)
    start(page)
    page.get_by_role("button", name="Read aloud").click()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.evaluate("stopped") >= 1


@pytest.mark.parametrize("voices", ["[]", "[['en-GB', false]]", "[['de-DE', true]]"])
def test_nothing_is_offered_where_the_device_has_no_voice_of_its_own_in_the_language(
    clinic: Clinic,
    site: str,
    page: Page,
    voices: str,
) -> None:
    with_voices(page, voices)
    visit(clinic, "lars")
    open_at_home(page, site)
    start(page)
    expect(page.get_by_role("button", name="Read aloud")).to_be_hidden()
    expect(page.locator("[data-read-aloud]")).to_have_count(1)


def test_nothing_moves_when_a_voice_is_found(clinic: Clinic, site: str, page: Page) -> None:
    with_voices(page, "[['en-GB', true]]")
    visit(clinic, "lars")
    open_at_home(page, site)
    start(page)
    next_button = page.get_by_role("button", name="Next")
    with_voice = next_button.bounding_box()
    page.evaluate("document.documentElement.removeAttribute('data-voice')")
    expect(page.get_by_role("button", name="Read aloud")).to_be_hidden()
    assert next_button.bounding_box() == with_voice


SHIFTS = """() => new Promise((done) => {
    new PerformanceObserver((list) => done(list.getEntries().filter((shift) => !shift.hadRecentInput)
        .reduce((sum, shift) => sum + shift.value, 0))).observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(0), 500); })"""


@pytest.mark.parametrize("width", [390, 768])
def test_nothing_shifts_on_a_question_whatever_appears(clinic: Clinic, site: str, page: Page, width: int) -> None:
    with_voices(page, "[['en-GB', true]]")
    visit(clinic, "lars")
    page.set_viewport_size({"width": width, "height": 844})
    open_at_home(page, site)
    start(page)
    moves = page.locator(".moves")
    before = moves.bounding_box()
    page.get_by_text("No, never").click()
    expect(page.get_by_role("button", name="Clear my answer")).to_be_visible()
    expect(page.locator(".kept")).to_have_text("Saved")
    page.get_by_role("button", name="Read aloud").click()
    expect(page.get_by_role("button", name="Stop reading")).to_be_visible()
    assert moves.bounding_box() == before
    assert page.evaluate(SHIFTS) == 0
