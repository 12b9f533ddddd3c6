"""The patient's own sheet from the patient's page: whose, in which language, and noted."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from qol.storage import audit
from tests.reports.reading import catalogue
from tests.study.clinic import TODAY
from tests.web.staff.answering import answer_everything
from tests.web.staff.conftest import Site, Visitor

RoleMaker = Callable[[str], Visitor]


@pytest.fixture
def code(site: Site) -> str:
    """A patient ten days after the decision for NOM."""
    found = site.clinic.enrol(on=TODAY - timedelta(days=60))
    site.clinic.decided(found, "nom")
    return found


@pytest.fixture
def answered(site: Site, coordinator: Visitor, code: str) -> str:
    """A patient who answered in German."""
    coordinator.post(f"/patients/{code}/hand-over/decision", {"way": "tablet", "language": "de"})
    answer_everything(site.clinic, code)
    return code


def test_the_patients_page_leads_to_a_sheet_in_the_language_that_was_read(coordinator: Visitor, answered: str) -> None:
    assert f'href="/patients/{answered}/copy.pdf"' in coordinator.get(f"/patients/{answered}").text
    answer = coordinator.get(f"/patients/{answered}/copy.pdf")
    assert answer.mimetype == "application/pdf"
    assert catalogue(answer.data)["lang"] == "de"
    assert catalogue(coordinator.get(f"/patients/{answered}/copy.pdf?language=fa").data)["lang"] == "fa"


def test_each_print_stands_in_the_audit_without_what_was_answered(
    site: Site, as_role: RoleMaker, answered: str
) -> None:
    clinician = as_role("clinician")
    assert clinician.get(f"/patients/{answered}/copy.pdf").status_code == 200
    with site.clinic.house.database.reading() as session:
        noted = [entry for entry in audit.latest(session, 3) if entry.action == "report.patient-copy"]
    assert len(noted) == 1
    assert noted[0].object_kind == "patient"


def test_a_language_without_a_catalogue_and_an_unknown_patient_are_not_there(
    coordinator: Visitor, answered: str
) -> None:
    assert coordinator.get(f"/patients/{answered}/copy.pdf?language=tlh").status_code == 404
    assert coordinator.get("/patients/NO-SUCH/copy.pdf").status_code == 404


@pytest.mark.parametrize("role", ["researcher", "administrator"])
def test_who_works_with_no_patients_gets_no_sheet(as_role: RoleMaker, answered: str, role: str) -> None:
    assert as_role(role).get(f"/patients/{answered}/copy.pdf").status_code in (403, 404)


def test_a_patient_without_answers_has_a_sheet_that_says_so(coordinator: Visitor, code: str) -> None:
    assert coordinator.get(f"/patients/{code}/copy.pdf").status_code == 200
