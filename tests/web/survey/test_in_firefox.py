# ruff: noqa: F811 (fixtures of the browser tests)
"""The whole way in another browser: a link opened at home, every question answered, sent, and nothing to go back to."""

import json
import shutil
from pathlib import Path

import pytest

from tests.study.patients_side import LINK, Clinic
from tests.web.survey.marionette import Firefox
from tests.web.survey.test_in_a_browser import app, clinic, site, visit  # noqa: F401

pytestmark = pytest.mark.browser


def test_a_questionnaire_goes_its_whole_way_in_firefox(clinic: Clinic, site: str, tmp_path: Path) -> None:
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        pytest.skip("Firefox is not here; where apt-get may install, `./run setup` and `./run test` bring firefox-esr.")
    assessment = visit(clinic, "lars")
    with Firefox(program, tmp_path / "profile") as firefox:
        firefox.go(f"{site}/s#{LINK}")
        assert firefox.script("return location.hash") == ""
        for name, value in (("day", "27"), ("month", "3"), ("year", "1948")):
            firefox.type(name, value)
        firefox.click("Open my questions")
        firefox.until("document.body.innerText.includes('How have you been?')")
        firefox.click("Start")
        for words in ("No, never", "No, never", "Not every day", "No, never", "No, never"):
            question = firefox.script("return document.querySelector('h1')?.innerText")
            firefox.until("document.querySelector('fieldset')")
            firefox.click(words)
            firefox.click("Next")
            other = f"document.querySelector('h1')?.innerText !== {json.dumps(question)}"
            firefox.until(f"{other} && document.readyState === 'complete'")
        firefox.until("document.body.innerText.includes('Check your answers')")
        firefox.click("Send my answers")
        firefox.until("document.body.innerText.includes('Thank you. Your answers have arrived.')")
        firefox.command("WebDriver:Back", {})
        assert "Not every day" not in firefox.text()
    opened = clinic.opened(assessment)
    assert opened.assessment.closed_as == "completed"
    assert [given.value for _, given in sorted(opened.store.items())] == [1, 1, 4, 1, 1]
