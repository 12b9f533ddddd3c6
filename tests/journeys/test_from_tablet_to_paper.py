"""The whole way: sign in, enrol, hand over, answer on a tablet, see the scores, download the data, print both PDFs."""

import io
import re
from datetime import UTC, datetime
from zipfile import ZipFile

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from qol.instruments.library import Library
from qol.scoring.scores import score_form
from tests.journeys.conftest import ROOT, Site

pytestmark = pytest.mark.browser

TABLET = {"viewport": {"width": 768, "height": 1024}, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 800}, "accept_downloads": True}
NAME, NUMBER = "Wilhelmina Testperson", "JOURNEY-77"


def inspected(page: Page) -> None:
    """axe-core finds nothing on this page."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def sign_in(page: Page, site: Site, role: str) -> None:
    page.goto(f"{site.url}/sign-in")
    inspected(page)
    page.get_by_label("Login name").fill(role)
    page.get_by_label("Password").fill(site.password(role))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"/(due|datasets|accounts|patients)"))
    inspected(page)


def enrol(page: Page, site: Site) -> str:
    """Enrol with five fields; the study code of the new patient."""
    page.goto(f"{site.url}/patients/enrol")
    inspected(page)
    page.get_by_label("Full name").fill(NAME)
    for label, value in (("Day", "27"), ("Month", "3"), ("Year", "1951")):
        page.get_by_label(label).fill(value)
    page.get_by_label("female", exact=True).check()
    page.get_by_label("Hospital number").fill(NUMBER)
    page.get_by_role("button", name="Enrol").click()
    page.wait_for_url(re.compile(r"/patients/[A-Z0-9]{3}-\d{3}"))
    inspected(page)
    return page.url.rsplit("/", 1)[1].split("?")[0]


def hand_over(page: Page, site: Site, code: str) -> str:
    """The six digits for a tablet, for the visit before treatment."""
    page.goto(f"{site.url}/patients/{code}/hand-over/pre_treatment")
    inspected(page)
    page.get_by_role("button", name="code for a tablet").click()
    digits = page.locator(".code").first
    expect(digits).to_be_visible()
    inspected(page)
    return re.sub(r"\D", "", digits.inner_text())


def open_on_tablet(tablet: Page, site: Site, digits: str) -> None:
    tablet.goto(f"{site.url}/tablet")
    inspected(tablet)
    for digit in digits:
        tablet.get_by_role("group", name="Number keys").get_by_role("button", name=digit, exact=True).tap()
    tablet.get_by_role("button", name="Open").tap()
    tablet.wait_for_url("**/survey")
    expect(tablet.locator("body")).not_to_contain_text("Wilhelmina")
    inspected(tablet)
    tablet.get_by_role("button", name="Start").tap()
    tablet.wait_for_url("**/survey/1/*")


def wait_past(tablet: Page, before: str) -> None:
    """Wait until another page has opened."""
    tablet.wait_for_url(lambda url: url.split("?")[0] != before)


def answer_everything(tablet: Page) -> dict[tuple[int, str], int]:
    """Tap through every question; (part, item) -> the code that was chosen. One question is skipped on purpose."""
    given: dict[tuple[int, str], int] = {}
    skipped = looked = 0
    while not tablet.url.endswith("/survey/check"):
        before = tablet.url
        asked = re.search(r"/survey/(\d+)/(\w+)(/before)?$", before.split("?")[0])
        assert asked, before
        if asked[3]:
            inspected(tablet)
        elif asked[2] == "q9" and not skipped:
            skipped = 1
            tablet.get_by_role("button", name="Next").tap()
            tablet.get_by_role("button", name="Skip this question").tap()
            wait_past(tablet, before)
            continue
        else:
            options = tablet.locator("label.option")
            number = (len(given) * 7) % options.count()
            options.nth(number).tap()
            given[int(asked[1]), asked[2]] = int(options.nth(number).locator("input").get_attribute("value") or 0)
        if looked < 3:
            inspected(tablet)
            looked += 1
        tablet.get_by_role("button", name=re.compile("Next|Carry on|Continue")).last.tap()
        wait_past(tablet, before)
    assert skipped
    return given


def test_a_patients_answers_reach_the_printed_page(site: Site, browser: Browser) -> None:
    desk: BrowserContext = browser.new_context(**DESK)
    office = desk.new_page()
    sign_in(office, site, "coordinator")
    code = enrol(office, site)
    digits = hand_over(office, site, code)

    tablet_context = browser.new_context(**TABLET)
    tablet = tablet_context.new_page()
    problems: list[str] = []
    foreign: list[str] = []
    tablet.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    tablet.on("request", lambda request: None if request.url.startswith(site.url) else foreign.append(request.url))
    open_on_tablet(tablet, site, digits)
    given = answer_everything(tablet)
    inspected(tablet)
    tablet.get_by_role("button", name="Send my answers").first.tap()
    tablet.wait_for_url("**/survey/finished")
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Thank you. Your answers have arrived.")
    inspected(tablet)
    tablet.go_back()
    tablet.wait_for_timeout(500)
    expect(tablet.locator("label.option")).to_have_count(0)
    assert problems == []
    assert foreign == [], "no request to a third party"

    expected = expected_scores(given)
    scores_are_on_screen(office, site, code, expected)
    data = dataset(browser, site)
    exported_as_answered(data, given, expected)
    assert both_pdfs(browser, site, code)


def expected_scores(given: dict[tuple[int, str], int]) -> dict[tuple[str, str], float | None]:
    """What the answers must come to: part 1 is QLQ-C30, part 2 CR29, part 3 LARS."""
    library = Library(ROOT / "instruments")
    facts = {"sex": "female", "stoma": "no"}
    out: dict[tuple[str, str], float | None] = {}
    for part, name in ((1, "qlq_c30"), (2, "qlq_cr29"), (3, "lars")):
        answers = {item: value for (where, item), value in given.items() if where == part}
        for scale, score in score_form(library[name], answers, facts).items():
            out[name, scale] = score.value
    return out


def scores_are_on_screen(office: Page, site: Site, code: str, expected: dict[tuple[str, str], float | None]) -> None:
    office.goto(f"{site.url}/patients/{code}")
    inspected(office)
    for scale, label in (("PF2", "Physical function"), ("QL2", "Global quality of life"), ("FA", "Fatigue")):
        row = office.get_by_role("row", name=re.compile(rf"{label}.*{scale}"))
        expect(row).to_contain_text(f"{expected['qlq_c30', scale]:.0f}")


def dataset(browser: Browser, site: Site) -> dict[str, pd.DataFrame]:
    """Every table of the dataset that a researcher downloads."""
    page = browser.new_context(**DESK).new_page()
    sign_in(page, site, "researcher")
    page.goto(f"{site.url}/datasets")
    inspected(page)
    with page.expect_download() as waiting:
        page.locator("a[href$='all.zip']").click()
    path = waiting.value.path()
    assert "demonstration" in waiting.value.suggested_filename
    with ZipFile(path) as archive:
        return {
            name.removesuffix(".csv"): pd.read_csv(io.BytesIO(archive.read(name)), low_memory=False)
            for name in archive.namelist()
            if name.endswith(".csv")
        }


def exported_as_answered(
    data: dict[str, pd.DataFrame],
    given: dict[tuple[int, str], int],
    expected: dict[tuple[str, str], float | None],
) -> None:
    """The new patient's rows hold the codes that were tapped, to the last item, and scores in full precision."""
    today = datetime.now(UTC).astimezone().date().isoformat()
    items = data["items_long"]
    mine = items[(items["on_date"] == today) & (items["visit"] == "pre_treatment") & (items["mode"] != "simulated")]
    assert mine["patient"].nunique() == 1
    parts = {1: "qlq_c30", 2: "qlq_cr29", 3: "lars"}
    by_item = mine.set_index(["instrument", "item"])
    for (part, item), value in given.items():
        assert by_item.loc[(parts[part], item), "value"] == value
    assert by_item.loc[("qlq_c30", "q9"), "state"] == "declined"
    assert set(mine[mine["item"].isin(["q56", "q57"])]["state"]) == {"not_applicable"}
    scores = data["scores_long"]
    mine = scores[scores["patient"] == mine["patient"].iloc[0]].set_index(["instrument", "scale"])["value"]
    for (instrument, scale), value in expected.items():
        found = mine.loc[(instrument, scale)]
        assert (pd.isna(found) and value is None) or found == pytest.approx(value, abs=1e-12)


def both_pdfs(browser: Browser, site: Site, code: str) -> bool:
    """A clinician prints the patient's page and the comparison; both are tagged PDFs that say what they are."""
    from pypdf import PdfReader

    context = browser.new_context(**DESK)
    page = context.new_page()
    sign_in(page, site, "clinician")
    for address, words in (
        (f"/patients/{code}/summary.pdf", ("clinician’s copy", "Before treatment", "not a diagnosis")),
        ("/comparison.pdf", ("Not randomised", "unadjusted", "stoma or major LARS")),
    ):
        reply = context.request.get(site.url + address, timeout=180_000)
        assert reply.status == 200
        assert reply.headers["content-type"] == "application/pdf"
        reader = PdfReader(io.BytesIO(reply.body()))
        text = re.sub(r"\s+", " ", " ".join(sheet.extract_text() for sheet in reader.pages))
        for word in (*words, "SYNTHETIC DEMONSTRATION DATA"):
            assert word.lower() in text.lower(), word
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert (NAME in text) == ("summary" in address), "the clinician's copy names the patient, the comparison nobody"
    return True
