"""The enrolment form: five fields, every fault at once, a warning about a known hospital number."""

import re

import pytest

from qol.storage import identities, patients, staff
from tests.web.staff.conftest import Site, Visitor, words

ALAN = {
    "name": "  Alan   Dunmore ", "birth_date-day": "17", "birth_date-month": "11", "birth_date-year": "1949",
    "sex": "male", "hospital_number": "4790-312", "language": "en",
}  # fmt: skip


def test_five_fields_enrol_and_the_page_says_the_study_code(site: Site, coordinator: Visitor) -> None:
    answer = coordinator.post("/patients/enrol", ALAN)
    assert answer.status_code == 303
    page = coordinator.text(answer.location)
    code = answer.location.split("/")[2].split("?")[0]
    assert f"The study code is {code}" in page
    assert "Alan Dunmore" in page
    assert "born 17 November 1949" in page
    assert "Before treatment" in page


def test_everything_that_is_wrong_is_said_at_once_and_nothing_typed_is_lost(coordinator: Visitor) -> None:
    answer = coordinator.post("/patients/enrol", {"name": "Alan Dunmore", "birth_date-year": "49"})
    page = words(answer, 422)
    assert "Type the year with four digits" in page
    assert "Choose one: some questions differ." in page
    assert "Type the hospital number." in page
    assert 'value="Alan Dunmore"' in answer.text
    assert 'value="49"' in answer.text
    assert "<title>Error: Enrol a patient" in answer.text


@pytest.mark.parametrize(
    ("day", "month", "year", "fault"),
    [
        ("30", "2", "1949", "Type the day as a number from 1 to 28."),
        ("1", "13", "1949", "Type the month as a number from 1 to 12."),
        ("1", "1", "2030", "Check the year of birth."),
        ("1", "1", "1900", "Check the year of birth."),
        ("", "11", "1949", "Type the day as a number from 1 to 30."),
        ("", "", "", "Type the date of birth."),
        ("²", "1", "1949", "Type the day as a number"),
    ],
)
def test_a_date_of_birth_that_cannot_be_is_refused(
    coordinator: Visitor, day: str, month: str, year: str, fault: str
) -> None:
    date = {"birth_date-day": day, "birth_date-month": month, "birth_date-year": year}
    assert fault in words(coordinator.post("/patients/enrol", ALAN | date), 422)


def test_a_known_hospital_number_warns_and_another_person_can_still_be_enrolled(
    site: Site, coordinator: Visitor
) -> None:
    code = site.clinic.enrol(number="4790 312")
    page = words(coordinator.post("/patients/enrol", ALAN), 409)
    assert "Already enrolled?" in page
    assert code in page
    assert coordinator.post("/patients/enrol", ALAN | {"another_person": "yes"}).status_code == 303


def test_markup_in_a_name_is_shown_as_it_was_typed(coordinator: Visitor) -> None:
    answer = coordinator.post("/patients/enrol", ALAN | {"name": "<script>alert(1)</script>"})
    page = coordinator.get(answer.location).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_site_is_asked_only_where_there_is_a_choice(site: Site, coordinator: Visitor) -> None:
    assert 'name="site"' not in coordinator.get("/patients/enrol").text
    with site.clinic.house.database.writing() as session:
        staff.grant(session, site.clinic.staff["coordinator"], "coordinator", site.clinic.study_id, None)
    assert 'name="site"' in coordinator.get("/patients/enrol").text
    elsewhere = coordinator.post("/patients/enrol", ALAN | {"site": "00000000-0000-0000-0000-000000000000"})
    assert elsewhere.status_code == 422
    south = coordinator.post("/patients/enrol", ALAN | {"site": site.clinic.sites["Southmere"]})
    assert south.status_code == 303


def test_the_name_is_nowhere_in_the_database_file(site: Site, coordinator: Visitor) -> None:
    coordinator.post("/patients/enrol", ALAN | {"name": "Quillfeather Zanzibarov"})
    with site.clinic.house.database.reading() as session:
        assert identities.search(session, site.clinic.study_id, "zanzibarov")
    folder = site.clinic.settings.data_dir
    raw = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"Zanzibarov" not in raw
    assert b"4790-312" not in raw


def test_the_page_says_where_consent_is_recorded(coordinator: Visitor) -> None:
    assert "recorded on the patient's page, under Consent" in coordinator.text("/patients/enrol")


def test_signs_that_nobody_sees_are_not_kept_with_a_name_or_number(site: Site, coordinator: Visitor) -> None:
    turned = {"name": "Alan \N{RIGHT-TO-LEFT OVERRIDE}Dunmore", "hospital_number": "\N{LEFT-TO-RIGHT MARK}4790-312\x07"}
    code = coordinator.post("/patients/enrol", ALAN | turned).location.split("/")[2].split("?")[0]
    with site.clinic.house.database.reading() as session:
        person = identities.read(session, patients.by_code(session, site.clinic.study_id, code, None).id)
    assert person is not None
    assert (person.name, person.hospital_number) == ("Alan Dunmore", "4790-312")


@pytest.mark.parametrize("nothing", ["   ", "\N{ZERO WIDTH SPACE}", "\N{RIGHT-TO-LEFT OVERRIDE} "])
def test_a_name_of_signs_that_nobody_sees_is_no_name(coordinator: Visitor, nothing: str) -> None:
    page = words(coordinator.post("/patients/enrol", ALAN | {"name": nothing, "hospital_number": nothing}), 422)
    assert "Type the full name." in page
    assert "Type the hospital number." in page


def test_titles_which_browsers_keep_in_their_history_name_nobody(site: Site, coordinator: Visitor) -> None:
    code = coordinator.post("/patients/enrol", ALAN).location.split("/")[2].split("?")[0]
    place = f"/patients/{code}"
    change = f"{place}/events/change?add=decision"
    for address in (place, f"{place}/events", change, f"{place}/entry", f"{place}/hand-over/pre_treatment"):
        title = re.search(r"<title>(.*?)</title>", coordinator.get(address).text, re.DOTALL)
        assert title is not None, address
        assert code in title[1], address
        assert "Dunmore" not in title[1], address
