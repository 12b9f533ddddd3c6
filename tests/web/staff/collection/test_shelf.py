"""The shelf: what a device delivered too late to be added is listed for its site and can be taken along."""

import json
from collections.abc import Callable
from datetime import date, timedelta

from sqlmodel import select

from qol.storage import assessments, patients
from qol.storage.sealing import Lock, lock_for
from qol.storage.tables import Assessment, AuditEntry
from qol.study.collection.delivering import Sent, deliver
from tests.study.devices_side import Device
from tests.web.staff.conftest import NOW, Site, Visitor


def opened_for(site: Site, code: str) -> str:
    """A closed assessment of a patient."""
    with site.clinic.house.database.writing() as session:
        patient = patients.by_code(session, site.clinic.study_id, code, None)
        row = assessments.add(
            session,
            Assessment(
                patient_id=patient.id, visit_id="month_3", protocol_id="stage_1_3", protocol_version="1.0",
                occasion="follow_up", facts={}, language="en", created_at=NOW, closed_as="partial",
                on_date=date(2026, 3, 12),
            ),
        )  # fmt: skip
        return row.id


def too_late(site: Site, code: str, **page: str) -> Sent:
    """A page that comes after the questionnaire was closed."""
    database, lock = site.clinic.house.database, lock_for(site.clinic.settings)
    sent = Device(lock.public, opened_for(site, code)).page(NOW, form="f", item="q1", **page)
    assert deliver(database, lock, sent, lambda *_: None, NOW + timedelta(hours=1)).reason == "closed"
    return sent


def test_the_shelf_lists_what_could_not_be_added_with_its_reason(site: Site, coordinator: Visitor) -> None:
    code = site.clinic.enrol()
    assert "The shelf is empty." in coordinator.text("/shelf")
    too_late(site, code, answer="3")
    said = coordinator.text("/shelf")
    assert f"{code} 12 March 2026 1 × The questionnaire had been closed." in said
    assert 'href="/shelf"' in coordinator.get("/patients").text


def test_a_patients_part_is_a_file_with_what_was_answered_and_is_noted(site: Site, coordinator: Visitor) -> None:
    code = site.clinic.enrol()
    sent = too_late(site, code, answer="3")
    answer = coordinator.get(f"/shelf/{code}.json")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=shelf-{code}.json"
    (row,) = json.loads(answer.text)
    assert (row["id"], row["reason"], row["item"], row["answer"]) == (sent.id, "closed", "q1", "3")
    assert row["given_at"] == NOW.isoformat()
    with site.clinic.house.database.reading() as session:
        actions = [entry.action for entry in session.exec(select(AuditEntry))]
    assert actions.count("shelf.exported") == 1


def test_what_nobody_here_can_open_is_given_as_it_came(site: Site, coordinator: Visitor) -> None:
    code = site.clinic.enrol()
    lock = lock_for(site.clinic.settings)
    sent = Device(Lock(b"x" * 32).public, opened_for(site, code)).page(NOW, form="f", item="q1", answer="3")
    assert deliver(site.clinic.house.database, lock, sent, lambda *_: None, NOW).reason == "unreadable"
    (row,) = json.loads(coordinator.get(f"/shelf/{code}.json").text)
    assert row["reason"] == "unreadable" and row["sealed"] and "answer" not in row


def test_another_sites_shelf_is_not_there(site: Site, as_role: Callable[[str], Visitor]) -> None:
    code = site.clinic.enrol(site=next(name for name in site.clinic.sites if name != "Northfield"))
    too_late(site, code)
    coordinator = as_role("coordinator")
    assert code not in coordinator.text("/shelf")
    assert coordinator.get(f"/shelf/{code}.json").status_code == 404
