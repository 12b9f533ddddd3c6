"""Typing paper forms in: the day decides the visit, every box is judged, totals are checked, all is saved at once."""

import re
from datetime import timedelta

import pytest

from qol.storage import assessments, forms
from qol.study.collection.handing_over import open_ways
from tests.study.clinic import NOW, TODAY
from tests.web.staff.conftest import Site, Visitor, words

DAYS = (
    f"completed-day={TODAY.day - 2}&completed-month={TODAY.month}&completed-year={TODAY.year}"
    f"&received-day={TODAY.day}&received-month={TODAY.month}&received-year={TODAY.year}"
)


@pytest.fixture
def code(site: Site) -> str:
    """A patient ten days after the decision for NOM."""
    found = site.clinic.enrol(on=TODAY - timedelta(days=60))
    site.clinic.decided(found, "nom")
    return found


def sheet(code: str, *instruments: str, more: str = "") -> str:
    chosen = "".join(f"&form={name}" for name in instruments)
    return f"/patients/{code}/entry/sheet?mode=paper&language=en&{DAYS}{chosen}{more}"


def c30(value: str = "2", **other: str) -> dict[str, str]:
    boxes = {f"q{n}": value for n in range(1, 31)} | other
    return {f"qlq_c30.{item}": text for item, text in boxes.items()}


def checked(page: str) -> dict[str, str]:
    found = re.search(r'name="checked" value="([^"]+)"', page)
    assert found is not None, page
    return {"checked": found[1]}


def stored(site: Site, code: str) -> list:
    with site.clinic.house.database.reading() as session:
        patient = site.clinic.scope().patient(session, code)
        return [(row, forms.of_assessment(session, row.id)) for row in assessments.of_patient(session, patient.id)]


def test_the_day_on_the_form_finds_the_visit_and_the_forms_that_it_asks(coordinator: Visitor, code: str) -> None:
    page = coordinator.text(f"/patients/{code}/entry?mode=paper&language=en&{DAYS}")
    assert "The visit: Decision" in page
    assert "QLQ-C30" in page
    assert "There is no stoma today." in page


def test_a_day_outside_every_window_is_said_before_anything_is_typed(coordinator: Visitor, code: str) -> None:
    far = DAYS.replace(f"completed-year={TODAY.year}", f"completed-year={TODAY.year - 3}")
    page = coordinator.text(f"/patients/{code}/entry?mode=paper&language=en&{far}")
    assert "lies in no window" in page
    assert "unscheduled" in page


