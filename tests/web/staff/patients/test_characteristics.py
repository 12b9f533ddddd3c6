"""What is known before the decision: recorded, corrected with a reason, shown, exported, never guessed."""

from qol.study.patients import before_decision
from qol.study.results.cut import study_data
from tests.study.clinic import NOW
from tests.web.staff.conftest import Site, Visitor

ALL = {"clinical_t": "3", "tumour_height": "8,5", "performance_status": "1", "radiotherapy": "long_course"}


def saved(site: Site, coordinator: Visitor, **said: str) -> str:
    code = site.clinic.enrol()
    answer = coordinator.post(f"/patients/{code}/before-decision", {**ALL, **said})
    assert answer.status_code == 303, answer.text
    return code


def test_what_is_recorded_stands_on_the_patients_page_in_words(site: Site, coordinator: Visitor) -> None:
    page = coordinator.text(f"/patients/{saved(site, coordinator)}")
    assert "Clinical T category cT3" in page
    assert "Height of the tumour above the anal verge 8.5 cm" in page
    assert "Long course with chemotherapy" in page


def test_what_cannot_be_is_refused_all_at_once_and_nothing_is_saved(site: Site, coordinator: Visitor) -> None:
    code = site.clinic.enrol()
    answer = coordinator.post(f"/patients/{code}/before-decision", {"tumour_height": "85", "comorbidity": "-1"})
    assert answer.status_code == 422
    assert answer.text.count("Type a number from 0 to") == 4  # each on top and at its field
    assert before_decision.known(site.clinic.house, site.clinic.scope(), code) == {}


def test_a_known_value_is_changed_with_a_reason_only(site: Site, coordinator: Visitor) -> None:
    code = saved(site, coordinator)
    address = f"/patients/{code}/before-decision"
    assert coordinator.post(address, {**ALL, "clinical_t": "2"}).status_code == 422
    assert coordinator.post(address, {**ALL, "clinical_t": "2", "reason": "read again"}).status_code == 303
    known = before_decision.known(site.clinic.house, site.clinic.scope(), code)
    assert (known["clinical_t"], known["tumour_height"]) == ("2", "8.5")


def test_a_value_can_be_added_later_without_a_reason(site: Site, coordinator: Visitor) -> None:
    code = saved(site, coordinator)
    assert coordinator.post(f"/patients/{code}/before-decision", {**ALL, "comorbidity": "2"}).status_code == 303


def test_digits_of_another_script_are_numbers_too(site: Site, coordinator: Visitor) -> None:
    code = saved(site, coordinator, tumour_height="۷٫۵")
    assert before_decision.known(site.clinic.house, site.clinic.scope(), code)["tumour_height"] == "7.5"


def test_a_patient_of_another_site_is_not_there(site: Site, coordinator: Visitor) -> None:
    code = site.clinic.enrol(site="Southmere")
    assert coordinator.get(f"/patients/{code}/before-decision").status_code == 404
    assert coordinator.post(f"/patients/{code}/before-decision", ALL, "/patients").status_code == 404


def test_the_dataset_has_a_column_for_each(site: Site, coordinator: Visitor) -> None:
    saved(site, coordinator)
    row = study_data(site.clinic.house, None, NOW).patients.query("tumour_height == 8.5").iloc[0]
    assert row[["clinical_t", "performance_status", "radiotherapy"]].tolist() == ["3", "1", "long_course"]
    assert row["comorbidity"] is None or row["comorbidity"] != row["comorbidity"]
