"""A study takes a new version of its protocol in the middle of follow-up."""

from datetime import timedelta

import pytest

from qol.course.events import EventKind
from qol.course.protocol import Protocol
from qol.errors import QolError, SourceError
from qol.storage import audit
from qol.study.patients.patient_record import record
from qol.study.protocols import protocol_shelf
from qol.study.protocols.next_version import take_version, versions_of
from qol.study.results.cut import study_data
from qol.study.studies import protocol_of, study_named
from tests.study.clinic import NOW, TODAY, Clinic
from tests.study.protocols.changed import FILE, changed_text


def taken(staffed: Clinic, **changes: str) -> Protocol:
    protocol = protocol_shelf.understood(staffed.house, changed_text(**changes).encode(), "my.yaml")
    take_version(staffed.house, None, protocol, by=staffed.staff["administrator"], reason="Amendment 2", now=NOW)
    return protocol


def test_a_study_begins_with_version_one(staffed: Clinic) -> None:
    (first,) = versions_of(staffed.house, None)
    assert (first.number, first.protocol_id, first.valid_from, first.by) == (1, "stage_1_3", TODAY, "")
    assert first.hash == staffed.house.protocols["stage_1_3"].hash


def test_every_version_says_from_when_by_whom_and_its_hash(staffed: Clinic) -> None:
    protocol = taken(staffed)
    first, second = versions_of(staffed.house, None)
    assert (second.version, second.hash, second.valid_from) == ("9.0", protocol.hash, TODAY)
    assert second.by != ""
    assert first.number == 1
    with staffed.house.database.reading() as session:
        assert protocol_of(study_named(session, None, staffed.settings)) == protocol
        entry = audit.latest(session, 1)[0]
    assert (entry.action, entry.object_id) == ("take_protocol", protocol.hash)


def test_a_patient_in_follow_up_keeps_the_visits_that_were_begun(staffed: Clinic) -> None:
    code = staffed.enrol(on=TODAY - timedelta(days=300))
    staffed.record(code, EventKind.NEOADJUVANT_END, TODAY - timedelta(days=280))
    staffed.record(code, EventKind.DECISION, TODAY - timedelta(days=240), strategy="nom")
    before = {visit.visit.id: visit for visit in record(staffed.house, staffed.scope(), code, TODAY).visits}
    taken(staffed, month_6="")
    after = {visit.visit.id: visit for visit in record(staffed.house, staffed.scope(), code, TODAY).visits}
    assert before["month_6"].state == after["month_6"].state == "expired"
    assert after["month_12"].window != before["month_12"].window
    later = staffed.enrol("Ada Lowe", number="77")
    assert "month_6" not in {visit.visit.id for visit in record(staffed.house, staffed.scope(), later, TODAY).visits}


def test_the_tables_of_a_study_know_the_visits_of_all_versions(staffed: Clinic) -> None:
    code = staffed.enrol(on=TODAY - timedelta(days=300))
    staffed.record(code, EventKind.NEOADJUVANT_END, TODAY - timedelta(days=280))
    protocol = taken(staffed, month_6="")
    cut = study_data(staffed.house, None, NOW)
    assert {"month_6", "month_12"} <= set(cut.visits["visit"])
    assert cut.protocol.hash == protocol.hash


def test_what_changes_nothing_or_says_no_reason_is_refused(staffed: Clinic) -> None:
    protocol = taken(staffed)
    house, by = staffed.house, staffed.staff["administrator"]
    with pytest.raises(QolError, match="follows this version already"):
        take_version(house, None, protocol, by=by, reason="again", now=NOW)
    with pytest.raises(QolError, match="Say why the protocol changes"):
        take_version(house, None, house.protocols["stage_4"], by=by, reason=" ", now=NOW)
    other = protocol.model_copy(update={"title": "Another title"})
    with pytest.raises(QolError, match=r"Version 9\.0 of my_study was another text"):
        take_version(house, None, other, by=by, reason="typing error", now=NOW)
    assert len(versions_of(house, None)) == 2


def test_a_stored_file_is_offered_to_new_studies_until_it_is_withdrawn(staffed: Clinic) -> None:
    house = staffed.house
    name = protocol_shelf.keep(house, changed_text().encode(), FILE, staffed.staff["administrator"], NOW)
    assert protocol_shelf.known(house)["my_study"].version == "9.0"
    with pytest.raises(QolError, match="there already"):
        protocol_shelf.keep(house, changed_text().encode(), FILE, staffed.staff["administrator"], NOW)
    kept = protocol_shelf.withdraw(house, name, staffed.staff["administrator"], NOW)
    assert "my_study" not in protocol_shelf.known(house)
    assert (house.settings.data_dir / "protocols-withdrawn" / kept).read_text() == changed_text()


def test_a_stored_file_that_was_changed_by_hand_serves_nobody_and_stops_nothing(staffed: Clinic) -> None:
    house = staffed.house
    name = protocol_shelf.keep(house, changed_text().encode(), FILE, staffed.staff["administrator"], NOW)
    with (house.settings.data_dir / "protocols" / name).open("a") as stream:
        stream.write("# a remark\n")
    (one,) = protocol_shelf.stored(house)
    assert one.protocol is None
    assert "was changed after it was added" in str(one.problems[0])
    assert "my_study" not in protocol_shelf.known(house)


def test_a_file_with_faults_is_not_kept(staffed: Clinic) -> None:
    with pytest.raises(SourceError, match=r"my\.yaml:\d+: visit month_12 must have start"):
        protocol_shelf.keep(
            staffed.house, changed_text(month_12="40 months").encode(), FILE, staffed.staff["administrator"], NOW
        )
    assert protocol_shelf.stored(staffed.house) == ()
