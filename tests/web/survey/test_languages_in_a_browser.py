"""Every patient's screen in every language: axe-core finds nothing, nothing scrolls sideways, no text is cut."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page

from qol.language import direction, languages
from qol.storage import accesses, assessments
from qol.web import create_app
from tests.study.patients_side import CODE, LINK, Clinic, clinic_in, settings_in
from tests.web.serving import served

pytestmark = pytest.mark.browser

PAGES = (
    "/survey", "/survey/1/q6", "/survey/1/q5?missing=yes", "/survey/2/q1", "/survey/settings?at=1/q6",
    "/survey/check", "/survey/break",
)  # fmt: skip
CUT = """() => [...document.querySelectorAll('button, .option-face, .choice, .recall, h1, dt, dd, p, li')]
    .filter(e => e.checkVisibility() && !e.classList.contains('for-readers')
        && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1)
    .map(e => e.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder: Path = tmp_path_factory.mktemp("languages")
    return create_app(settings_in(folder, QOL_EMERGENCY_PHONE="112"))


@pytest.fixture(scope="module")
def clinic(app: Flask) -> Iterator[Clinic]:
    made = clinic_in(app.extensions["qol_house"])
    yield made
    made.house.database.close()


@pytest.fixture(scope="module")
def site(app: Flask, clinic: Clinic) -> Iterator[str]:
    with served(app) as address:
        yield address


def wrong_with(page: Page, address: str) -> list[str]:
    """What axe and the eye would find: at 768 pixels, then at 320."""
    page.set_viewport_size({"width": 768, "height": 1024})
    page.goto(address)
    return wrong_here(page, address)


def wrong_here(page: Page, address: str) -> list[str]:
    """The same on the page as it stands, which may be one that a second request would not show."""
    page.set_viewport_size({"width": 768, "height": 1024})
    found = Axe().run(page)
    said = [f"{address}: {found.generate_report()}"] if found.violations_count else []
    page.set_viewport_size({"width": 320, "height": 640})
    if page.evaluate("document.documentElement.scrollWidth") > 320:
        said.append(f"{address} scrolls sideways")
    return said + [f"{address}: cut: {element}" for element in page.evaluate(CUT)]


def open_questions(page: Page, site: str, code: str) -> None:
    page.goto(f"{site}/s?lang={code}#{LINK}")
    for field, value in (("day", "27"), ("month", "3"), ("year", "1948")):
        page.locator(f"#{field}").fill(value)
    page.locator("form.opening .button-main").click()
    page.wait_for_url("**/survey**")


def end_earlier(clinic: Clinic) -> None:
    """The questionnaires before end, and their secrets may be given again."""
    with clinic.house.database.writing() as session:
        for before in assessments.of_patient(session, clinic.patient_id):
            accesses.end(session, before.id, datetime.now(UTC))
            for access in accesses.of_assessment(session, before.id):
                access.secret_hash = f"{access.id} of a test before"
                session.add(access)


@pytest.mark.slow
@pytest.mark.parametrize("code", languages())
def test_axe_finds_nothing_on_any_screen(clinic: Clinic, site: str, page: Page, code: str) -> None:
    end_earlier(clinic)
    clinic.ask("treatment_satisfaction", "lars", now=datetime.now(UTC), language=code)
    found = []
    for address in ("/s", "/s?closed=yes", "/s/new", "/tablet", "/tablet/enrol", "/tablet/kept"):
        found += wrong_with(page, f"{site}{address}?lang={code}")
    open_questions(page, site, code)
    for address in PAGES:
        found += wrong_with(page, site + address)
        assert page.locator("html").get_attribute("lang") == code
        assert page.locator("html").get_attribute("dir") == direction(code)
    if code in ("de", "fa"):
        page.goto(f"{site}/survey")
        page.locator("[name=text][value=largest]").click()
        page.locator("[name=contrast]").click()
        page.wait_for_load_state()
        for address in ("/survey", "/survey/1/q6", "/survey/check"):
            found += wrong_with(page, site + address)
    page.goto(f"{site}/survey/check")
    page.locator("#form .moves .button-main").click()
    page.wait_for_url("**/finished")
    found += wrong_with(page, f"{site}/survey/finished")
    assert (
        found + wrong_on_a_tablet(clinic, site, page, code) + wrong_with_an_ended_link(clinic, site, page, code) == []
    )


def wrong_on_a_tablet(clinic: Clinic, site: str, page: Page, code: str) -> list[str]:
    """The covered page after two minutes, the locked break, and the page that is taken home."""
    end_earlier(clinic)
    clinic.ask("lars", now=datetime.now(UTC), language=code)
    page.clock.install()
    page.goto(f"{site}/tablet?lang={code}#{CODE}")
    page.locator(".pad .button-main").click()
    page.wait_for_url("**/survey**")
    page.clock.fast_forward(125_000)
    page.locator("[data-carry-on]").wait_for()
    found = wrong_here(page, "the idle cover")
    page.locator("[data-break]").click()
    page.wait_for_url("**/survey/break")
    found += wrong_here(page, "the locked break")
    page.locator("form[action='/survey/home'] button").click()
    page.locator(".take-home").wait_for()
    assert page.locator("html").get_attribute("lang") == code
    return found + wrong_here(page, "finish at home")


def wrong_with_an_ended_link(clinic: Clinic, site: str, page: Page, code: str) -> list[str]:
    """What is said of a link that nobody knows, and of one that has ended."""
    with clinic.house.database.writing() as session:
        for opened in assessments.of_patient(session, clinic.patient_id):
            accesses.end(session, opened.id, datetime.now(UTC))
    found = []
    for secret, what, link_form in (("z" * 22, "an unknown link", 1), (LINK, "an ended link", 0)):
        page.goto(f"{site}/tablet?lang={code}")  # another page, so that the fragment is read anew
        page.goto(f"{site}/s?lang={code}#{secret}")
        for field, value in (("day", "27"), ("month", "3"), ("year", "1948")):
            page.locator(f"#{field}").fill(value)
        page.locator("form.opening .button-main").click()
        page.wait_for_load_state()
        assert page.locator("form.opening").count() == link_form, what
        found += wrong_here(page, what)
    return found
