"""A patient's own data: all of it, of nobody else, and noted in the audit."""

import json

from sqlmodel import select

from qol.storage.tables import AuditEntry
from qol.study.patients import before_decision
from qol.study.results.own_data import own_data
from tests.study.clinic import NOW, Clinic


def test_the_file_holds_what_was_recorded_of_this_patient_and_of_nobody_else(staffed: Clinic) -> None:
    code = staffed.enrol("Alan Dunmore")
    other = staffed.enrol("Beatriz Quayle", number="4790-999")
    staffed.decided(code)
    before_decision.save(staffed.house, staffed.scope(), code, {"clinical_t": "3"}, now=NOW)
    body, name = own_data(staffed.house, staffed.scope(), code, NOW)
    found = json.loads(body)
    assert name == f"own-data-{code}.json"
    assert found["person"]["name"] == "Alan Dunmore"
    assert found["person"]["birth_date"] == "1949-11-17"
    assert {event["event"] for event in found["events"]} == {"neoadjuvant_end", "decision"}
    assert found["before_the_decision"] == {"Clinical T category": "cT3"}
    assert "Quayle" not in body.decode()
    assert other not in body.decode()


def test_the_audit_knows_who_took_it(staffed: Clinic) -> None:
    code = staffed.enrol()
    own_data(staffed.house, staffed.scope(), code, NOW)
    with staffed.house.database.reading() as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "own_data")).one()
    assert entry.actor == staffed.staff["coordinator"]
