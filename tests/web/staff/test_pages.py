"""What holds for every page of staff, and the pages that are simple."""

import gc
import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from qol.course.events import EventKind
from qol.storage import staff, studies
from qol.storage.installation import mark_demonstration
from qol.study.collection.handing_over import open_ways
from qol.study.studies import NOM_AND_SURGERY, body_of
from tests.study.clinic import NOW, TODAY
from tests.web.staff.answering import answer_everything
from tests.web.staff.conftest import Site, Visitor, words

PAGES = {
    "": ("/sign-in",),
    "coordinator": ("/due", "/patients", "/patients/enrol", "/instruments", "/instruments/lars"),
    "clinician": ("/due", "/patients"),
    "researcher": ("/datasets",),
    "administrator": ("/accounts",),
}
EVERY = [(role, page) for role, pages in PAGES.items() for page in pages]


@pytest.mark.parametrize(("role", "page"), EVERY)
def test_every_page_keeps_a_strict_policy_and_is_stored_nowhere(
    as_role: Callable[[str], Visitor], role: str, page: str
) -> None:
    answer = as_role(role).get(page)
    assert answer.status_code == 200
    assert "'unsafe" not in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|https?://(?!www.w3.org)", answer.text)


@pytest.mark.parametrize(("role", "page"), EVERY)
def test_every_page_has_one_heading_a_language_and_a_way_past_the_bar(
    as_role: Callable[[str], Visitor], role: str, page: str
) -> None:
    text = as_role(role).get(page).text
    assert text.count("<h1") == 1
    assert '<html lang="en" dir="ltr">' in text
    assert 'href="#main"' in text


@pytest.mark.parametrize(("role", "page"), EVERY)
def test_a_demonstration_says_so_on_every_page(
    site: Site, as_role: Callable[[str], Visitor], role: str, page: str
) -> None:
    visitor = as_role(role)
    assert "Demonstration" not in visitor.text(page)
    with site.clinic.house.database.writing() as session:
        mark_demonstration(session)
    assert "Demonstration: invented patients" in visitor.text(page)


def test_a_patient_of_another_site_answers_like_one_that_does_not_exist(site: Site, coordinator: Visitor) -> None:
    code = site.clinic.enrol(site="Southmere")
    for rest in ("", "/events", "/events/change?add=decision", "/hand-over/decision", "/summary.pdf"):
        foreign, unknown = coordinator.get(f"/patients/{code}{rest}"), coordinator.get(f"/patients/A1A-000{rest}")
        assert foreign.status_code == unknown.status_code == 404
        assert foreign.text == unknown.text


def test_the_bar_shows_only_what_the_role_may_enter(as_role: Callable[[str], Visitor]) -> None:
    assert 'href="/datasets"' not in as_role("coordinator").get("/due").text
    researcher = as_role("researcher").get("/datasets").text
    assert 'href="/patients"' not in researcher
    assert 'href="/due"' not in researcher
    assert 'href="/patients/enrol"' not in as_role("clinician").get("/due").text


def test_an_instrument_is_shown_with_items_scales_and_licence_in_words(coordinator: Visitor) -> None:
    page = coordinator.text("/instruments/lars")
    assert "Paraphrased, not the validated text" in page
    assert "Sum of the points of q1, q2, q3, q4 and q5, 0 to 42. Needs all 5; with a gap there is no score." in page
    assert "30 to 42 major LARS" in page
    assert "Emmertsen" in page
    assert coordinator.get("/instruments/nothing").status_code == 404


def test_the_datasets_page_lists_every_export_and_a_download_is_named(
    site: Site, as_role: Callable[[str], Visitor]
) -> None:
    code = site.clinic.enrol()
    researcher = as_role("researcher")
    page = researcher.text("/datasets")
    assert "scores-long" in page or "scores_long" in page
    name = re.findall(r'href="(/datasets/[^"]+\.csv)"', researcher.get("/datasets").text)[0]
    answer = researcher.get(name)
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert code not in answer.text
    assert "Dunmore" not in answer.text
    package = researcher.get("/datasets/all.zip")
    assert package.data[:2] == b"PK"
    assert researcher.get("/datasets/passwords.csv").status_code == 404


@pytest.mark.filterwarnings("ignore:unclosed file.*ttf:ResourceWarning")  # WeasyPrint leaves its fonts open
def test_both_pdfs_come_from_their_pages(site: Site, as_role: Callable[[str], Visitor]) -> None:
    code = site.clinic.enrol(on=TODAY - timedelta(days=60))
    site.clinic.decided(code, "nom")
    open_ways(site.clinic.house, site.clinic.scope(), code, "decision", "handover", "en", TODAY, NOW)
    answer_everything(site.clinic, code)
    clinician, researcher = as_role("clinician"), as_role("researcher")
    for visitor, address in (
        (clinician, f"/patients/{code}/summary.pdf"), (researcher, "/comparison.pdf"),
        (researcher, "/comparison.pdf?copy=release"),
    ):  # fmt: skip
        answer = visitor.get(address)
        assert answer.status_code == 200
        assert answer.data[:5] == b"%PDF-"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Dunmore" not in answer.headers["Content-Disposition"]
    assert "group-comparison-release" in answer.headers["Content-Disposition"]
    gc.collect()  # here, and not in whatever test comes next


