"""A clinic's tablet: enrolled once, named after its clinic, and where the clinic wants it the only place for codes."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from qol.storage.tables import Site, Tablet
from qol.study.collection import clinic_tablets
from qol.study.scope import Scope
from tests.study.patients_side import CODE, NOW, SLIP, Clinic
from tests.web.survey.conftest import Clock, Patient


def scope(clinic: Clinic) -> Scope:
    return Scope("desk", clinic.study_id, None)


def site_of(clinic: Clinic) -> Site:
    with clinic.house.database.reading() as session:
        from qol.storage import studies

        return studies.sites(session, clinic.study_id)[0]


def announce(clinic: Clinic, name: str = "Tablet 1") -> str:
    return clinic_tablets.announce(clinic.house, scope(clinic), site_of(clinic).id, name, NOW).code


def tablets(clinic: Clinic) -> tuple[Tablet, ...]:
    (found,) = clinic_tablets.clinics(clinic.house, scope(clinic))
    return found.tablets


def only_own(clinic: Clinic) -> None:
    clinic_tablets.own_tablets_only(clinic.house, scope(clinic), site_of(clinic).id, True, NOW)


@pytest.fixture
def other(app: Any, clinic: Clinic) -> Patient:
    """A second device."""
    return Patient(app.test_client())


def enrolled(clinic: Clinic, device: Patient) -> Patient:
    return device.go("/tablet/enrol").press(code=announce(clinic))


def test_six_digits_make_a_device_a_tablet_of_the_clinic(clinic: Clinic, patient: Patient) -> None:
    enrolled(clinic, patient)
    assert patient.address == "/tablet"
    assert "Northfield Hospital" in patient.text
    cookie = patient.client.get_cookie("qol_tablet")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.max_age == 365 * 86_400
    (row,) = tablets(clinic)
    assert (row.name, row.enrolled_at, row.code_hash) == ("Tablet 1", NOW, None)
    assert cookie.value not in str(row.model_dump())


def test_the_code_enrols_one_device_once_and_ends_after_ten_minutes(
    clinic: Clinic, patient: Patient, other: Patient, clock: Clock
) -> None:
    code = announce(clinic)
    patient.go("/tablet/enrol").press(code=code)
    assert other.go("/tablet/enrol").press(code=code).page.status_code == 403
    late = announce(clinic, "Tablet 2")
    clock.goes_on(minutes=11)
    assert other.go("/tablet/enrol").press(code=late).page.status_code == 403
    assert other.client.get_cookie("qol_tablet") is None


def test_codes_cannot_be_tried_without_end(clinic: Clinic, patient: Patient) -> None:
    announce(clinic)
    for _ in range(10):
        assert patient.go("/tablet/enrol").press(code="000000").page.status_code == 403
    assert patient.go("/tablet/enrol").press(code="000000").page.status_code == 429


def test_where_the_clinic_says_so_a_code_opens_on_its_own_tablets_only(
    clinic: Clinic, patient: Patient, other: Patient
) -> None:
    clinic.ask("lars")
    only_own(clinic)
    for code in (CODE, SLIP):
        other.open_on_tablet(code)
        assert other.page.status_code == 403
        assert "opens on a tablet of your clinic only" in other.text
    enrolled(clinic, patient).open_on_tablet(CODE)
    assert patient.address == "/survey"


def test_unless_it_says_so_a_code_opens_on_any_device(clinic: Clinic, other: Patient) -> None:
    clinic.ask("lars")
    assert other.open_on_tablet(CODE).address == "/survey"


def test_a_withdrawn_tablet_is_a_device_like_any_other(clinic: Clinic, patient: Patient) -> None:
    clinic.ask("lars")
    only_own(clinic)
    enrolled(clinic, patient)
    (row,) = tablets(clinic)
    clinic_tablets.withdraw(clinic.house, scope(clinic), row.id, NOW)
    assert tablets(clinic) == ()
    assert patient.open_on_tablet(CODE).page.status_code == 403


def test_when_a_tablet_was_last_seen_is_noted(clinic: Clinic, patient: Patient, clock: Clock) -> None:
    enrolled(clinic, patient)
    clock.goes_on(hours=3)
    patient.go("/tablet")
    (row,) = tablets(clinic)
    assert row.seen_at == clock.now


def test_nobody_signs_in_on_a_patients_tablet(clinic: Clinic, patient: Patient) -> None:
    enrolled(clinic, patient)
    patient.go("/sign-in")
    assert patient.page.status_code == 403
    assert "belongs to patients" in patient.text


def test_a_staff_session_on_the_device_ends_when_it_is_enrolled(clinic: Clinic, app: Any) -> None:
    client: FlaskClient = app.test_client()
    client.set_cookie("qol_staff", "whatever it was")
    device = Patient(client)
    enrolled(clinic, device)
    assert client.get_cookie("qol_staff") is None


def test_everything_about_a_tablet_is_in_the_audit(clinic: Clinic, patient: Patient) -> None:
    from sqlmodel import select

    from qol.storage.tables import AuditEntry

    enrolled(clinic, patient)
    (row,) = tablets(clinic)
    clinic_tablets.rename(clinic.house, scope(clinic), row.id, "Tablet by the window", NOW)
    clinic_tablets.withdraw(clinic.house, scope(clinic), row.id, NOW)
    with clinic.house.database.reading() as session:
        actions = [entry.action for entry in session.exec(select(AuditEntry)) if entry.object_kind == "tablet"]
    assert actions == ["tablet.announced", "tablet.enrolled", "tablet.renamed", "tablet.withdrawn"]
