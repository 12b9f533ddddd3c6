# ruff: noqa: F811 (fixtures of the browser tests)
"""Every kind of answer, from the page to the database and back: by keyboard, in any digits, refused in words."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from qol.settings import INSTRUMENTS
from qol.web import create_app
from tests.study.patients_side import Clinic, clinic_in, settings_in
from tests.web.survey.conftest import Patient
from tests.web.survey.test_in_a_browser import open_at_home, site, start, visit  # noqa: F401

KINDS = Path(__file__).with_name("kinds.yaml")


def folder_with_kinds(folder: Path) -> Path:
    """The instruments with one more, which the protocol shows in our own words."""
    shutil.copytree(INSTRUMENTS, folder)
    shutil.copy(KINDS, folder)
    protocol = folder / "protocols" / "stage_1_3.yaml"
    text = protocol.read_text().replace("  lars: paraphrase\n", "  lars: paraphrase\n  kinds: paraphrase\n")
    protocol.write_text(text.replace("core: [treatment_satisfaction,", "core: [treatment_satisfaction, kinds,"))
    return folder


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    folder = folder_with_kinds(tmp_path / "instruments")
    return create_app(settings_in(tmp_path / "var", QOL_INSTRUMENTS_DIR=str(folder)))


@pytest.fixture
def clinic(app: Flask) -> Iterator[Clinic]:
    found = clinic_in(app.extensions["qol_house"])
    yield found
    found.house.database.close()


def stored(clinic: Clinic, assessment: str) -> dict[str, int | str | None]:
    opened = clinic.opened(assessment)
    return {item: given.value if given.text is None else given.text for (_, item), given in opened.store.items()}


def wait_for_all(clinic: Clinic, page: Page, assessment: str, answers: int) -> None:
    """What is kept on the device arrives a moment later."""
    for _ in range(100):
        if len(stored(clinic, assessment)) == answers:
            return
        page.wait_for_timeout(100)


@pytest.mark.browser
def test_a_whole_assessment_of_every_kind_is_answered_by_the_keyboard_alone(
    clinic: Clinic, site: str, page: Page
) -> None:
    assessment = visit(clinic, "kinds")
    open_at_home(page, site)
    start(page)

    def to_the_answer(kind: str) -> None:
        page.locator("body").press("Home")
        for _ in range(25):
            page.keyboard.press("Tab")
            if page.evaluate("kind => document.activeElement.matches(kind)", kind):
                return
        raise AssertionError(f"{kind} cannot be reached with Tab")

    def next_page(number: int) -> None:
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/survey/1/q{number}")

    for number, keys in ((1, ("Space", "ArrowDown")), (2, ("Space",)), (3, ("Space", "ArrowDown", "ArrowDown"))):
        to_the_answer("[type=radio]")
        for key in keys:
            page.keyboard.press(key)
        assert Axe().run(page).violations_count == 0
        next_page(number + 1)
    for number, text in ((4, "12"), (5, "۷۰")):
        to_the_answer(".number-field")
        page.keyboard.type(text)
        assert Axe().run(page).violations_count == 0
        next_page(number + 1)
    to_the_answer("textarea")
    page.keyboard.type("All was well.")
    page.keyboard.press("Tab")
    for _ in range(12):
        if page.evaluate("document.activeElement.value") == "next":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/survey/check")
    wait_for_all(clinic, page, assessment, 6)
    assert stored(clinic, assessment) == {"q1": 2, "q2": 1, "q3": 3, "q4": 12, "q5": 70, "q6": "All was well."}
    expect(page.get_by_role("definition").filter(has_text="All was well.")).to_be_visible()
    assert Axe().run(page).violations_count == 0


@pytest.fixture
def patient(clinic: Clinic, app: Flask) -> Patient:
    """Somebody who has opened the questions."""
    visit(clinic, "kinds")
    return Patient(app.test_client()).open_at_home()


def test_introduction_unit_range_and_both_ends_are_said(patient: Patient) -> None:
    patient.start()
    assert "First some questions about your week." in patient.text
    patient.go("/survey/1/q2")
    assert "First some questions" not in patient.text
    patient.go("/survey/1/q4")
    assert "Times a day" in patient.text
    assert "A whole number from 0 to 30" in patient.text
    patient.go("/survey/1/q5")
    assert 'aria-describedby="thermometer-low thermometer-high"' in patient.text
    assert "<b>100</b> The best you can imagine" in patient.text
    assert "<b>0</b> The worst you can imagine" in patient.text
    assert "Your number, from 0 to 100" in patient.text
    assert 'type="range"' not in patient.text


@pytest.mark.parametrize(
    ("item", "typed", "sentence"),
    [
        ("q1", "4", "not one of those offered"),
        ("q3", "8", "not one of those offered"),
        ("q4", "31", "whole number from 0 to 30"),
        ("q5", "70.5", "whole number from 0 to 100"),
        ("q6", "x" * 21, "21 characters; at most 20"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words_and_stays_in_its_field(
    patient: Patient, item: str, typed: str, sentence: str
) -> None:
    patient.go(f"/survey/1/{item}").answer(typed)
    assert patient.page.status_code == 422
    assert sentence in patient.text
    assert patient.title.startswith("Error: ")
    if item in ("q4", "q5", "q6"):
        assert typed in patient.text