def test_an_administrator_ends_somebodys_sign_ins(site: Site, as_role: Callable[[str], Visitor]) -> None:
    coordinator, administrator = as_role("coordinator"), as_role("administrator")
    assert (
        "coordinator Rectal follow-up , Northfield open Second factor not set up Open sign-ins 1"
        in administrator.text("/accounts")
    )
    answer = administrator.post("/accounts/coordinator/sign-out", {}, token_from="/accounts")
    assert answer.status_code == 303
    assert "Every sign-in of coordinator has ended." in administrator.text(answer.location)
    assert coordinator.get("/due").status_code == 303


def test_somebody_with_several_studies_chooses_one(site: Site, as_role: Callable[[str], Visitor]) -> None:
    house = site.clinic.house
    with house.database.writing() as session:
        protocol = house.protocols["stage_4"]
        other = studies.add(
            session, name="stage-four", title="Metastatic follow-up", protocol_id=protocol.id,
            protocol_body=body_of(protocol), groups=NOM_AND_SURGERY, now=NOW,
        )  # fmt: skip
        studies.add_site(session, other.id, "Northfield")
        staff.grant(session, site.clinic.staff["coordinator"], "coordinator", other.id)
    coordinator = as_role("coordinator")
    assert "Metastatic follow-up" in coordinator.text("/due")
    coordinator.post("/study", {"study": other.id}, token_from="/due")
    assert "<title>Who is due – Metastatic follow-up" in coordinator.get("/due").text
    coordinator.post("/study", {"study": "somebody else's"}, token_from="/due")
    assert "Metastatic follow-up</title>" in coordinator.get("/due").text


def test_the_timeline_lists_in_words_what_it_draws(site: Site, coordinator: Visitor) -> None:
    code = site.clinic.enrol(on=TODAY - timedelta(days=400))
    site.clinic.record(code, EventKind.NEOADJUVANT_START, TODAY - timedelta(days=390))
    site.clinic.decided(code, "surgery", days_ago=200)
    site.clinic.record(code, EventKind.RESECTION, TODAY - timedelta(days=190), operation="lar", leak="no")
    site.clinic.record(code, EventKind.STOMA_FORMED, TODAY - timedelta(days=190), intent="temporary")
    page = coordinator.text(f"/patients/{code}")
    assert "1 Neoadjuvant treatment 15 Feb 2025 to 15 Jul 2025" in page
    assert "2 Decision: surgery 24 Aug 2025" in page
    assert "3 Resection: low anterior resection 3 Sep 2025" in page
    assert "4 Stoma formed: temporary 3 Sep 2025" in page
    assert "after resection, stoma (temporary)" in page
    assert "Study clock: months since end of neoadjuvant treatment" in page


def test_a_patient_without_any_event_has_a_page(site: Site, coordinator: Visitor) -> None:
    page = coordinator.text(f"/patients/{site.clinic.enrol()}")
    assert "No event is recorded yet." in page
    assert "The study clock has not started." in page
    assert "No questionnaire has been sent yet." in page


@pytest.mark.parametrize("find", ["dunmore", "4790 312", "alan"])
def test_patients_are_found_by_whole_words_and_numbers(site: Site, coordinator: Visitor, find: str) -> None:
    code = site.clinic.enrol()
    site.clinic.enrol("June Whitcombe", number="4821-077")
    address = coordinator.post("/patients", {"find": find}).location
    assert find not in address
    page = coordinator.text(address)
    assert code in page
    assert "1 patient, Northfield" in page
    assert "Whitcombe" not in page


def test_a_search_without_a_result_says_so(coordinator: Visitor) -> None:
    for place, said in (("/patients", "Nobody fits this search."), ("/due", "Nobody fits this choice.")):
        address = coordinator.post(place, {"find": "nobody"}).location
        assert "nobody" not in address
        assert said in coordinator.text(address)


@pytest.mark.parametrize("page", ["0", "-1", "99999999999999", "two", "²"])
def test_a_page_number_that_is_none_gives_a_page(coordinator: Visitor, page: str) -> None:
    assert words(coordinator.get(f"/patients?page={page}"))


def test_the_paper_form_of_an_instrument_is_a_pdf_for_every_role(as_role: Callable[[str], Visitor]) -> None:
    for role in ("coordinator", "clinician", "researcher", "administrator"):
        answer = as_role(role).get("/instruments/lars/form.pdf?stoma=no")
        assert answer.status_code == 200
        assert answer.mimetype == "application/pdf"
        assert answer.data.startswith(b"%PDF")
        assert "lars-1.0-en-no.pdf" in answer.headers["Content-Disposition"]


def test_a_paper_form_that_cannot_be_printed_is_refused_in_words(coordinator: Visitor) -> None:
    answer = coordinator.get("/instruments/lars/form.pdf?stoma=yes")
    assert answer.status_code == 400
    assert "lars asks nothing with stoma yes" in answer.text
    assert coordinator.get("/instruments/nothing/form.pdf").status_code == 404
    assert coordinator.get("/instruments/lars/form.pdf?language=de").status_code == 409


def test_the_page_of_a_provisional_instrument_says_why(coordinator) -> None:
    page = coordinator.text("/instruments/fiql")
    assert "Provisional. Which items make up which scale is from memory" in page
    assert "wording to be supplied" in page


def test_value_sets_are_folded_away_each_with_its_range_and_paper(coordinator) -> None:
    page = coordinator.text("/instruments/eq5d5l")
    assert "49 value sets A study names those that it uses" in page
    assert "Index, Germany Germany A value from -0.661 to 1, by what each answer to mo, sc, ua, pd and ad adds." in page
    assert "doi:10.1007/s40273-018-0615-8" in page
    assert page.count("PubMed") == 49
