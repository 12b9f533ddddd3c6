"""Wording packs and licences in Chromium: upload, confirm, withdraw; axe, sizes, keyboard, without JavaScript."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from qol.instruments.wording_template import template
from tests.study.clinic import PASSWORD, TODAY
from tests.study.licensed import ask_licensed, lay, pack_text
from tests.web.staff.conftest import Site

pytestmark = pytest.mark.browser

SIZES = ((1280, 800), (768, 1024), (390, 844), (320, 640))


@pytest.fixture
def files(site: Site, tmp_path: Path) -> dict[str, Path]:
    """An empty pack, a whole one in German and one in Persian."""
    lars = site.clinic.house.library["lars"]
    persian = pack_text(site.clinic, "lars", "fa").replace("Licensed words", "پرسش")
    texts = {
        "empty": template(lars, "de", "follow-up"),
        "whole": pack_text(site.clinic, "lars", "de"),
        "persian": persian,
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    return {name: tmp_path / f"{name}.yaml" for name in texts}


def sign_in(page: Page, address: str, role: str = "administrator") -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label("Login name").fill(role)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"/(due|datasets|accounts)$"))


def send(page: Page, address: str, file: Path) -> None:
    page.goto(f"{address}/wording")
    page.get_by_label("Wording pack, a YAML file").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()


def inspect(page: Page) -> None:
    """axe-core finds nothing, and nothing scrolls sideways."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    before = page.viewport_size
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} at {width}"
    assert before is not None
    page.set_viewport_size(before)


def test_every_page_from_the_empty_list_to_the_withdrawn_pack(
    browser: Browser, site: Site, address: str, files: dict[str, Path]
) -> None:
    ask_licensed(site.clinic, "lars", "qlq_c30")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, address)
    page.get_by_role("link", name="Wording packs").click()
    inspect(page)
    send(page, address, files["empty"])
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("row", name="20 item q1 is empty")).to_be_visible()
    inspect(page)
    send(page, address, files["persian"])
    expect(page.get_by_role("heading", name="LARS, Persian")).to_be_visible()
    assert page.locator("td bdi[lang=fa]").first.evaluate("node => getComputedStyle(node).direction") == "rtl"
    inspect(page)
    page.get_by_role("button", name="Do not store it").click()
    expect(page.get_by_text("There is no wording pack yet.")).to_be_visible()
    send(page, address, files["whole"])
    page.get_by_role("button", name="It is right: store it").click()
    expect(page.get_by_role("status")).to_contain_text("in force for follow-up until 31 Dec 2027.")
    lay(site.clinic, "qlq_c30", "de", expires="2026-01-01")
    lay(site.clinic, "qlq_cr29", "de").write_text("holder: x\n")
    page.reload()
    inspect(page)
    for place in ("/licences", "/instruments"):
        page.goto(address + place)
        inspect(page)
    page.goto(f"{address}/wording")
    page.get_by_role("link", name=re.compile(r"^Withdraw lars\.de\.2026")).click()
    inspect(page)
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("status")).to_contain_text("is out of use.")
    assert [text for text in complaints if "422" not in text] == []  # Chromium notes the status of a refusal
    page.close()


def test_the_form_without_a_file_comes_back_with_its_fault(browser: Browser, address: str) -> None:
    page = browser.new_page()
    sign_in(page, address)
    page.goto(f"{address}/wording")
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Wording pack, a YAML file").click()
    expect(page.get_by_label("Wording pack, a YAML file")).to_be_focused()
    inspect(page)
    page.close()


def test_the_hand_over_page_with_its_refusal(browser: Browser, site: Site, address: str) -> None:
    ask_licensed(site.clinic, "lars")
    code = site.clinic.enrol(on=TODAY - timedelta(days=60))
    site.clinic.decided(code, "nom")
    page = browser.new_page()
    sign_in(page, address, "coordinator")
    page.goto(f"{address}/patients/{code}/hand-over/decision")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("there is no lars.en.yaml")
    inspect(page)
    page.close()


def test_a_pack_is_added_by_keyboard_and_without_javascript(
    browser: Browser, address: str, files: dict[str, Path]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, address)
    page.goto(f"{address}/wording")
    page.get_by_label("Wording pack, a YAML file").set_input_files(files["whole"])
    page.get_by_label("Wording pack, a YAML file").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Check the file")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/wording/waiting/**")
    page.get_by_role("button", name="It is right: store it").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("does not ask for it")
    context.close()


def test_an_empty_pack_is_downloaded(browser: Browser, address: str) -> None:
    page = browser.new_page()
    sign_in(page, address)
    page.goto(f"{address}/wording")
    page.get_by_label("Questionnaire").select_option("lars")
    page.get_by_label("Code of the language").fill("de")
    with page.expect_download() as found:
        page.locator("form[action='/wording/empty'] button").click()
    assert found.value.suggested_filename == "lars.de.yaml"
    assert "instrument: lars" in Path(found.value.path()).read_text()
    page.close()
