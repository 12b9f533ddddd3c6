"""What a page's script is told: where to go, whether it is saved; never a page it did not ask for."""

from typing import Any

from tests.study.patients_side import Clinic
from tests.web.survey.conftest import Fields, Patient

JSON = {"Accept": "application/json"}


def send(patient: Patient, address: str, form: int = 0, **fields: str) -> Any:
    page = Fields(patient.go(address).text).forms[form]
    return patient.client.post(page["action"], data={**page["fields"], **fields}, headers=JSON)


def test_saving_as_one_goes_gives_a_receipt_with_the_version(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("lars")
    patient.open_at_home()
    assert send(patient, "/survey/1/q1", answer="2", move="save").json == {"saved": True, "revision": 1}
    assert send(patient, "/survey/1/q1", answer="3", move="save").json == {"saved": True, "revision": 2}
    assert [given.value for given in clinic.opened(visit).store.values()] == [3]


def test_a_save_that_comes_late_does_not_undo_a_later_one(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("lars")
    patient.open_at_home()
    send(patient, "/survey/1/q1", answer="2", move="save")
    late = send(patient, "/survey/1/q1", answer="1", move="save", revision="0")
    assert late.json == {"saved": False, "revision": 1}
    assert [given.value for given in clinic.opened(visit).store.values()] == [2]


def test_the_next_page_is_named_and_not_sent(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.open_on_tablet()
    assert send(patient, "/survey", form=1).json == {"go": "/survey/1/q1"}
    assert send(patient, "/survey/1/q1", answer="2", move="next").json == {"go": "/survey/1/q2"}
    assert send(patient, "/survey/1/q2", move="next").json == {"go": "/survey/1/q2?missing=yes"}
    assert send(patient, "/survey/check", move="next").json == {"go": "/survey/finished"}


def test_a_text_that_is_too_long_is_a_sentence(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("treatment_satisfaction")
    patient.open_at_home()
    answer = send(patient, "/survey/1/o1", answer="a" * 2001, move="save")
    assert answer.json["saved"] is False
    assert "at most 2,000" in answer.json["problem"]


def test_an_ended_session_is_told_where_to_go(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.open_on_tablet().start()
    fields = Fields(patient.text).forms[0]["fields"]
    patient.press(move="break")
    answer = patient.client.post("/survey/1/q1", data={**fields, "answer": "2"}, headers=JSON)
    assert answer.json == {"go": "/tablet"}


def test_the_cover_can_lock_the_tablet(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.open_on_tablet().start()
    assert '<template id="idle"' in patient.text
    lock = next(n for n, form in enumerate(Fields(patient.text).forms) if form["action"] == "/survey/break")
    assert send(patient, "/survey/1/q1", form=lock).json == {"go": "/survey/break"}
    assert patient.go("/survey/1/q1").address == "/tablet"
