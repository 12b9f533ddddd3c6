"""Staff read the pages in their language; the slip and the link speak the patient's."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from qol.course.events import EventKind
from qol.language import direction, languages, own_name
from tests.study.clinic import TODAY
from tests.web.staff.answering import answer_everything
from tests.web.staff.conftest import Site, Visitor, words

RoleMaker = Callable[[str], Visitor]


def html_of(text: str) -> str:
    found = re.search(r"<html[^>]*>", text)
    assert found is not None
    return found[0]


@pytest.mark.parametrize("code", languages())
def test_the_choice_at_the_foot_is_kept_and_shows_the_same_page(coordinator: Visitor, code: str) -> None:
    changed = coordinator.post("/language", {"language": code, "next": "/patients?page=1"}, token_from="/patients")
    assert changed.headers["Location"] == "/patients?page=1"
    page = coordinator.get("/patients").text
    assert html_of(page) == f'<html lang="{code}" dir="{direction(code)}">'
    chosen = f'value="{code}" lang="{code}" aria-current="true">{own_name(code)}</button>'
    assert chosen in page and page.count('aria-current="true"') == 1


def test_nobody_is_sent_to_another_site_by_choosing_a_language(coordinator: Visitor) -> None:
    changed = coordinator.post("/language", {"language": "de", "next": "//evil.example"}, token_from="/patients")
    assert changed.headers["Location"] == "/"
    unknown = coordinator.post("/language", {"language": "xx", "next": "/patients"}, token_from="/patients")
    assert "Set-Cookie" not in unknown.headers or "qol_language=xx" not in unknown.headers["Set-Cookie"]


def test_without_a_choice_the_device_decides(as_role: RoleMaker) -> None:
    visitor = as_role("")
    assert 'lang="fr"' in html_of(visitor.get("/sign-in", headers={"Accept-Language": "fr-CA, en;q=0.5"}).text)
    assert 'lang="en"' in html_of(visitor.get("/sign-in", headers={"Accept-Language": "da"}).text)


def test_enrolment_offers_every_language_in_its_own_name(coordinator: Visitor) -> None:
    page = coordinator.get("/patients/enrol").text
    for code in languages():
        assert f'<option value="{code}"' in page
        assert own_name(code) in page


@pytest.fixture
def code(site: Site) -> str:
    """A patient ten days after the decision for NOM."""
    found = site.clinic.enrol(on=TODAY - timedelta(days=60))
    site.clinic.decided(found, "nom")
    return found


def test_a_slip_speaks_the_language_of_the_questions_and_its_sign_opens_in_it(coordinator: Visitor, code: str) -> None:
    address = f"/patients/{code}/hand-over/decision"
    assert "Language of the questions" in coordinator.text(address)
    given = coordinator.post(address, {"way": "slip", "language": "fa"})
    assert '<div lang="fa" dir="rtl">' in given.text
    assert "پرسشنامهٔ شما" in words(given)
    assert html_of(given.text) == '<html lang="en" dir="ltr">'
    linked = coordinator.post(address, {"way": "link", "language": "fa"})
    assert "/s?lang=fa#" in words(linked)


def test_staff_are_told_that_a_form_may_have_no_words_in_the_language(coordinator: Visitor, code: str) -> None:
    coordinator.post("/language", {"language": "de", "next": "/due"}, token_from="/due")
    page = coordinator.text(f"/patients/{code}/hand-over/decision")
    assert "Die Seiten sprechen diese Sprache." in page


def test_numbers_and_days_of_staff_pages_follow_the_language(coordinator: Visitor) -> None:
    coordinator.post("/language", {"language": "fa", "next": "/"}, token_from="/patients")
    page = coordinator.text("/patients")
    assert re.search(r"[۰-۹]+ بیمار", page)


def test_printed_reports_stay_english_whoever_asks(as_role: RoleMaker, code: str) -> None:
    clinician = as_role("clinician")
    clinician.post("/language", {"language": "fa", "next": "/"}, token_from="/patients")
    pdf = clinician.get(f"/patients/{code}/summary.pdf")
    assert pdf.status_code == 200, pdf.text[:300]
    text = PdfReader(BytesIO(pdf.data)).pages[0].extract_text()
    assert not re.search(r"[۰-۹]", text)


def test_english_names_on_a_persian_page_stand_apart_from_the_text_around_them(
    site: Site, coordinator: Visitor, code: str
) -> None:
    site.clinic.record(code, EventKind.STOMA_FORMED, TODAY - timedelta(days=1), intent="temporary")
    coordinator.post(f"/patients/{code}/hand-over/decision", {"way": "tablet", "language": "en"})
    answer_everything(site.clinic, code)
    coordinator.post("/language", {"language": "fa", "next": "/"}, token_from="/patients")
    page = coordinator.get(f"/patients/{code}").text
    assert "<bdi>Low Anterior Resection Syndrome score (paraphrased)</bdi>" in page, "a title, not an id"
    assert "<bdi>Month 3</bdi>" in page
    assert "<bdi>Physical function</bdi>" in page
    assert "۵ از ۵" in page
    assert not re.search(r"[0-9]+ از [0-9]+", page)


def test_the_licence_on_an_instruments_page_is_said_in_the_language_of_the_page(coordinator: Visitor) -> None:
    coordinator.post("/language", {"language": "de", "next": "/"}, token_from="/patients")
    page = coordinator.text("/instruments/lars")
    assert "Keine Angabe gefunden" in page
    assert "unknown" not in page
