"""Wording packs as an administrator keeps them: nothing overwritten, everything noted, no words in the audit."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from qol.errors import NotFound, QolError, SourceError
from qol.instruments.wording_states import Judged, PackState
from qol.storage import audit
from qol.study.wording import licensed_wording, waiting_wording
from tests.study.clinic import NOW, TODAY, Clinic
from tests.study.licensed import ask_licensed, lay, pack_text

LATER = NOW + timedelta(minutes=5)


def add(clinic: Clinic, text: str, now: datetime = NOW) -> Judged:
    return licensed_wording.add(clinic.house, text.encode(), "a.yaml", clinic.staff["administrator"], TODAY, now)


def noted(clinic: Clinic) -> list[audit.AuditEntry]:
    with clinic.house.database.reading() as session:
        return [entry for entry in audit.latest(session, 50) if entry.object_kind == "wording"]


def test_a_pack_is_stored_under_its_digest_and_is_in_force(staffed: Clinic) -> None:
    one = add(staffed, pack_text(staffed, "lars", "da"))
    assert one.pack.name == f"lars.da.20260312T100200Z.{one.pack.digest[:12]}.yaml"
    assert (one.state, one.in_force) == (PackState.VALID, True)
    path = Path(one.pack.file)
    assert path.parent == staffed.settings.data_dir / "wording"
    assert path.stat().st_mode & 0o077 == 0


def test_a_corrected_pack_stands_beside_the_one_it_displaces(staffed: Clinic) -> None:
    first = add(staffed, pack_text(staffed, "lars", "da", expires="2030-12-31"))
    before = Path(first.pack.file).read_bytes()
    second = add(staffed, pack_text(staffed, "lars", "da", agreement="N-13"), LATER)
    states = licensed_wording.states(staffed.house, TODAY)
    assert [(one.pack.name, one.in_force) for one in states] == [(second.pack.name, True), (first.pack.name, False)]
    assert Path(first.pack.file).read_bytes() == before


def test_the_same_file_is_not_stored_twice(staffed: Clinic) -> None:
    one = add(staffed, pack_text(staffed, "lars", "da"))
    with pytest.raises(QolError, match=f"is there already, as {one.pack.name}"):
        add(staffed, pack_text(staffed, "lars", "da"), LATER)
    assert len(licensed_wording.states(staffed.house, TODAY)) == 1


def test_two_packs_of_one_second_are_kept_both(staffed: Clinic) -> None:
    add(staffed, pack_text(staffed, "lars", "da"))
    add(staffed, pack_text(staffed, "lars", "da", agreement="N-13"))
    assert len(licensed_wording.states(staffed.house, TODAY)) == 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('study: "follow-up"', 'study: "elsewhere"', "there is no study elsewhere here; studies: follow-up"),
        ("2027-12-31", "2026-03-11", "the licence expired on 2026-03-11"),
        ('  q5: "', '  q9: "', "the words of item q5 are missing"),
        ("language: da", "language: xq", "language 'xq' is not known"),
    ],
)
def test_what_is_not_whole_is_refused_and_leaves_nothing(staffed: Clinic, old: str, new: str, message: str) -> None:
    text = pack_text(staffed, "lars", "da")
    assert old in text
    with pytest.raises(SourceError, match=message):
        add(staffed, text.replace(old, new))
    assert licensed_wording.states(staffed.house, TODAY) == ()
    assert noted(staffed) == []


def test_a_file_that_is_too_large_is_refused(staffed: Clinic) -> None:
    with pytest.raises(SourceError, match="larger than 200 KiB"):
        add(staffed, pack_text(staffed, "lars", "da") + "#" * licensed_wording.LARGEST)


def test_a_stored_pack_that_is_taken_out_and_changed_is_a_new_file(staffed: Clinic) -> None:
    one = add(staffed, pack_text(staffed, "lars", "da"))
    changed = pack_text(staffed, "lars", "da", agreement="N-14").encode()
    by = staffed.staff["administrator"]
    again = licensed_wording.add(staffed.house, changed, one.pack.name, by, TODAY, LATER)
    assert again.in_force


def test_the_audit_says_who_added_downloaded_and_withdrew_what_and_no_words(staffed: Clinic) -> None:
    one, by = add(staffed, pack_text(staffed, "lars", "da")), staffed.staff["administrator"]
    body = licensed_wording.downloaded(staffed.house, one.pack.name, by, LATER)
    assert body.decode() == pack_text(staffed, "lars", "da")
    kept = licensed_wording.withdraw(staffed.house, one.pack.name, by, LATER)
    entries = noted(staffed)
    assert [entry.action for entry in entries] == ["withdraw_wording", "download_wording", "add_wording"]
    assert {(entry.actor, entry.object_id) for entry in entries} == {(by, one.pack.digest)}
    assert (staffed.settings.data_dir / "wording-withdrawn" / kept).read_bytes() == body
    assert licensed_wording.states(staffed.house, TODAY) == ()


@pytest.mark.parametrize("name", ["../qol.sqlite", "lars.da.yaml/..", "", ".", "/etc/hostname", "none.yaml"])
def test_a_name_never_leads_out_of_the_folder(staffed: Clinic, name: str) -> None:
    lay(staffed, "lars", "da")
    for use in (licensed_wording.withdraw, licensed_wording.downloaded):
        with pytest.raises(NotFound):
            use(staffed.house, name, "nobody", NOW)


def test_which_instruments_a_protocol_asks_for_in_licensed_words(staffed: Clinic) -> None:
    assert licensed_wording.asked_for(staffed.house) == {"follow-up": frozenset()}
    ask_licensed(staffed, "lars", "qlq_c30")
    assert licensed_wording.asked_for(staffed.house) == {"follow-up": frozenset({"lars", "qlq_c30"})}


def test_a_pack_ends_soon_sixty_days_before_its_last_day_and_serves_through_it(staffed: Clinic) -> None:
    lay(staffed, "lars", "da", expires="2026-05-11")
    said = [
        (one.state, one.in_force)
        for days in (-1, 0, 60, 61)
        for one in licensed_wording.states(staffed.house, TODAY + timedelta(days=days))
    ]
    assert said == [
        (PackState.VALID, True),
        (PackState.ENDS_SOON, True),
        (PackState.ENDS_SOON, True),
        (PackState.EXPIRED, False),
    ]


def test_an_uploaded_file_waits_an_hour_and_is_used_by_nobody(staffed: Clinic) -> None:
    body = pack_text(staffed, "lars", "da").encode()
    digest = waiting_wording.keep_waiting(staffed.house, body, NOW)
    assert waiting_wording.waiting(staffed.house, digest, NOW + timedelta(minutes=59)) == body
    assert licensed_wording.states(staffed.house, TODAY) == ()
    for moment, name in ((NOW + timedelta(minutes=61), digest), (NOW, "0" * 64), (NOW, "../keys/secret")):
        with pytest.raises(NotFound, match="no longer waiting"):
            waiting_wording.waiting(staffed.house, name, moment)
    waiting_wording.keep_waiting(staffed.house, b"another", NOW + timedelta(minutes=61))
    assert len(list((staffed.settings.data_dir / "wording-waiting").iterdir())) == 1
