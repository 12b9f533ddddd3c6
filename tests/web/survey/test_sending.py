"""Check, send, and what is left afterwards."""

import re

import pytest

from qol.storage import audit
from tests.study.patients_side import SLIP, Clinic
from tests.web.survey.conftest import Clock, Fields, Patient


def test_the_check_lists_every_answer_and_links_every_gap(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("lars")
    patient.open_at_home().start().answer(2).press(move="skip").answer(3).answer(1)
    patient.go("/survey/check")
    assert "You answered 3 of 5 questions." in patient.text
    assert "2 questions have no answer" in patient.text
    rows = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", patient.text, re.DOTALL)
    steps = clinic.opened(visit).path.steps
    assert [label for label, _ in rows] == [step.item.label for step in steps]
    assert rows[0][1] == "Yes, but not every week"
    gaps = re.findall(r'<li><a href="(.*?)"', patient.text)
    assert gaps == ["/survey/1/q2?back=check", "/survey/1/q5?back=check"]


def test_from_the_check_one_comes_back_to_the_check(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.open_at_home().start().fill_in()
    patient.go("/survey/1/q2?back=check").answer(3)
    assert patient.address == "/survey/check"
    patient.go("/survey/1/q3?back=check").press(move="back")
    assert patient.address == "/survey/check"


def test_answers_with_gaps_can_be_sent(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("lars")
    patient.open_at_home().start().answer(2).go("/survey/check").press(move="next")
    assert patient.address == "/survey/finished"
    opened = clinic.opened(visit)
    assert opened.assessment.closed_as == "partial"
    assert [form.status for form in opened.forms] == ["partial"]


def test_a_whole_visit_is_answered_and_arrives(clinic: Clinic, patient: Patient, clock: Clock) -> None:
    visit = clinic.ask()
    patient.open_at_home().start().fill_in(2)
    assert "have no answer" not in patient.text
    patient.press(move="next")
    assert patient.heading == "Thank you. Your answers have arrived."
    opened = clinic.opened(visit)
    assert opened.assessment.submitted_at == clock.now
    assert {form.status for form in opened.forms} == {"completed"}
    assert len(opened.store) == len(opened.path.steps)


def test_the_thanks_say_when_and_what_comes_next(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.open_on_tablet().start().fill_in().press(move="next")
    assert "Received on 23 November 2026, at" in patient.text
    assert "Nothing of yours stays on this tablet." in patient.text
    assert "Please give the tablet back" in patient.text


def test_sending_twice_gives_the_same_receipt(clinic: Clinic, patient: Patient, clock: Clock) -> None:
    visit = clinic.ask("lars")
    patient.open_at_home().start().fill_in()
    fields = {**Fields(patient.text).forms[0]["fields"], "move": "next"}
    pages = []
    for _ in range(3):
        patient.page = patient.client.post("/survey/submit", data=fields, follow_redirects=True)
        pages.append(re.sub(r'value="[^"]+"', "", patient.text))
        assert patient.address == "/survey/finished"
        clock.goes_on(seconds=5)
    assert pages[0] == pages[1] == pages[2]
    with clinic.house.database.reading() as session:
        assert [e.action for e in audit.of_object(session, "assessment", visit)].count("survey.submitted") == 1


def test_after_sending_nothing_can_be_read_by_going_back(clinic: Clinic, patient: Patient, clock: Clock) -> None:
    clinic.ask("lars")
    patient.open_at_home().start().answer(3).fill_in(2).press(move="next")
    for address in ("/survey", "/survey/1/q1", "/survey/check", "/survey/resume"):
        assert patient.go(address).address == "/survey/finished"
        assert "Yes, once a week or more often" not in patient.text
    clock.goes_on(minutes=16)
    assert patient.go("/survey/1/q1").address == "/s"


def test_a_second_tab_cannot_change_what_was_sent(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("lars")
    patient.open_at_home().start().fill_in(1)
    tab = Fields(patient.go("/survey/1/q1").text).forms[0]["fields"]
    patient.go("/survey/check").press(move="next")
    answer = patient.client.post("/survey/1/q1", data={**tab, "answer": "3", "move": "next"})
    assert answer.status_code == 303
    assert {given.value for given in clinic.opened(visit).store.values()} == {1}


def test_a_sending_without_an_id_is_refused_plainly(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("lars")
    patient.open_at_home().start().fill_in().press(move="next", submission="not-an-id")
    assert patient.page.status_code == 400
    assert clinic.opened(visit).assessment.submitted_at is None


def test_a_break_at_home_closes_nothing(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("lars")
    patient.open_at_home().start().answer(2, move="break")
    assert patient.address == "/survey/break"
    assert "You can close this page" in patient.text
    assert len(clinic.opened(visit).store) == 1
    assert patient.go("/survey/resume").address == "/survey/1/q2"


def test_the_rest_can_be_answered_at_home(clinic: Clinic, patient: Patient, app: object) -> None:
    clinic.ask("lars")
    patient.open_on_tablet().start().answer(2, move="break").press()
    assert patient.heading == "Finish at home"
    assert "<svg" in patient.text
    code = re.findall(r"<bdi>([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})</bdi>", patient.text)[0]
    assert patient.go("/survey/1/q1").address == "/tablet"
    phone = Patient(app.test_client())  # type: ignore[attr-defined]
    phone.go("/s").press(code=code, day="27", month="3", year="1948")
    assert phone.address == "/survey/1/q2"
    patient.open_on_tablet(SLIP)
    assert patient.page.status_code == 410, "the slip's code ends when the patient takes the rest home"


def test_somebody_who_finds_a_locked_tablet_gets_no_way_home(clinic: Clinic, patient: Patient, clock: Clock) -> None:
    clinic.ask("lars")
    patient.open_on_tablet().start().answer(2, move="break")
    fields = Fields(patient.text).forms[0]["fields"]
    clock.goes_on(minutes=3)
    assert "Finish at home" not in patient.go("/survey/break").text
    patient.page = patient.client.post("/survey/home", data=fields, follow_redirects=True)
    assert patient.address == "/tablet"


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"envelopes":' * 20_000,
        b"null",
        b"[]",
        b'{"envelopes": 2}',
        b"\xff",
        b'{"envelopes": [7]}',
        b"",
    ],
    ids=["deep list", "deep mapping", "null", "list", "number", "no utf-8", "no envelope", "nothing"],
)
def test_what_is_no_delivery_is_refused_in_a_sentence(patient: Patient, body: bytes) -> None:
    answer = patient.client.post("/deliver", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["problem"] == "This delivery could not be read."
