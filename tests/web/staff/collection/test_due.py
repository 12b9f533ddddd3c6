"""The work list as a page: searched without a trace, slips for several, one tap to a code, the summary one tap away."""

import re
from datetime import timedelta
from io import BytesIO
from time import process_time

import pytest
from pypdf import PdfReader

from qol.study.collection.handing_over import open_ways
from tests.study.clinic import NOW, TODAY
from tests.web.staff.answering import answer_everything
from tests.web.staff.conftest import Site, Visitor, words


@pytest.fixture
def code(site: Site) -> str:
    """A patient ten days after the decision for NOM."""
    found = site.clinic.enrol(on=TODAY - timedelta(days=60))
    site.clinic.decided(found, "nom")
    return found


def test_a_search_finds_a_name_and_leaves_it_in_no_address(site: Site, coordinator: Visitor, code: str) -> None:
    site.clinic.enrol("June Whitcombe", number="4821-077")
    address = coordinator.post("/due", {"find": "dunm", "strategy": "nom"}).location
    assert "dunm" not in address
    page = coordinator.get(address)
    assert "Alan Dunmore" in page.text
    assert "Whitcombe" not in page.text
    assert "dunm" not in " ".join(re.findall(r'href="[^"]*"', page.text)).lower()


def test_a_search_of_somebody_else_or_made_up_is_no_search(site: Site, coordinator: Visitor, code: str) -> None:
    for made_up in ("1:AAAA", "x", "1:" + "A" * 80):
        assert "Alan Dunmore" in coordinator.text(f"/due?sought={made_up}")


def test_one_tap_gives_a_code(site: Site, coordinator: Visitor, code: str) -> None:
    answer = coordinator.post(f"/patients/{code}/hand-over/decision", {"way": "handover"}, token_from="/due")
    assert re.search(r"type the code on it: \d{3} \d{3}", words(answer))


def test_slips_of_several_in_one_file_without_a_name_or_an_illness(site: Site, coordinator: Visitor, code: str) -> None:
    june = site.clinic.enrol("June Whitcombe", number="4821-077")
    rows = [f"{code} decision", f"{june} pre_treatment"]
    answer = coordinator.post("/due/slips.pdf", {"row": rows}, token_from="/due")
    assert answer.mimetype == "application/pdf"
    reader = PdfReader(BytesIO(answer.data))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert len(reader.pages) == 1
    assert (code in text, june in text) == (True, True)
    assert len(re.findall(r"\w{4}-\w{4}-\w{4}", text)) == 2
    for word in ("Dunmore", "Whitcombe", "ectal", "ancer", "Northfield"):
        assert word not in text
    assert "At home: link or slip given" in coordinator.text("/due")


def test_slips_need_a_tick_and_know_no_patient_of_another_site(site: Site, coordinator: Visitor, code: str) -> None:
    assert "Tick the patients first" in words(coordinator.post("/due/slips.pdf", {}, token_from="/due"), 400)
    other = site.clinic.enrol(site="Southmere")
    for rows in ([f"{other} pre_treatment"], [f"{code} decision", f"{other} pre_treatment"], ["nonsense"]):
        assert coordinator.post("/due/slips.pdf", {"row": rows}, token_from="/due").status_code == 404


def test_a_slip_names_no_illness(site: Site, coordinator: Visitor, code: str) -> None:
    page = coordinator.post(f"/patients/{code}/hand-over/decision", {"way": "slip"})
    slip = page.text.split('<section class="dialog"')[1].split("</section>")[0]
    assert "ectal" not in slip + page.text.split("<title>")[1].split("</title>")[0]


def test_the_summary_is_one_tap_away_once_the_answers_came(site: Site, coordinator: Visitor, code: str) -> None:
    clinic = site.clinic
    open_ways(clinic.house, clinic.scope(), code, "decision", "handover", "en", TODAY, NOW)
    answer_everything(clinic, code)
    page = coordinator.get("/due?state=completed").text
    assert f'href="/patients/{code}/summary.pdf"' in page
    assert coordinator.get(f"/patients/{code}/summary.pdf").mimetype == "application/pdf"


def test_list_and_summary_are_there_within_five_seconds_of_the_answers(
    site: Site, coordinator: Visitor, code: str
) -> None:
    """Of the processor: another program's turn is not ours."""
    clinic = site.clinic
    open_ways(clinic.house, clinic.scope(), code, "decision", "handover", "en", TODAY, NOW)
    answer_everything(clinic, code)
    begun = process_time()
    assert f'href="/patients/{code}/summary.pdf"' in coordinator.get("/due?state=completed").text
    assert coordinator.get(f"/patients/{code}/summary.pdf").data.startswith(b"%PDF")
    assert process_time() - begun < 5