@pytest.mark.parametrize(
    ("days", "sentence", "status"),
    [
        (
            DAYS.replace(f"received-day={TODAY.day}", "received-day=1"),
            "cannot be received before it was completed",
            400,
        ),
        (DAYS.replace(f"received-day={TODAY.day}", "received-day=31"), "cannot be received in the future", 400),
        (
            DAYS.replace(f"completed-month={TODAY.month}", "completed-month=14"),
            "the month as a number from 1 to 12",
            200,
        ),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(
    coordinator: Visitor, code: str, days: str, sentence: str, status: int
) -> None:
    assert sentence in coordinator.text(f"/patients/{code}/entry?mode=paper&language=en&{days}", status)


def test_a_proxy_is_refused_where_the_form_has_no_version_for_one(coordinator: Visitor, code: str) -> None:
    asked = sheet(code, "treatment_satisfaction").replace("mode=paper", "mode=proxy")
    page = coordinator.text(asked, 409)
    assert "no version for somebody who answers in the patient's place" in page


def test_wrong_and_untouched_boxes_are_all_said_at_once_and_nothing_is_lost(
    site: Site, coordinator: Visitor, code: str
) -> None:
    answer = coordinator.post(sheet(code, "qlq_c30"), c30(q3="7", q4="", q29="x"))
    page = words(answer, 422)
    assert "7 is no answer here: 1–4." in page
    assert "x is no answer here: 1–7." in page
    assert "Type the code, or - where the form is empty." in page
    assert "<title>Error: " in answer.text
    assert 'value="7"' in answer.text
    assert stored(site, code) == []


def test_totals_stand_between_the_boxes_and_the_database(site: Site, coordinator: Visitor, code: str) -> None:
    address = sheet(code, "qlq_c30")
    answer = coordinator.post(address, c30(q5="-", q30="7"))
    page = words(answer)
    assert "Check the totals against the form" in page
    assert "29 1 63" in page
    assert stored(site, code) == []
    changed = coordinator.post(address, c30(q5="-", q30="6") | checked(answer.text))
    assert "29 1 62" in words(changed)
    assert stored(site, code) == []


def test_a_form_is_saved_with_its_mode_its_three_dates_and_who_typed_it(
    site: Site, coordinator: Visitor, code: str
) -> None:
    address = sheet(code, "qlq_c30")
    boxes = c30(q5="-", q30="۷")
    answer = coordinator.post(address, boxes)
    saved = coordinator.post(address, boxes | checked(answer.text))
    assert saved.status_code == 303
    ((assessment, rows),) = stored(site, code)
    (form,) = [row for row in rows if row.instrument_id == "qlq_c30"]
    assert (form.mode, form.status, form.entered_by) == ("paper", "completed", site.clinic.staff["coordinator"])
    assert (form.completed_on, form.received_on, form.entered_at) == (TODAY - timedelta(days=2), TODAY, NOW)
    assert (assessment.visit_id, assessment.submitted_at) == ("decision", None)
    assert "The forms are saved" in coordinator.text(saved.headers["Location"])
    again = coordinator.post(address, boxes | checked(answer.text), token_from=f"/patients/{code}/entry/sheet?{DAYS}")
    assert "It was typed already" in words(again, 409)


def test_what_was_typed_closes_the_visit_when_nothing_more_comes(site: Site, coordinator: Visitor, code: str) -> None:
    address = sheet(code, "qlq_c30", more="&whole=yes")
    answer = coordinator.post(address, c30())
    assert coordinator.post(address, c30() | checked(answer.text)).status_code == 303
    ((assessment, rows),) = stored(site, code)
    assert (assessment.closed_as, assessment.on_date) == ("partial", TODAY - timedelta(days=2))
    assert {row.status for row in rows if row.instrument_id != "qlq_c30"} == {"not_done"}
    page = coordinator.text(f"/patients/{code}/entry?mode=paper&language=en&{DAYS}", 400)
    assert "has been answered already" in page


def test_a_patient_carries_on_with_the_forms_that_were_not_typed(site: Site, coordinator: Visitor, code: str) -> None:
    address = sheet(code, "qlq_c30")
    answer = coordinator.post(address, c30())
    coordinator.post(address, c30() | checked(answer.text))
    clinic = site.clinic
    ways = open_ways(clinic.house, clinic.scope(), code, "decision", "handover", "en", TODAY, NOW)
    tablet = Visitor(site.app.test_client())
    tablet.post("/tablet", {"code": ways.handover})
    welcome = words(tablet.get("/survey"))
    assert "how much trouble" not in welcome.lower()
    ((_, rows),) = stored(site, code)
    assert {row.mode for row in rows} == {"paper", "self"}


def test_an_answer_that_the_record_does_not_ask_is_kept_and_becomes_a_query(
    site: Site, coordinator: Visitor, code: str
) -> None:
    items = site.clinic.house.library["qlq_cr29"].items
    own = {"q48": "1", "q55": "2", "q58": "-", "q59": "-"}
    boxes = {f"qlq_cr29.{item}": own.get(item, "2") for item in items}
    address = sheet(code, "qlq_cr29", more="&whole=yes")
    answer = coordinator.post(address, boxes)
    page = words(answer)
    assert "Answered although the record does not ask it" in page
    assert coordinator.post(address, boxes | checked(answer.text)).status_code == 303
    person = coordinator.text(f"/patients/{code}")
    assert "Answered on paper though not asked" in person
    assert items["q55"].label in person


def test_nothing_of_another_site_is_typed(site: Site, coordinator: Visitor) -> None:
    other = site.clinic.enrol("June Whitcombe", site="Southmere", number="4821-077")
    assert coordinator.get(f"/patients/{other}/entry").status_code == 404
    assert coordinator.get(sheet(other, "qlq_c30")).status_code == 404
