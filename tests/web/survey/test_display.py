"""Text size, contrast and language: chosen once, kept for the session."""

from dataclasses import replace

from flask import Flask, render_template

from qol.language import speaking
from qol.storage import accesses
from qol.web.survey.screen import screen
from tests.study.patients_side import SLIP, Clinic
from tests.web.survey.conftest import Patient


def test_text_size_and_contrast_stay_for_the_session(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.open_at_home().press(text="largest").press(contrast="high")
    assert patient.address == "/survey"
    for address in ("/survey", "/survey/1/q1", "/survey/check", "/survey/break"):
        text = patient.go(address).text
        assert 'data-text="largest"' in text
        assert 'data-contrast="high"' in text
    patient.go("/survey").press(text="ordinary")
    assert "data-text" not in patient.text


def test_the_answer_is_kept_and_the_place_is_not_lost(clinic: Clinic, patient: Patient) -> None:
    visit = clinic.ask("lars")
    patient.open_at_home().start().answer(2, move="display")
    assert patient.address == "/survey/settings"
    assert len(clinic.opened(visit).store) == 1
    patient.press(text="large")
    assert 'href="/survey/1/q1"' in patient.text
    assert 'data-text="large"' in patient.go("/survey/1/q1").text


def test_a_choice_on_the_code_pad_goes_along_to_the_end(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.go("/survey/settings?at=tablet").press(text="large")
    assert 'data-text="large"' in patient.open_on_tablet().text
    patient.start().fill_in()
    assert 'data-text="large"' in patient.press(move="next").text, "the thanks as well"


def test_the_next_patient_on_the_tablet_does_not_inherit_a_choice(clinic: Clinic, patient: Patient) -> None:
    first = clinic.ask("lars")
    patient.open_on_tablet().press(text="largest").start().fill_in().press(move="next")
    assert "data-text" not in patient.go("/tablet").text
    with clinic.house.database.writing() as session:
        for access in accesses.of_assessment(session, first):
            access.secret_hash = f"before {access.secret_hash}"
            session.add(access)
    clinic.ask("lars")
    assert patient.open_on_tablet().address == "/survey"
    assert "data-text" not in patient.text


def test_a_choice_comes_along_after_a_break(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.open_on_tablet().press(text="largest").start().press(move="break")
    assert 'data-text="largest"' in patient.open_on_tablet(SLIP).text


def test_a_choice_that_does_not_exist_changes_nothing(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.open_at_home().press(text="enormous", contrast="pink", language="xx")
    assert patient.page.status_code == 200
    assert "data-text" not in patient.text


def test_nobody_is_led_to_another_site(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    patient.open_at_home()
    for place in ("//evil.example", "https://evil.example", "../../etc", "2/q7/before/x", "%0d%0aSet-Cookie"):
        text = patient.go(f"/survey/settings?at={place}").text
        assert 'href="/survey"' in text
        assert "evil" not in text.split("</form>")[1]


def test_with_several_languages_each_is_named_in_its_own_words(app: Flask, clinic: Clinic) -> None:
    with app.test_request_context("/survey/settings"):
        several = replace(screen(), languages=("en", "de", "fa"))
        text = render_template("survey/settings.html", screen=several, at="", back="/survey", csrf="")
    for words in ('lang="de" dir="ltr" aria-pressed="false">Deutsch', 'lang="fa" dir="rtl"', "فارسی"):
        assert words in text


def test_a_right_to_left_language_turns_the_page(app: Flask, clinic: Clinic) -> None:
    with app.test_request_context("/tablet"), speaking("fa"):
        persian = replace(screen(), language="fa")
        text = render_template("survey/settings.html", screen=persian, at="", back="/survey", csrf="")
    assert '<html lang="fa" dir="rtl"' in text


def test_the_screens_phone_number_keeps_its_order_in_every_script(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    assert '<a class="call" href="tel:01632960123"><bdi>01632 960 123</bdi></a>' in patient.open_at_home().text


def test_a_locked_tablet_is_a_closed_book(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    assert 'class="cover"' in patient.go("/tablet").text
    assert 'class="cover"' not in patient.open_on_tablet().start().text
    assert 'class="cover"' in patient.press(move="break").text
