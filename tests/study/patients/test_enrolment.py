"""Enrolment: five fields in, a study code out, identity apart."""

import re
from dataclasses import replace
from datetime import date

import pytest

from qol.errors import NotFound
from qol.storage import audit, identities
from qol.study.patients import enrolment
from qol.study.patients.enrolment import NewPatient, new_code
from tests.study.clinic import NOW, TODAY, Clinic


def _new(clinic: Clinic, site: str = "Northfield", number: str = "4790-312") -> NewPatient:
    return NewPatient("Alan Dunmore", date(1949, 11, 17), "male", number, "en", clinic.sites[site])


def test_a_study_code_is_a_letter_a_digit_a_letter_and_three_digits_without_look_alikes() -> None:
    codes = {new_code(()) for _ in range(500)}
    assert all(re.fullmatch(r"[ACDEFGHJKLMNPQRTUVWXY]\d[ACDEFGHJKLMNPQRTUVWXY]-\d{3}", code) for code in codes)
    assert len(codes) > 490


def test_a_code_that_is_taken_is_not_given_again() -> None:
    class AlmostAll(set[str]):
        asked = 0

        def __contains__(self, _code: object) -> bool:
            self.asked += 1
            return self.asked < 5

    taken = AlmostAll()
    assert new_code(taken)
    assert taken.asked == 5


def test_an_enrolled_patient_has_a_code_an_identity_and_an_entry_in_the_audit(staffed: Clinic) -> None:
    scope = staffed.scope()
    code = enrolment.enrol(staffed.house, scope, _new(staffed), TODAY, NOW)
    with staffed.house.database.reading() as session:
        patient = scope.patient(session, code)
        person = identities.read(session, patient.id)
        entries = audit.of_object(session, "patient", patient.id)
    assert patient.enrolled_on == TODAY
    assert (patient.sex, patient.source) == ("male", "enrolled")
    assert person is not None
    assert (person.name, person.birth_date, person.hospital_number, person.language) == (
        "Alan Dunmore", date(1949, 11, 17), "4790-312", "en",
    )  # fmt: skip
    assert [(entry.action, entry.actor) for entry in entries] == [("enrol", scope.staff_id)]


def test_a_hospital_number_that_is_known_at_the_site_is_found_however_it_is_typed(staffed: Clinic) -> None:
    code = staffed.enrol(number="4790-312")
    for typed in ("4790-312", "4790 312", " 4790312 "):
        found = enrolment.twins(staffed.house, staffed.scope(), _new(staffed, number=typed))
        assert [(twin.code, twin.name) for twin in found] == [(code, "Alan Dunmore")]
    assert enrolment.twins(staffed.house, staffed.scope(), _new(staffed, number="4790-313")) == ()


def test_the_same_hospital_number_at_another_site_is_another_person(staffed: Clinic) -> None:
    staffed.enrol(site="Southmere")
    assert enrolment.twins(staffed.house, staffed.scope(), _new(staffed)) == ()


def test_nobody_enrols_at_a_site_that_is_not_theirs(staffed: Clinic) -> None:
    with pytest.raises(NotFound):
        enrolment.enrol(staffed.house, staffed.scope("Northfield"), _new(staffed, "Southmere"), TODAY, NOW)
    assert list(enrolment.sites(staffed.house, staffed.scope("Northfield")).values()) == ["Northfield"]
    assert len(enrolment.sites(staffed.house, staffed.scope(None))) == 2


def test_a_patient_of_another_site_does_not_exist(staffed: Clinic) -> None:
    code = staffed.enrol(site="Southmere")
    with staffed.house.database.reading() as session:
        assert staffed.scope(None).patient(session, code).code == code
        with pytest.raises(NotFound):
            staffed.scope("Northfield").patient(session, code)
        with pytest.raises(NotFound):
            replace(staffed.scope(None), study_id="another").patient(session, code)
