"""A whole paper form by keyboard: one key an answer, wrong codes said at once; and without scripts as well."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from qol.storage import answers, assessments, forms
from tests.study.clinic import TODAY
from tests.web.staff.collection.test_entering import sheet
from tests.web.staff.conftest import Site
from tests.web.staff.test_in_a_browser import _sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def code(site: Site) -> str:
    found = site.clinic.enrol(on=TODAY - timedelta(days=60))
    site.clinic.decided(found, "nom")
    return found


def codes(site: Site, code: str) -> dict[str, int | None]:
    with site.clinic.house.database.reading() as session:
        patient = site.clinic.scope().patient(session, code)
        (row,) = assessments.of_patient(session, patient.id)
        form = next(form for form in forms.of_assessment(session, row.id) if form.instrument_id == "qlq_c30")
        return {answer.item_id: answer.value for answer in answers.current(session, [form.id])}


def test_thirty_answers_take_thirty_keys_and_three_times_enter(site: Site, address: str, page: Page, code: str) -> None:
    _sign_in(page, address)
    page.goto(address + sheet(code, "qlq_c30"))
    expect(page.get_by_label("Heavy tasks")).to_be_focused()
    keys = "123412341234123412341234123 4-7".replace(" ", "")
    page.keyboard.type(keys)
    expect(page.get_by_role("button", name="Check")).to_be_focused()
    expect(page.locator(".entry-count")).to_have_text("30 of 30 boxes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Save")).to_be_focused()
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/patients/{code}?entered=yes")
    typed = {f"q{number}": None if key == "-" else int(key) for number, key in enumerate(keys, 1)}
    assert codes(site, code) == typed


def test_a_wrong_code_is_said_at_once_and_stays_where_it_was_typed(address: str, page: Page, code: str) -> None:
    _sign_in(page, address)
    page.goto(address + sheet(code, "qlq_c30"))
    first = page.locator(".box-field").first
    page.keyboard.type("9")
    expect(first).to_be_focused()
    expect(first).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".box-fault").first).to_have_text("1–4")
    page.keyboard.press("Backspace")
    page.keyboard.type("2")
    second = page.locator(".box-field").nth(1)
    expect(second).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(second).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(first).to_be_focused()
    assert first.input_value() == "2"


def test_what_is_changed_after_the_check_is_checked_again(address: str, page: Page, code: str) -> None:
    _sign_in(page, address)
    page.goto(address + sheet(code, "qlq_c30"))
    page.keyboard.type("2" * 30)
    page.keyboard.press("Enter")
    page.get_by_label("Heavy tasks").fill("3")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Save")).to_be_visible()
    expect(page.get_by_role("cell", name="61")).to_be_visible()


def test_the_sheet_passes_axe_and_scrolls_nowhere_sideways(address: str, page: Page, code: str) -> None:
    _sign_in(page, address)
    places = (
        f"/patients/{code}/entry",
        f"{sheet(code).replace('/sheet', '')}",
        sheet(code, "qlq_c30", "qlq_cr29", "lars"),
    )
    for place in places:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(address + place)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        for width in (768, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{place} at {width}"


def test_plain_fields_do_without_scripts(site: Site, address: str, browser: Browser, code: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    _sign_in(page, address)
    page.goto(address + sheet(code, "qlq_c30"))
    for box in page.locator(".box-field").all():
        box.fill("2")
    page.get_by_role("button", name="Check").click()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/patients/{code}?entered=yes")
    assert set(codes(site, code).values()) == {2}
    context.close()
