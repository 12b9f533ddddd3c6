"""A lost or ended link: the clinic is asked for a new one, and nobody learns who is a patient."""

import pytest

from qol.study.collection.asking_for_a_link import waiting
from qol.study.scope import Scope
from tests.study.patients_side import LINK, TYPED, Clinic
from tests.web.survey.conftest import Clock, Patient

RIGHT = {"day": "27", "month": "3", "year": "1948"}


def asked(clinic: Clinic) -> list[str]:
    return [one.name for one in waiting(clinic.house, Scope("desk", clinic.study_id, None))]


@pytest.mark.parametrize("code", [TYPED, "acde-fghj-klmn", "N-001", "n-001"])
def test_the_letters_code_or_the_study_code_with_the_date_of_birth_asks_the_clinic(
    clinic: Clinic, patient: Patient, code: str
) -> None:
    clinic.ask("lars")
    patient.go("/s/new").press(code=code, **RIGHT)
    assert patient.page.status_code == 200
    assert asked(clinic) == ["Vera Example"]


def test_the_answer_is_the_same_whether_anybody_is_known_or_not(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")

    def heading_and_words(code: str, year: str) -> tuple[int, str]:
        patient.go("/s/new").press(code=code, **{**RIGHT, "year": year})
        return patient.page.status_code, patient.text.split("<main", 1)[1]

    known = heading_and_words("N-001", "1948")
    assert heading_and_words("N-001", "1949") == known
    assert heading_and_words("N-999", "1948") == known
    assert asked(clinic) == ["Vera Example"]


def test_an_ended_link_leads_to_the_request(clinic: Clinic, patient: Patient, clock: Clock) -> None:
    clinic.ask("lars", days=1)
    clock.goes_on(days=3)
    patient.open_at_home(LINK)
    assert patient.page.status_code == 410
    assert 'href="/s/new"' in patient.text


def test_asking_twice_is_one_request_and_asking_without_end_is_refused(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    for _ in range(10):
        patient.go("/s/new").press(code="N-001", **RIGHT)
        assert patient.page.status_code == 200
    patient.go("/s/new").press(code="N-001", **RIGHT)
    assert patient.page.status_code == 429
    assert "Too many tries" in patient.text
    assert asked(clinic) == ["Vera Example"]


def test_what_is_missing_is_said_at_once(clinic: Clinic, patient: Patient) -> None:
    patient.go("/s/new").press()
    assert patient.page.status_code == 422
    assert patient.title.startswith("Error: ")
    assert "Please enter your date of birth." in patient.text
