"""The hand-over pages, and a patient who answers with what they gave."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from qol.storage import assessments, rates
from qol.storage.answers import NewAnswer
from qol.study.collection import answering, submitting
from qol.study.collection.opening import DAY, WRONG_CODE, WRONG_CODES_A_DAY
from tests.study.clinic import NOW, TODAY
from tests.web.staff.answering import answer_everything
from tests.web.staff.conftest import Site, Visitor, words


@pytest.fixture
def code(site: Site) -> str:
    """A patient ten days after the decision for NOM."""
    found = site.clinic.enrol(on=TODAY - timedelta(days=60))
    site.clinic.decided(found, "nom")
    return found


def test_the_page_confirms_facts_before_any_code_exists(site: Site, coordinator: Visitor, code: str) -> None:
    page = coordinator.text(f"/patients/{code}/hand-over/decision")
    assert "Alan Dunmore , born 17 November 1949, 4790-312" in page
    assert "Strategy: non-operative management." in page
    assert "There is no stoma today." in page
    assert re.search(r"Decision: 4 forms, \d+ questions, about \d+ minutes", page)
    assert "Ask before results are told." in page


def test_a_code_a_sign_and_the_waiting_line_work_without_javascript(
    site: Site, coordinator: Visitor, code: str
) -> None:
    address = f"/patients/{code}/hand-over/decision"
    answer = coordinator.post(address, {"way": "handover"})
    page = words(answer)
    six = re.search(r"type the code on it: (\d{3}) (\d{3})", page)
    assert six is not None
    assert "Works once, until 10:12" in page
    assert 'aria-label="Sign to scan with the tablet"' in answer.text
    status = re.search(r'data-status="([^"]+)"', answer.text)
    assert status is not None
    assert "Nobody has opened it yet." in coordinator.text(status[1])
    tablet = Visitor(site.app.test_client())
    opened = tablet.post("/tablet", {"code": f"{six[1]} {six[2]}"})
    assert opened.status_code == 303, opened.text
    news = coordinator.get(status[1], headers={"Accept": "application/json"}).get_json()
    assert news == {"words": "Opened at 10:02; no answer yet.", "settled": False}


def test_a_patients_session_opens_no_page_of_staff(site: Site, coordinator: Visitor, code: str) -> None:
    page = words(coordinator.post(f"/patients/{code}/hand-over/decision", {"way": "handover"}))
    six = re.search(r"type the code on it: (\d{3} \d{3})", page)
    assert six is not None
    tablet = Visitor(site.app.test_client())
    tablet.post("/tablet", {"code": six[1]})
    assert tablet.get("/survey").status_code == 200
    for address in ("/due", "/patients", f"/patients/{code}", "/datasets", "/accounts"):
        assert tablet.get(address).location.startswith("/sign-in")


def test_a_link_carries_its_secret_behind_the_hash(site: Site, coordinator: Visitor, code: str) -> None:
    page = words(coordinator.post(f"/patients/{code}/hand-over/decision", {"way": "link"}))
    assert re.search(r"http://127.0.0.1:8000/s#[\w-]{22}\b", page)


def test_a_slip_prints_typed_code_and_break_code_and_no_name(site: Site, coordinator: Visitor, code: str) -> None:
    answer = coordinator.post(f"/patients/{code}/hand-over/decision", {"way": "slip"})
    page = words(answer)
    assert re.search(r"\b\w{4}-\w{4}-\w{4}\b", page)
    assert re.search(r"today \d{3} \d{3}", page)
    assert "01632 960 123" in page
    assert "Dunmore" not in page


def test_after_submission_the_scores_stand_on_the_patients_page(site: Site, coordinator: Visitor, code: str) -> None:
    coordinator.post(f"/patients/{code}/hand-over/decision", {"way": "handover"})
    answer_everything(site.clinic, code)
    page = coordinator.text(f"/patients/{code}")
    assert "Global quality of life QL2 17 higher is better 2 of 2 scored" in page
    assert "Physical function PF2 67 higher is better 5 of 5 scored" in page
    assert "Fatigue FA 33 higher is worse 3 of 3 scored" in page
    assert "paraphrased wording, not the validated instrument" in page
    assert "own draft, not validated (0.1)" in page
    assert "Not applicable: Sexual interest (women)" in page
    assert coordinator.get(f"/patients/{code}/hand-over/decision").status_code == 400


def test_a_contradiction_with_the_record_becomes_a_query(site: Site, coordinator: Visitor, code: str) -> None:
    coordinator.post(f"/patients/{code}/hand-over/decision", {"way": "handover"})
    house = site.clinic.house
    with house.database.writing() as session:
        patient = site.clinic.scope().patient(session, code)
        assessment = assessments.of_patient(session, patient.id)[-1]
        asked = answering.questionnaire(session, assessment.id)
        step = next(step for step in asked.path.steps if step.item.sets == "stoma")
        answering.keep(session, asked, step, NewAnswer(step.item.id, 2), NOW)
    submitting.submit(house.database, assessment.id, str(uuid4()), NOW)
    page = coordinator.text(f"/patients/{code}")
    assert "Answer and record differ" in page
    assert "with a stoma by the answer, without a stoma by the record" in page


def test_a_visit_whose_window_is_not_open_says_when(site: Site, coordinator: Visitor, code: str) -> None:
    page = words(coordinator.get(f"/patients/{code}/hand-over/month_12"), 400)
    assert "Month 12 is not open yet. Its window opens on" in page


def test_a_missing_licensed_wording_refuses_naming_the_file(site: Site, coordinator: Visitor, code: str) -> None:
    with site.clinic.house.database.writing() as session:
        from qol.storage import studies

        study = studies.by_id(session, site.clinic.study_id)
        body = dict(study.protocol_body)
        inner = body.get("wording", body)
        inner = dict(inner) | {"qlq_c30": "licensed"}
        study.protocol_body = body | {"wording": inner}
        session.add(study)
    answer = coordinator.post(f"/patients/{code}/hand-over/decision", {"way": "handover"})
    assert "there is no qlq_c30.en.yaml" in words(answer, 409)


def test_staff_read_that_codes_are_being_guessed(site: Site, coordinator: Visitor) -> None:
    place = f"/patients/{site.clinic.enrol()}/hand-over/pre_treatment"
    assert "Too many wrong codes" not in coordinator.text(place)
    with site.clinic.house.database.writing() as session:
        for _ in range(WRONG_CODES_A_DAY):
            rates.count(session, WRONG_CODE, DAY, NOW)
    said = coordinator.text(place)
    assert "Too many wrong codes were typed today" in said
    assert "six-digit codes open on enrolled tablets only" in said
