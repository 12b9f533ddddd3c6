"""A coordinator's day in a browser: ten due, three handed over, a paper form, a correction, a regrowth, slips."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from qol.storage import events
from tests.study.clinic import TODAY
from tests.study.corrections.answered import given, record_of
from tests.web.staff.answering import answer_everything
from tests.web.staff.collection.test_entering import sheet
from tests.web.staff.conftest import Site
from tests.web.staff.test_in_a_browser import _sign_in

pytestmark = pytest.mark.browser
PATIENCE = 300_000
"""Milliseconds for a PDF: another page of the machine may be printing, and this test is not about speed."""

NAMES = (
    "Alan Dunmore", "June Whitcombe", "Grace Okafor", "Shirin Rahimi", "Per Lindqvist", "Thomas Byrne", "Samir Haddad",
    "Claire Moreau", "Irina Petrova", "Owen Fairley",
)  # fmt: skip


@pytest.fixture
def codes(site: Site) -> dict[str, str]:
    """Ten patients ten days after the decision for NOM: name -> study code."""
    found = {}
    for number, name in enumerate(NAMES):
        found[name] = site.clinic.enrol(name, on=TODAY - timedelta(days=60), number=f"4800-{number}")
        site.clinic.decided(found[name], "nom")
    return found


def test_the_day(site: Site, address: str, page: Page, codes: dict[str, str]) -> None:
    _sign_in(page, address)
    expect(page.get_by_text("10 open assessments")).to_be_visible()
    for name in NAMES[:3]:
        _hand_over(page, address, name)
    expect(page.get_by_role("rowheader", name="In the clinic: handed over today")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    _summary_after_the_answers(site, page, address, codes[NAMES[0]])
    _paper_form(page, address, codes["Thomas Byrne"])
    _correction(site, page, address, codes["Samir Haddad"])
    _corrected_answer(site, page, address, codes[NAMES[0]])
    _regrowth(page, address, codes["Claire Moreau"])
    _slips(page, address)


def _hand_over(page: Page, address: str, name: str) -> None:
    """Found by a part of the name, which stands in no address; then one tap."""
    page.goto(f"{address}/due")
    page.get_by_label("Find").fill(name.split()[1][:5])
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("sought="))
    assert name.split()[1][:5].lower() not in page.url.lower()
    page.get_by_role("button", name=f"Hand over for {name}").click()
    expect(page.locator(".code")).to_have_text(re.compile(r"\d{3} \d{3}"))
    page.goto(f"{address}/due")


def _summary_after_the_answers(site: Site, page: Page, address: str, code: str) -> None:
    answer_everything(site.clinic, code)
    page.goto(f"{address}/due?state=completed")
    link = page.get_by_role("link", name="Summary for Alan Dunmore")
    expect(link).to_be_visible()
    assert (
        page.request.get(address + str(link.get_attribute("href")), timeout=PATIENCE).headers["content-type"]
        == "application/pdf"
    )


def _paper_form(page: Page, address: str, code: str) -> None:
    page.goto(address + sheet(code, "qlq_c30"))
    page.keyboard.type("12341234123412341234123412344" + "7")
    page.get_by_role("button", name="Check").click()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/patients/{code}?entered=yes")


def _correction(site: Site, page: Page, address: str, code: str) -> None:
    """The decision was two days earlier; both versions stay."""
    with site.clinic.house.database.reading() as session:
        patient = site.clinic.scope().patient(session, code)
        decision = next(row for row in events.in_force(session, patient.id) if row.kind == "decision")
    page.goto(f"{address}/patients/{code}/events/change?correct={decision.event_id}")
    earlier = decision.on - timedelta(days=1)
    page.get_by_label("Day", exact=True).fill(str(earlier.day))
    page.get_by_label("Month", exact=True).fill(str(earlier.month))
    page.get_by_label("Reason of the correction").fill("The letter says so")
    page.locator("main button.button-main").click()
    page.wait_for_url(f"**/patients/{code}/events?saved=yes")
    with site.clinic.house.database.reading() as session:
        kept = [row.on for row in events.history(session, patient.id) if row.kind == "decision"]
    assert kept == [decision.on, earlier]


def _corrected_answer(site: Site, page: Page, address: str, code: str) -> None:
    """The patient rings: one answer was meant otherwise. What changes is looked at before it is kept."""
    before = record_of(site.clinic, code, "qlq_c30")
    page.goto(f"{address}/patients/{code}/forms/{before.form.id}/correct?item=q5")
    meant = "1" if given(before)["q5"] != "1" else "2"
    page.locator("[name='box.q5']").select_option(meant)
    page.locator("#reason-patient_said").check()
    page.get_by_role("button", name="Check").click()
    page.locator("#preview-title").wait_for()
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_role("status")).to_contain_text("Corrected")
    after = record_of(site.clinic, code, "qlq_c30")
    assert given(after)["q5"] == meant
    versions = {name: len(one.versions) for name, record in (("before", before), ("after", after))
                for one in record.items if one.item.id == "q5"}  # fmt: skip
    assert versions["after"] == versions["before"] + 1


def _regrowth(page: Page, address: str, code: str) -> None:
    page.goto(f"{address}/patients/{code}")
    before = page.get_by_role("rowheader", name="Regrowth", exact=True).count()
    page.goto(f"{address}/patients/{code}/events/change?add=regrowth")
    for label, value in (("Day", TODAY.day), ("Month", TODAY.month), ("Year", TODAY.year)):
        page.get_by_label(label, exact=True).fill(str(value))
    page.locator("main button.button-main").click()
    page.wait_for_url(f"**/patients/{code}/events?saved=yes")
    page.goto(f"{address}/patients/{code}")
    expect(page.get_by_role("rowheader", name="Regrowth", exact=True)).to_have_count(before + 1)


def _slips(page: Page, address: str) -> None:
    page.goto(f"{address}/due?place=waiting")
    for name in ("Irina Petrova", "Owen Fairley"):
        page.get_by_label(f"Tick {name}").check()
    form = page.locator("#ticked")
    token = form.locator("[name=csrf_token]").get_attribute("value")
    picked = page.locator("[name=row]:checked").evaluate_all("boxes => boxes.map(box => box.value)")
    assert len(picked) == 2
    answer = page.request.post(
        f"{address}/due/slips.pdf",
        data=f"csrf_token={token}&row={picked[0].replace(' ', '+')}&row={picked[1].replace(' ', '+')}",
        timeout=PATIENCE,
        headers={"Content-Type": "application/x-www-form-urlencoded", "Referer": f"{address}/due"},
    )
    assert answer.body().startswith(b"%PDF")
    page.goto(f"{address}/due?place=home")
    expect(page.get_by_role("row", name=re.compile("Irina Petrova|Owen Fairley"))).to_have_count(2)
