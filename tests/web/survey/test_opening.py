"""The two ways in, without JavaScript."""

import re
from datetime import timedelta

import pytest

from tests.study.patients_side import CODE, LINK, SLIP, TYPED, Clinic
from tests.web.survey.conftest import Clock, Fields, Patient

BORN = {"day": "27", "month": "3", "year": "1948"}


def test_a_typed_code_and_the_date_of_birth_open_the_welcome_page(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.go("/s").press(code="acde-fghj-klmn", **BORN)
    assert patient.address == "/survey"
    assert "Northfield Hospital" in patient.text
    assert "About 1 minute." in patient.text
    for words in ("What it is for", "Who reads it", "Nobody is watching these answers live", "01632 960 123"):
        assert words in patient.text


def test_the_secret_is_only_ever_sent_in_the_body(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.open_at_home(LINK)
    assert patient.address == "/survey"
    assert LINK not in patient.text
    assert LINK not in patient.page.request.url


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": "", "month": "", "year": ""}, "Please enter your date of birth."),
        ({**BORN, "day": "32"}, "day as a number from 1 to 31"),
        ({**BORN, "month": "March"}, "month as a number from 1 to 12"),
        ({**BORN, "year": "48"}, "four digits, for example 1948"),
        ({"day": "31", "month": "2", "year": "1948"}, "no such day in that month"),
    ],
)
def test_a_date_that_cannot_be_says_what_would_be_right(
    clinic: Clinic, patient: Patient, typed: dict[str, str], sentence: str
) -> None:
    clinic.ask("lars")
    patient.go("/s").press(code=TYPED, **typed)
    assert patient.page.status_code == 422
    assert sentence in patient.text
    assert patient.title.startswith("Error: ")
    assert TYPED in patient.text, "what was typed is still there"


def test_both_problems_are_said_at_once(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.go("/s").press()
    problems = re.findall(r'<li><a href="#(\w+)">(.*?)</a>', patient.text)
    assert problems == [
        ("code", "Please enter the code in your letter."),
        ("day", "Please enter your date of birth."),
    ]


def test_a_wrong_date_of_birth_does_not_open(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.go("/s").press(code=TYPED, day="28", month="3", year="1948")
    assert patient.page.status_code == 403
    assert "does not match this link" in patient.text
    assert patient.go("/survey").address == "/s"


def test_too_many_tries_must_wait(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    for day in range(1, 7):
        patient.go("/s").press(code=TYPED, day=str(day), month="3", year="1950")
    assert patient.page.status_code == 429
    assert "Please wait until" in patient.text


def test_an_expired_link_says_how_to_get_a_new_one(clinic: Clinic, patient: Patient, clock: Clock) -> None:
    clinic.ask("lars")
    clock.goes_on(days=31)
    patient.open_at_home()
    assert patient.page.status_code == 410
    assert "This link has ended. Call 01632 960 123 and we send a new one." in patient.text


def test_the_tablet_opens_with_six_digits_once(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    assert patient.open_on_tablet("482 917").address == "/survey"
    assert 'data-device="tablet"' in patient.text
    patient.open_on_tablet(CODE)
    assert patient.page.status_code == 410
    assert "The desk gives you a new one" in patient.text


def test_an_old_hand_over_code_says_so(clinic: Clinic, patient: Patient, clock: Clock) -> None:
    clinic.ask("lars")
    clock.goes_on(minutes=11)
    assert "older than 10 minutes" in patient.open_on_tablet().text


def test_a_second_opening_resumes_at_the_first_unanswered_question(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars", "qlq_c30")
    patient.open_at_home().start().answer(1).answer(1)
    assert patient.open_at_home().address == "/survey/1/q3"


def test_a_form_that_is_too_old_begins_again(clinic: Clinic, patient: Patient, clock: Clock) -> None:
    visit = clinic.ask("qlq_c30")
    patient.open_at_home().start().answer(1)
    clock.goes_on(days=8)
    assert patient.open_at_home().address == "/survey"
    assert [form.attempt for form in clinic.opened(visit).forms] == [2]


def test_nothing_is_shown_without_a_session(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    for address in ("/survey", "/survey/1/q1", "/survey/check", "/survey/finished", "/survey/break"):
        patient.go(address)
        assert patient.address == "/s"
        assert "closed on this device" in patient.text


def test_a_page_for_one_patient_shows_nothing_of_another(clinic: Clinic, patient: Patient, app: object) -> None:
    clinic.ask("lars")
    patient.open_at_home().start().answer(2)
    other = Patient(app.test_client())  # type: ignore[attr-defined]
    assert other.go("/survey/1/q1").address == "/s"
    assert " checked" not in other.text


def test_every_answer_says_no_store_and_no_referrer(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.open_at_home().start()
    for address in ("/s", "/tablet", "/survey", "/survey/1/q1", "/survey/check"):
        headers = patient.go(address).page.headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "unsafe-inline" not in headers["Content-Security-Policy"]


def test_the_cookie_cannot_be_read_by_scripts(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.go("/s")
    fields = {**Fields(patient.text).forms[0]["fields"], "secret": LINK, **BORN}
    answer = patient.client.post("/s", data=fields)
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("qol_survey="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie


def test_pages_use_no_inline_style_or_script_and_no_other_site(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.open_at_home().start()
    for address in ("/s", "/tablet", "/survey", "/survey/1/q1", "/survey/check", "/survey/settings"):
        text = patient.go(address).text
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)", text)
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', text)


def test_a_form_lives_as_long_as_the_session(clinic: Clinic, patient: Patient, clock: Clock) -> None:
    visit = clinic.ask("lars")
    patient.open_at_home().start()
    clock.now += timedelta(hours=20)
    assert patient.answer(1).address == "/survey/1/q2"
    assert len(clinic.opened(visit).store) == 1


def test_rule_12_a_locked_tablet_shows_the_code_pad_and_the_slip_opens_it(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.open_on_tablet().start().answer(2, move="break")
    assert patient.address == "/survey/break"
    for address in ("/survey", "/survey/1/q1", "/survey/check"):
        assert patient.go(address).address == "/tablet"
    assert patient.open_on_tablet(SLIP).address == "/survey/1/q2"
