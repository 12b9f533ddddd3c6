"""The licences of all instruments on one page, and the hand-over page that says what is missing first."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from qol.study.wording.instrument_shelf import shelf
from tests.study.clinic import TODAY
from tests.study.licensed import ask_licensed, lay
from tests.web.staff.conftest import Site, Visitor, words


@pytest.mark.parametrize("role", ["coordinator", "clinician", "researcher", "administrator"])
def test_every_role_reads_the_licence_of_every_instrument(
    site: Site, as_role: Callable[[str], Visitor], role: str
) -> None:
    visitor = as_role(role)
    page = visitor.text("/licences")
    for instrument in site.clinic.house.library.values():
        assert instrument.title in page
        assert " ".join((instrument.licence.note or "").split()) in page
    assert "Permission needed EORTC Quality of Life Group" in page
    assert "our own wording English" in page
    assert 'href="/licences"' in visitor.get("/instruments").text
    assert 'href="/licences"' in visitor.get("/instruments/lars").text
    assert ('href="/wording"' in visitor.get("/licences").text) == (role == "administrator")


def test_what_this_study_lacks_and_has_is_said(site: Site, coordinator: Visitor) -> None:
    ask_licensed(site.clinic, "lars", "qlq_c30")
    lay(site.clinic, "lars", "da", expires="2026-04-01")
    lay(site.clinic, "lars", "de", study="another")
    page = coordinator.text("/licences")
    assert "no pack is in force: QLQ-C30. These are handed to nobody" in page
    assert "licensed wording Danish Ends soon Danish, until 1 Apr 2026, in force" in page
    assert "German" not in page
    assert "licensed wording No pack" in page


@pytest.fixture
def code(site: Site) -> str:
    found = site.clinic.enrol(on=TODAY - timedelta(days=60))
    site.clinic.decided(found, "nom")
    return found


def test_the_hand_over_page_names_the_file_before_a_patient_meets_it(
    site: Site, coordinator: Visitor, code: str
) -> None:
    ask_licensed(site.clinic, "lars", "qlq_c30")
    lay(site.clinic, "lars", "en", expires="2026-03-11")
    address = f"/patients/{code}/hand-over/decision"
    answer = coordinator.get(address)
    page = words(answer)
    assert "This questionnaire cannot be shown to a patient today" in page
    assert "lars.en.yaml expired on 2026-03-11. Renew the agreement and add the new pack." in page
    assert "there is no qlq_c30.en.yaml" in page
    assert "An administrator puts this right on the page Wording packs." in page
    assert 'name="way"' not in answer.text
    for way in ("handover", "link", "slip"):
        again = words(coordinator.post(address, {"way": way}), 409)
        assert "lars.en.yaml expired on 2026-03-11." in again
        assert "type the code" not in again


def test_with_a_pack_the_hand_over_page_shows_the_licensed_title(site: Site, coordinator: Visitor, code: str) -> None:
    ask_licensed(site.clinic, "lars")
    lay(site.clinic, "lars", "en")
    page = coordinator.text(f"/patients/{code}/hand-over/decision")
    assert re.search(r"A licensed form.{0,40}5 questions", page)
    assert "Low Anterior Resection Syndrome score (paraphrased)" not in page


def test_the_shelf_shows_the_licensed_language_that_there_is(site: Site) -> None:
    ask_licensed(site.clinic, "lars")
    lay(site.clinic, "lars", "da")
    (lars,) = [one for one in shelf(site.clinic.house, site.clinic.scope(), TODAY) if one.instrument.id == "lars"]
    assert (lars.state, lars.instrument.language, lars.until) == ("licensed", "da", date(2027, 12, 31))


def test_the_rail_of_instruments_says_until_when_words_are_licensed(site: Site, coordinator: Visitor) -> None:
    ask_licensed(site.clinic, "lars")
    lay(site.clinic, "lars", "en")
    assert "A licensed form Licensed until 31 Dec 2027" in coordinator.text("/instruments")


def test_the_work_list_warns_before_a_licence_ends_and_when_a_pack_is_missing(site: Site, coordinator: Visitor) -> None:
    assert "Licensed wording needs attention" not in coordinator.text("/due")
    ask_licensed(site.clinic, "lars", "qlq_c30")
    lay(site.clinic, "lars", "en", expires="2026-04-01")
    page = coordinator.text("/due")
    assert "LARS: the licence ends on 1 April 2026." in page
    assert "QLQ-C30: no pack is in force." in page
    lay(site.clinic, "lars", "en", expires="2027-04-01")
    lay(site.clinic, "qlq_c30", "en", expires="2027-04-01")
    assert "Licensed wording needs attention" not in coordinator.text("/due")
