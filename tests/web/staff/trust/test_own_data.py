"""The file of a patient's own data is a download for coordinators of the patient's site alone."""

from tests.web.staff.conftest import Site, Visitor


def test_a_coordinator_takes_the_file_of_a_patient_of_the_site(site: Site, coordinator: Visitor) -> None:
    answer = coordinator.get(f"/patients/{site.clinic.enrol()}/own-data.json")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["person"]["name"] == "Alan Dunmore"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_patient_of_another_site_is_not_there(site: Site, coordinator: Visitor) -> None:
    code = site.clinic.enrol(site="Southmere")
    assert coordinator.get(f"/patients/{code}/own-data.json").status_code == 404
